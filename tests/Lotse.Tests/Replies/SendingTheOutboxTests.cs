using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Tickets;
using Lotse.Tests.Desk;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Replies;

/// <summary>What has been answered leaves, whatever the mail server does meanwhile.</summary>
public sealed class SendingTheOutboxTests : IAsyncLifetime
{
    private readonly SmtpSink _sink = new();
    private RunningDesk _desk = null!;
    private long _number;
    private int _canaries;

    public async ValueTask InitializeAsync()
    {
        _desk = await RunningDesk.StartAsync(new DeskWishes { Sink = _sink, FakeClock = true });
        _number = (await _desk.PostMailAsync(new CustomerMail())).Ticket!.Value;
        (await _desk.Api.PatchAsync(_number, new { assignee = RunningDesk.Admin })).EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        await _desk.DisposeAsync();
        await _sink.DisposeAsync();
    }

    [Fact]
    public async Task A_refusal_for_now_is_tried_again_later_and_later()
    {
        _sink.Recipient = _ => "450 4.2.0 Busy";
        await _desk.Api.ReplyAsync(_number);
        await TriedAsync(1);

        _desk.Pass(TimeSpan.FromSeconds(45));
        await LookedAsync();
        Assert.Equal(1, Tries);
        _desk.Pass(TimeSpan.FromSeconds(30)); // A minute, give or take a sixth.
        await TriedAsync(2);
        _desk.Pass(TimeSpan.FromMinutes(4));
        await LookedAsync();
        Assert.Equal(2, Tries);
        _sink.Recipient = _ => null;
        _desk.Pass(TimeSpan.FromMinutes(2)); // Five minutes.
        await _sink.WaitForAsync("anna@kunde.example");

        await IsAsync(DeliveryState.Sent);
        Assert.Single(_sink.To("anna@kunde.example"));
    }

    [Fact]
    public async Task A_refusal_for_good_is_shown_and_brings_the_ticket_back_to_its_assignee()
    {
        _sink.Recipient = _ => "550 5.1.1 No such user";
        await _desk.Api.ReplyAsync(_number);

        await IsAsync(DeliveryState.Failed);
        var ticket = await _desk.Api.TicketAsync(_number);
        Assert.Equal((TicketState.Open, RunningDesk.Admin), (ticket.State, ticket.Assignee!.Email));
        Assert.Equal([_number], (await _desk.Api.ListAsync("?queue=mine")).Items.Select(item => item.Number));
        var failed = (await _desk.Api.HistoryAsync(_number)).Single(fact => fact.Kind == "deliveryFailed");
        Assert.Contains("5.1.1", failed.Data.GetProperty("reason").GetString(), StringComparison.Ordinal);
        _desk.Pass(TimeSpan.FromDays(1));
        await LookedAsync();
        Assert.Equal(1, Tries);
        Assert.Empty(await _desk.CheckAsync());
    }

    [Theory]
    [InlineData("550 5.1.1 No such user", "userunknown")]
    [InlineData("552 5.2.2 Mailbox full", null)]
    public async Task An_address_that_the_server_says_is_not_there_is_marked(string said, string? because)
    {
        _sink.Recipient = _ => said;
        await _desk.Api.ReplyAsync(_number);

        await IsAsync(DeliveryState.Failed);
        Assert.Equal(because, await _desk.LookAsync(d => d.ContactAddresses.Where(a => a.Address == "anna@kunde.example").Select(a => a.FailedBecause).SingleAsync()));
    }

    [Fact]
    public async Task A_mail_that_is_refused_for_now_for_days_is_given_up()
    {
        _sink.Recipient = _ => "450 4.2.0 Busy";
        await _desk.Api.ReplyAsync(_number);
        await TriedAsync(1);
        await NotedAsync(1);
        _desk.Pass(TimeSpan.FromDays(5));

        await IsAsync(DeliveryState.Failed);
        Assert.Equal(TicketState.Open, (await _desk.Api.TicketAsync(_number)).State);
    }

