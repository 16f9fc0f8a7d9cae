using System.Net;
using Lotse.Adapters.Database.Claiming;
using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Writing;
using Lotse.Domain.Intake;
using Lotse.Domain.Tickets;
using Lotse.Tests.Databases;
using Lotse.Tests.Desk;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace Lotse.Tests.Setup.Nodes;

/// <summary>Work that takes longer than a lease stays with the desk that has it.</summary>
public sealed class KeepingALeaseTests
{
    /// <summary>Longer than a lease, and than it is waited after the database was away.</summary>
    private static readonly TimeSpan Long = HeldWork.Lease + TimeSpan.FromSeconds(10);

    [Fact]
    [Trait("slow", "yes")]
    public async Task A_mail_whose_server_takes_its_time_leaves_once()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        await using var sink = new SmtpSink { BeforeYes = () => Task.Delay(Long) };
        await using var first = await RunningDesk.StartAsync(new DeskWishes { Kind = DatabaseKind.Postgres, Sink = sink });
        await using var second = await first.BesideAsync();
        await first.PostMailAsync(new CustomerMail());
        await first.Api.ReplyAsync(1001);

        await LeftOnceAsync(first, sink);
    }

    [Fact]
    [Trait("slow", "yes")]
    public async Task A_mail_that_is_on_its_way_while_the_database_is_away_for_longer_leaves_once()
    {
        Assert.SkipWhen(PostgresProcess.Programs is null, "PostgreSQL is not installed (Debian: apt install postgresql)");
        await using var server = await PostgresProcess.CreateAsync();
        await server.StartAsync();
        var (there, yes) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var sink = new SmtpSink { BeforeYes = () => { there.TrySetResult(); return yes.Task; } };
        await using var first = await RunningDesk.StartAsync(new DeskWishes { Database = new NpgsqlConnectionStringBuilder(server.Connection) { Pooling = true, MaxPoolSize = 20, Timeout = 5 }.ConnectionString, Sink = sink });
        await using var second = await first.BesideAsync();
        await first.PostMailAsync(new CustomerMail());
        await first.Api.ReplyAsync(1001);
        await there.Task.WaitAsync(TimeSpan.FromSeconds(30));

        await server.CrashAsync();
        await Task.Delay(HeldWork.Lease + TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        await server.StartAsync();
        await Task.Delay(Long, TestContext.Current.CancellationToken);
        yes.SetResult();

        await LeftOnceAsync(first, sink);
    }

    /// <summary>As where a machine lost its power in the middle of a save: until the server ends that, all of its neighbours' writers wait behind one another.</summary>
    [Fact]
    [Trait("slow", "yes")]
    public async Task A_mail_that_is_on_its_way_while_nobody_of_its_desk_comes_to_write_leaves_once()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        var (there, yes) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var sink = new SmtpSink { BeforeYes = () => { there.TrySetResult(); return yes.Task; } };
        await using var first = await RunningDesk.StartAsync(new DeskWishes { Kind = DatabaseKind.Postgres, Sink = sink });
        await using var second = await first.BesideAsync();
        await first.PostMailAsync(new CustomerMail());
        await first.Api.ReplyAsync(1001);
        await there.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        using (await first.WithAsync<WriteGate, IDisposable>(gate => gate.EnterAsync(TestContext.Current.CancellationToken))) await Task.Delay(Long, TestContext.Current.CancellationToken);
        yes.SetResult();

        await LeftOnceAsync(first, sink);
    }

    /// <summary>A desk that has just come, or hears the database again: who had something claimed may be about to say so.</summary>
    [Fact]
    public async Task While_others_may_still_have_it_claimed_an_answer_is_neither_taken_back_nor_held_back_as_spam()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        await using var first = await RunningDesk.StartAsync(new DeskWishes { Kind = DatabaseKind.Postgres });
        foreach (var from in (string[])["anna@kunde.example", "ben@kunde.example"]) await first.PostMailAsync(new CustomerMail { From = from });
        var later = new { text = "Später.", sendAt = TimeProvider.System.GetUtcNow().AddHours(1) };
        var answer = await first.Api.ReplyAsync(1001, more: later);
        await first.Api.ReplyAsync(1002, more: later);
        var mine = long.Parse(answer.Id, System.Globalization.CultureInfo.InvariantCulture);
        await first.LookAsync(async d =>
        {
            await d.Messages.Where(m => m.Kind == MessageKind.Outgoing && m.Id != mine).ExecuteUpdateAsync(set => set.SetProperty(m => m.MailKind, MailKind.AutoReply));
            return await d.Outbox.ExecuteUpdateAsync(set => set.SetProperty(o => o.LeasedUntil, DateTimeOffset.FromUnixTimeMilliseconds(1_000)));
        });
        await using var second = await first.BesideAsync();

        using var back = await second.Api.PostAsync($"/messages/{answer.Id}/recall", new { });
        (await second.Api.PostAsync("/tickets/1002/spam", new { })).EnsureSuccessStatusCode();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, back.StatusCode);
        Assert.Equal(2, await first.LookAsync(d => d.Outbox.CountAsync(o => o.Step == OutboxStep.Waiting)));
    }

    private static async Task LeftOnceAsync(RunningDesk desk, SmtpSink sink)
    {
        await Wait.UntilAsync(async () => await desk.LookAsync(d => d.Outbox.AllAsync(o => o.Step == OutboxStep.Sent)), "it has left", 90);
        Assert.Equal(1, await desk.LookAsync(d => d.Outbox.CountAsync()));
        Assert.Single(sink.Mails);
        Assert.Equal(1, sink.Tries["anna@kunde.example"]);
        Assert.Empty(await desk.CheckAsync());
    }
}
