using System.Net;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Tickets;
using Lotse.Tests.Desk;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Replies.Holding;

/// <summary>An answer that is to leave later leaves then, unless it is taken back or overtaken by the customer.</summary>
public sealed class PlanningAnAnswerTests : IAsyncLifetime
{
    private readonly SmtpSink _sink = new();
    private RunningDesk _desk = null!;
    private long _number;
    private int _others;

    public async ValueTask InitializeAsync()
    {
        _desk = await RunningDesk.StartAsync(new DeskWishes { Sink = _sink, FakeClock = true });
        _number = (await _desk.PostMailAsync(new CustomerMail())).Ticket!.Value;
    }

    public async ValueTask DisposeAsync()
    {
        await _desk.DisposeAsync();
        await _sink.DisposeAsync();
    }

    [Fact]
    public async Task Leaves_at_its_time_and_not_before()
    {
        await PlanAsync(TimeSpan.FromHours(2));
        _desk.Pass(TimeSpan.FromMinutes(119));
        await LookedAsync();
        Assert.Empty(_sink.To("anna@kunde.example"));

        _desk.Pass(TimeSpan.FromMinutes(2));
        await _sink.WaitForAsync("anna@kunde.example");
        await Wait.UntilAsync(async () => !await _desk.LookAsync(d => d.PendingReplies.AnyAsync()), "nothing is pending");
        Assert.Empty(await _desk.CheckAsync());
    }

    [Fact]
    public async Task Is_stopped_and_a_draft_again_where_the_customer_writes_before()
    {
        await PlanAsync(TimeSpan.FromHours(2), "Wir melden uns morgen.");
        await _desk.PostMailAsync(new CustomerMail("Re: Frage") { InReplyTo = await MessageIdAsync(), Text = "Hat sich erledigt." });

        await Wait.UntilAsync(async () => !await _desk.LookAsync(d => d.PendingReplies.AnyAsync()), "the answer is stopped");
        var draft = await _desk.LookAsync(d => d.Drafts.SingleAsync());
        Assert.Equal("Wir melden uns morgen.", draft.Text);
        _desk.Pass(TimeSpan.FromHours(3));
        await LookedAsync();
        Assert.Empty(_sink.To("anna@kunde.example"));
        Assert.DoesNotContain((await _desk.Api.TicketAsync(_number)).Messages, m => m.Kind == MessageKind.Outgoing);
        Assert.Contains(await _desk.Api.HistoryAsync(_number), line => line.Kind == "replyTakenBack" && line.Data.GetProperty("because").GetString() == "customer-wrote");
        Assert.Empty(await _desk.CheckAsync());
    }

    [Fact]
    public async Task Is_stopped_at_its_time_where_nobody_saw_the_customer_write()
    {
        await PlanAsync(TimeSpan.FromHours(2));
        await MeantForLaterAsync(false); // So that the follower of the journal passes it over, as it does while the desk is stopped.
        await _desk.PostMailAsync(new CustomerMail("Re: Frage") { InReplyTo = await MessageIdAsync() });
        await _desk.FindableAsync();
        await MeantForLaterAsync(true);

        _desk.Pass(TimeSpan.FromHours(3));
        await Wait.UntilAsync(async () => !await _desk.LookAsync(d => d.PendingReplies.AnyAsync()), "the answer is stopped");
        Assert.Empty(_sink.To("anna@kunde.example"));
        Assert.Equal(1, await _desk.LookAsync(d => d.Drafts.CountAsync()));
        Assert.Empty(await _desk.CheckAsync());
    }

    [Fact]
    public async Task Taken_back_it_leaves_the_ticket_as_it_was()
    {
        var before = await _desk.Api.TicketAsync(_number);
        var planned = await PlanAsync(TimeSpan.FromHours(2), "Doch nicht.", "carla@dritte.example");
        Assert.Equal(TicketState.WaitingForCustomer, (await _desk.Api.TicketAsync(_number)).State);

        Assert.Equal(HttpStatusCode.NoContent, (await BackAsync(planned)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await BackAsync(planned)).StatusCode); // There is no such message any more.

        var after = await _desk.Api.TicketAsync(_number);
        Assert.Equal((before.State, before.Messages.Count), (after.State, after.Messages.Count));
        Assert.False(await _desk.LookAsync(d => d.Participants.AnyAsync(p => p.Address == "carla@dritte.example")), "Whoever was never written to takes part.");
        Assert.Equal(("Doch nicht.", "anna@kunde.example", "carla@dritte.example"), await _desk.LookAsync(async d => await d.Drafts.Select(x => new { x.Text, x.To, x.Cc }).SingleAsync() is { } x ? (x.Text, x.To, x.Cc) : default));
        _desk.Pass(TimeSpan.FromHours(3));
        await LookedAsync();
        Assert.Empty(_sink.To("anna@kunde.example"));
        Assert.Empty(await _desk.CheckAsync());
    }