    [Fact]
    public async Task Of_several_recipients_each_has_its_own_fate()
    {
        _sink.Recipient = address => address switch { "weg@kunde.example" => "550 5.1.1 Gone", "voll@kunde.example" => "452 4.2.2 Full", _ => null };
        await _desk.Api.ReplyAsync(_number, more: new { text = "An alle", cc = new[] { "weg@kunde.example", "voll@kunde.example" } });
        Assert.Equal(["anna@kunde.example"], (await _sink.WaitForAsync("anna@kunde.example")).Recipients);
        await NotedAsync(3);

        _sink.Recipient = _ => null;
        _desk.Pass(TimeSpan.FromMinutes(2));

        Assert.Equal(["voll@kunde.example"], (await _sink.WaitForAsync("voll@kunde.example")).Recipients);
        await NotedAsync(4);
        Assert.Equal((2, 1), (_sink.Mails.Count, _sink.Tries["weg@kunde.example"]));
        Assert.Equal(_sink.Mails.First().Bytes, _sink.Mails.Last().Bytes); // The same mail to the byte, however often it is made.
        Assert.Equal(DeliveryState.Failed, (await _desk.Api.TicketAsync(_number)).Messages[^1].Delivery);
    }

    [Fact]
    public async Task While_the_server_is_away_mail_waits_counts_no_try_and_leaves_by_itself()
    {
        _sink.GoAway();
        await _desk.Api.ReplyAsync(_number);
        await Wait.UntilAsync(async () => (await HealthAsync()).Contains("mail-server-away", StringComparison.Ordinal), "health says the server is away");
        for (var i = 0; i < 5; i++)
        {
            await PutOffAsync();
            _desk.Pass(TimeSpan.FromMinutes(6));
        }
        await PutOffAsync();
        Assert.Equal(DeliveryState.Queued, (await _desk.Api.TicketAsync(_number)).Messages[^1].Delivery);
        Assert.Equal(0, await _desk.LookAsync(database => database.Outbox.SumAsync(item => item.Attempts)));

        _sink.ComeBack();
        _desk.Pass(TimeSpan.FromMinutes(6));

        await _sink.WaitForAsync("anna@kunde.example");
        await IsAsync(DeliveryState.Sent);
        Assert.Single(_sink.Mails);
        Assert.DoesNotContain("mail-server-away", await HealthAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_desk_that_stops_before_the_server_is_there_sends_once_after_its_start()
    {
        _sink.GoAway();
        await _desk.Api.ReplyAsync(_number);
        await _desk.StopAsync();
        _sink.ComeBack();
        await StandStillAsync();

        await _sink.WaitForAsync("anna@kunde.example");
        await IsAsync(DeliveryState.Sent);
        await _desk.RestartAsync();
        _desk.Pass(TimeSpan.FromMinutes(20));
        await LookedAsync();
        Assert.Single(_sink.To("anna@kunde.example"));
    }

    [Fact]
    public async Task A_stop_while_the_server_thinks_neither_loses_nor_doubles_the_mail()
    {
        var (given, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        _sink.BeforeYes = async () =>
        {
            given.TrySetResult();
            await answer.Task;
        };
        await _desk.Api.ReplyAsync(_number);
        await given.Task.WaitAsync(TimeSpan.FromSeconds(20));

        var stopping = _desk.StopAsync();
        await Task.Delay(200);
        answer.SetResult();
        await stopping;
        await StandStillAsync();

        await IsAsync(DeliveryState.Sent);
        // Where the stop came before the server's yes, the same mail may leave again (RFC 1047); then both are the same to the byte.
        Assert.All(_sink.Mails, mail => Assert.Equal(_sink.Mails.First().Bytes, mail.Bytes));
        Assert.InRange(_sink.Mails.Count, 1, 2);
    }

    [Fact]
    public async Task What_a_server_has_taken_and_cannot_be_written_down_for_whatever_reason_does_not_leave_again()
    {
        await _desk.LookAsync(d => d.Database.ExecuteSqlRawAsync(d.Database.IsSqlite()
            ? "CREATE TRIGGER nobody_notes BEFORE UPDATE ON outbox WHEN NEW.step = 1 BEGIN SELECT RAISE(ABORT, 'no'); END"
            : "ALTER TABLE outbox ADD CONSTRAINT nobody_notes CHECK (step <> 1)"));
        await _desk.Api.ReplyAsync(_number);
        await _sink.WaitForAsync("anna@kunde.example");
        for (var i = 0; i < 8; i++)
        {
            await Task.Delay(250, TestContext.Current.CancellationToken);
            _desk.Pass(TimeSpan.FromMinutes(20)); // Longer than any lease.
        }
        await _desk.LookAsync(d => d.Database.ExecuteSqlRawAsync(d.Database.IsSqlite() ? "DROP TRIGGER nobody_notes" : "ALTER TABLE outbox DROP CONSTRAINT nobody_notes"));
        _desk.Pass(TimeSpan.FromMinutes(20));

        await IsAsync(DeliveryState.Sent);
        Assert.Single(_sink.Mails);
    }

    [Fact]
    public async Task A_mail_that_can_never_be_written_down_in_full_neither_leaves_again_nor_holds_up_the_others()
    {
        await _desk.LookAsync(d => d.Database.ExecuteSqlRawAsync(d.Database.IsSqlite()
            ? $"CREATE TRIGGER nobody_notes BEFORE UPDATE ON messages WHEN NEW.delivery = {(int)DeliveryState.Sent} AND NEW.text LIKE 'Die erste%' BEGIN SELECT RAISE(ABORT, 'no'); END"
            : $"""
              CREATE FUNCTION nobody_notes() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''no''; END';
              CREATE TRIGGER nobody_notes BEFORE UPDATE ON messages FOR EACH ROW WHEN (NEW.delivery = {(int)DeliveryState.Sent} AND NEW.text LIKE 'Die erste%') EXECUTE FUNCTION nobody_notes();
              """));
        await _desk.Api.ReplyAsync(_number, "Die erste Antwort.");
        await _sink.WaitForAsync("anna@kunde.example");
        await _desk.Api.ReplyAsync(_number, "Die zweite Antwort.");
        await Wait.UntilAsync(async () =>
        {
            _desk.Pass(TimeSpan.FromSeconds(2));
            return await _desk.LookAsync(d => d.Outbox.CountAsync(o => o.Step == OutboxStep.Sent)) == 2;
        }, "both have left");

        Assert.Equal(2, _sink.Mails.Count);
        await IsAsync(DeliveryState.Sent);
    }

    /// <summary>Starts the stopped desk when what it had claimed is free on a shared database too: after a quarter of an hour. That passes while it stands still:
    /// to a desk that is sending already, a server would seem to think for as long.</summary>
    private Task StandStillAsync()
    {
        _desk.Clock.Advance(TimeSpan.FromMinutes(20));
        return _desk.ServeAgainAsync();
    }

    private int Tries => _sink.Tries.GetValueOrDefault("anna@kunde.example");

    private async Task TriedAsync(int count)
    {
        await Wait.UntilAsync(() => Tries >= count, $"try {count}");
        await NotedAsync(count);
        Assert.Equal(count, Tries);
    }

    /// <summary>The results of so many tries are in the outbox.</summary>
    private Task NotedAsync(int tries) => Wait.UntilAsync(
        async () => await _desk.LookAsync(d => d.Outbox.Where(o => !o.Recipient.StartsWith("kanarie")).SumAsync(o => o.Attempts)) >= tries, $"{tries} tries are noted");

    /// <summary>The worker has been around once more: a mail put in now has left.</summary>
    private async Task LookedAsync()
    {
        var canary = $"kanarie{++_canaries}@kunde.example";
        var recipient = _sink.Recipient;
        _sink.Recipient = address => address == canary ? null : recipient(address);
        await _desk.Api.ReplyAsync((await _desk.PostMailAsync(new CustomerMail { From = canary })).Ticket!.Value);
        await _sink.WaitForAsync(canary);
        _sink.Recipient = recipient;
    }

    /// <summary>The worker has tried the closed server once more and set the next time.</summary>
    private Task PutOffAsync() => Wait.UntilAsync(async () =>
    {
        var now = _desk.Clock.GetUtcNow();
        return await _desk.LookAsync(d => d.Outbox.AllAsync(o => o.NextAt > now && o.LeasedUntil == null));
    }, "the mail is put off");

    private Task IsAsync(DeliveryState state) => Wait.UntilAsync(
        async () => (await _desk.Api.TicketAsync(_number)).Messages[^1].Delivery == state, $"the message is {state}");

    private async Task<string> HealthAsync()
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(_desk.Url, "/health/ready"));
        return await answer.Content.ReadAsStringAsync();
    }
}
