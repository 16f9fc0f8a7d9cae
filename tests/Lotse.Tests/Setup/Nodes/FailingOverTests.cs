using System.Diagnostics;
using Lotse.Domain.Tickets;
using Lotse.Rules;
using Lotse.Tests.Databases;
using Lotse.Tests.Desk;
using Lotse.Tests.Rules;
using Npgsql;
using Xunit;

namespace Lotse.Tests.Setup.Nodes;

/// <summary>PostgreSQL is taken away from two desks in the middle of their work.</summary>
public sealed class FailingOverTests
{
    private const int Before = 12, Mails = 120, Each = 20;

    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(100);

    [Fact]
    [Trait("slow", "yes")]
    public async Task A_promoted_replica_has_all_that_was_acknowledged_and_the_desks_find_it()
    {
        Assert.SkipWhen(PostgresProcess.Programs is null, "PostgreSQL is not installed (Debian: apt install postgresql)");
        await using var primary = await PostgresProcess.CreateAsync();
        await primary.StartAsync();
        await using var replica = await primary.StandbyAsync();
        await replica.StartAsync();
        // What is said to be stored is on both: whichever is lost, the other has it.
        await primary.AskAsync("ALTER SYSTEM SET synchronous_standby_names = '*'");
        await primary.AskAsync("SELECT pg_reload_conf()");
        await Wait.UntilAsync(async () => (long)(await primary.AskAsync("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'"))! == 1, "the replica follows");
        var connection = new NpgsqlConnectionStringBuilder(primary.Connection) { Host = $"{primary.Host},{replica.Host}", Pooling = true, MaxPoolSize = 20, Timeout = 5 };

        await WithTrafficAsync(connection.ConnectionString, async () =>
        {
            await primary.CrashAsync();
            await replica.AskAsync("SELECT pg_promote(true, 30)");
        });
    }

    [Fact]
    [Trait("slow", "yes")]
    public async Task A_server_that_restarts_is_waited_for()
    {
        Assert.SkipWhen(PostgresProcess.Programs is null, "PostgreSQL is not installed (Debian: apt install postgresql)");
        await using var server = await PostgresProcess.CreateAsync();
        await server.StartAsync();
        await WithTrafficAsync(new NpgsqlConnectionStringBuilder(server.Connection) { Pooling = true, MaxPoolSize = 20, Timeout = 5 }.ConnectionString, async () =>
        {
            await server.CrashAsync();
            await server.StartAsync();
        });
    }

    private static async Task WithTrafficAsync(string connection, Func<Task> trouble)
    {
        await using var sink = new SmtpSink();
        await using var first = await RunningDesk.StartAsync(new DeskWishes { Database = connection, Sink = sink });
        await using var second = await first.BesideAsync();
        await first.Api.RuleAsync(new WriteRuleJson("Notiz", When: ["ticketOpened"], Steps: new TicketSteps { Note = "einmal", Priority = Priority.High }));
        var traffic = new NodeTraffic([new Node(first.Url, first.Lmtp), new Node(second.Url, second.Lmtp)], await first.TokenAsync(RunningDesk.Admin));
        await traffic.MailAsync(0, Before, 4);
        await first.SettledAsync();
        var tickets = (await first.Api.ListAsync()).Items.Select(item => item.Number).ToList();

        var going = Task.WhenAll(traffic.MailAsync(Before, Mails, 4), traffic.ReplyAsync(tickets, Each, Apart));
        await Wait.UntilAsync(() => traffic.Stored.Count > Before + (Mails / 4) || going.IsCompleted, "a quarter is done");
        Assert.False(going.IsCompleted, "Everything was done before the trouble.");
        await trouble();
        var back = Stopwatch.GetTimestamp();
        await Wait.UntilAsync(async () => await IsReadyAsync(first.Url) && await IsReadyAsync(second.Url), "both desks are ready again");
        Assert.True(Stopwatch.GetElapsedTime(back) < TimeSpan.FromSeconds(30), $"It took {Stopwatch.GetElapsedTime(back)}.");
        await going.WaitAsync(TimeSpan.FromSeconds(180));

        await first.RuledAsync();
        await Truth.HoldsAsync(first, sink, traffic, Before + Mails, doubled: 0);
        // All that follows the journal has caught up again, on both.
        await Task.WhenAll(first.FindableAsync(), second.FindableAsync(), first.ToldAsync(), second.ToldAsync());
    }

    private static async Task<bool> IsReadyAsync(Uri url)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(url, "/health/ready"));
        return answer.IsSuccessStatusCode;
    }
}