    [Fact]
    public async Task Cannot_be_taken_back_once_it_has_left_nor_by_a_stranger()
    {
        await _desk.AddMailboxAsync("Andere", "hilfe@andere.example");
        var stranger = await _desk.AddAgentAsync("Bo", "Andere");
        var planned = await PlanAsync(TimeSpan.FromHours(2));
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync($"/messages/{planned}/recall", new { })).StatusCode);

        _desk.Pass(TimeSpan.FromHours(3));
        await _sink.WaitForAsync("anna@kunde.example");
        await Wait.UntilAsync(async () => !await _desk.LookAsync(d => d.PendingReplies.AnyAsync()), "it is noted as sent");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await BackAsync(planned)).StatusCode);
        Assert.Single((await _desk.Api.TicketAsync(_number)).Messages, m => m.Kind == MessageKind.Outgoing);
    }

    [Fact]
    public async Task Several_taken_back_leave_the_newest_that_is_there()
    {
        var first = await PlanAsync(TimeSpan.FromHours(2), "Die erste.");
        var second = await PlanAsync(TimeSpan.FromHours(3), "Die zweite.");
        await BackAsync(first);
        await BackAsync(second);
        var ticket = await _desk.LookAsync(d => d.Tickets.SingleAsync());
        Assert.Equal((await _desk.Api.TicketAsync(_number)).Messages[0].Id, ticket.NewestMessageId.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Empty(await _desk.CheckAsync());
    }

    [Fact]
    public async Task Taken_back_after_a_merge_it_leaves_nothing_behind_in_either_ticket()
    {
        var other = (await _desk.PostMailAsync(new CustomerMail("Nochmal"))).Ticket!.Value;
        var planned = await PlanAsync(TimeSpan.FromHours(2));
        (await _desk.Api.PostAsync($"/tickets/{_number}/merges", new { into = other })).EnsureSuccessStatusCode();
        Assert.Equal(HttpStatusCode.NoContent, (await BackAsync(planned)).StatusCode);
        Assert.Empty(await _desk.CheckAsync());
        (await _desk.Api.PostAsync($"/tickets/{_number}/merges/undo", new { })).EnsureSuccessStatusCode();
        Assert.Empty(await _desk.CheckAsync());
    }

    [Fact]
    public async Task What_is_typed_for_a_merged_ticket_is_kept_in_the_whole()
    {
        var other = (await _desk.PostMailAsync(new CustomerMail("Nochmal"))).Ticket!.Value;
        (await _desk.Api.PostAsync($"/tickets/{_number}/merges", new { into = other })).EnsureSuccessStatusCode();
        var planned = (await _desk.Api.ReplyAsync(_number, more: new { text = "Später.", sendAt = _desk.Clock.GetUtcNow() + TimeSpan.FromHours(1) })).Id;
        await BackAsync(planned);
        var head = await _desk.LookAsync(d => d.Tickets.Where(t => t.Number == other).Select(t => t.Id).SingleAsync());
        Assert.Equal(head, await _desk.LookAsync(d => d.Drafts.Select(x => x.TicketId).SingleAsync()));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(24 * 400)]
    public async Task A_time_that_makes_no_sense_is_refused(int hours)
    {
        var answer = await _desk.Api.TryReplyAsync(_number, new { text = "Ja", sendAt = _desk.Clock.GetUtcNow().AddHours(hours) });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("send-at-out-of-range", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_that_was_begun_meanwhile_stays_below_it()
    {
        var planned = await PlanAsync(TimeSpan.FromHours(2), "Die Antwort.");
        await _desk.LookAsync(async d =>
        {
            var message = await d.PendingReplies.SingleAsync();
            d.Drafts.Add(new Draft { Id = 5, TicketId = message.TicketId, AgentId = message.AgentId, Text = "Schon die nächste.", Version = 1 });
            return await d.SaveChangesAsync();
        });
        await BackAsync(planned);
        Assert.Equal("Die Antwort.\n\nSchon die nächste.", await _desk.LookAsync(d => d.Drafts.Select(x => x.Text).SingleAsync()));
        Assert.Equal("Schon die nächste.", await _desk.LookAsync(d => d.DraftVersions.Select(x => x.Text).SingleAsync()));
    }

    private async Task<string> PlanAsync(TimeSpan later, string text = "Ja.", string? cc = null) => (await _desk.Api.ReplyAsync(
        _number, more: new { text, cc = cc is null ? null : new[] { cc }, sendAt = _desk.Clock.GetUtcNow() + later })).Id;

    private Task<HttpResponseMessage> BackAsync(string message) => _desk.Api.PostAsync($"/messages/{message}/recall", new { });

    private Task<int> MeantForLaterAsync(bool later) => _desk.LookAsync(d => d.PendingReplies.ExecuteUpdateAsync(set => set.SetProperty(p => p.Later, later)));

    private Task<string> MessageIdAsync() => _desk.LookAsync(d => d.Messages.Where(m => m.Kind == MessageKind.Outgoing).Select(m => m.MailId!).SingleAsync());

    /// <summary>The outbox has looked: an answer that leaves at once is through.</summary>
    private async Task LookedAsync()
    {
        var to = $"k{++_others}@kunde.example";
        await _desk.Api.ReplyAsync((await _desk.PostMailAsync(new CustomerMail("Anderes") { From = to })).Ticket!.Value);
        await _sink.WaitForAsync(to);
    }
}
