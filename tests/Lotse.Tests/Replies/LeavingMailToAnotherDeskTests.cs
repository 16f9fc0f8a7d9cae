using Lotse.Adapters.Database.Rows;
using Lotse.Tests.Desk;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Replies;

/// <summary>What another desk has taken over, because this one was silent for too long, is that one's to send.</summary>
public sealed class LeavingMailToAnotherDeskTests : IAsyncLifetime
{
    private const string First = "anna@kunde.example", Second = "ben@kunde.example", Third = "cora@kunde.example";

    private readonly SmtpSink _sink = new();
    private RunningDesk _desk = null!;

    public async ValueTask InitializeAsync() => _desk = await RunningDesk.StartAsync(new DeskWishes { Sink = _sink, FakeClock = true });

    public async ValueTask DisposeAsync()
    {
        await _desk.DisposeAsync();
        await _sink.DisposeAsync();
    }

    [Fact]
    public async Task One_that_was_taken_over_while_another_one_left_is_not_sent()
    {
        var third = await TakenOverAsync(() => { });
        await _desk.Api.ReplyAsync(third);
        await _sink.WaitForAsync(Third); // By then the worker has been at all it had.

        Assert.Empty(_sink.To(Second));
        Assert.Equal(Theirs, await _desk.LookAsync(d => d.Outbox.Where(o => o.Recipient == Second).Select(o => o.LeasedUntil).SingleAsync()));
        Assert.Single(_sink.To(First));
    }

    [Fact]
    public async Task One_that_was_taken_over_before_the_server_went_away_stays_taken()
    {
        await TakenOverAsync(_sink.GoAway);

        Assert.Equal(Theirs, await _desk.LookAsync(d => d.Outbox.Where(o => o.Recipient == Second).Select(o => o.LeasedUntil).SingleAsync()));
    }

    private DateTimeOffset Theirs { get; } = DateTimeOffset.FromUnixTimeMilliseconds(4_000_000_000_000);

    /// <summary>Two mails are claimed together; while the first is at the server the second is taken over.</summary>
    /// <returns>A ticket that nobody has answered.</returns>
    private async Task<long> TakenOverAsync(Action then)
    {
        var numbers = new List<long>();
        foreach (var from in (string[])[First, Second, Third]) numbers.Add((await _desk.PostMailAsync(new CustomerMail { From = from })).Ticket!.Value);
        _sink.GoAway();
        await _desk.Api.ReplyAsync(numbers[0]);
        await PutOffAsync();
        await _desk.Api.ReplyAsync(numbers[1]);
        var (there, yes) = (new TaskCompletionSource(), new TaskCompletionSource());
        _sink.BeforeYes = () =>
        {
            there.TrySetResult();
            return yes.Task;
        };
        _sink.ComeBack();
        _desk.Pass(TimeSpan.FromMinutes(6));
        await there.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        await _desk.LookAsync(d => d.Outbox.Where(o => o.Recipient == Second).ExecuteUpdateAsync(set => set.SetProperty(o => o.LeasedUntil, Theirs)));
        then();
        yes.SetResult();
        await Wait.UntilAsync(() => _desk.LookAsync(d => d.Outbox.AnyAsync(o => o.Recipient == First && o.LeasedUntil == null)), "the first is done with");
        return numbers[2];
    }

    private Task PutOffAsync() => Wait.UntilAsync(async () =>
    {
        var now = _desk.Clock.GetUtcNow();
        return await _desk.LookAsync(d => d.Outbox.AllAsync(o => o.NextAt > now && o.LeasedUntil == null));
    }, "the mail is put off");
}
