using System.Globalization;
using System.Net;
using Lotse.Domain.Tickets;
using Lotse.Tests.Desk;
using Lotse.Tickets.Api;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Tickets.Merging;

public sealed class MergingTicketsTests
{
    [Fact]
    public async Task Makes_one_ticket_of_two_and_two_of_it_again()
    {
        await using var desk = await RunningDesk.StartAsync();
        var first = await OpenAsync(desk, "anna@kunde.example", "Erste Frage");
        var second = await OpenAsync(desk, "ben@kunde.example", "Zweite Frage");
        (await desk.Api.PatchAsync(first, new { state = "resolved" })).EnsureSuccessStatusCode();

        var whole = await MergeAsync(desk, second, first);
        Assert.Equal((first, 2, TicketState.Open), (whole.Number, whole.Messages.Count, whole.State));
        Assert.Equal([second], whole.MergedFrom);
        Assert.Equal(first, (await desk.Api.TicketAsync(second)).Number);
        Assert.Equal([first], (await desk.Api.ListAsync()).Items.Select(t => t.Number));
        Assert.Empty(await desk.VerifyAsync());
        Assert.Empty(await desk.CheckAsync());

        var apart = await UndoAsync(desk, second);
        var rest = await desk.Api.TicketAsync(first);
        Assert.Equal((second, 1, TicketState.New), (apart.Number, apart.Messages.Count, apart.State));
        Assert.Equal((1, TicketState.Resolved), (rest.Messages.Count, rest.State));
        Assert.Empty(rest.MergedFrom);
        Assert.Equal(["anna@kunde.example"], rest.Messages.Select(m => m.From.Address));
        Assert.Equal(["ben@kunde.example"], apart.Messages.Select(m => m.From.Address));
        Assert.Empty(await desk.VerifyAsync());
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    public async Task Everything_that_leads_to_the_old_ticket_leads_to_the_new_one()
    {
        await using var desk = await RunningDesk.StartAsync();
        var first = await OpenAsync(desk, "anna@kunde.example", "Erste Frage");
        var question = new CustomerMail("Zweite Frage") { From = "ben@kunde.example" };
        var second = (await desk.PostMailAsync(question)).Ticket!.Value;
        await desk.Api.ReplyAsync(second, "Wir sehen nach.");
        var sent = (await desk.SentAsync("ben@kunde.example"))[0];
        await MergeAsync(desk, second, first);

        CustomerMail From(string who, string subject = "Noch etwas") => new(subject) { From = who };
        var byMessage = await desk.PostMailAsync(From("eve@fremd.example") with { InReplyTo = sent.MessageId });
        var byAddress = await desk.PostMailAsync(From("eve@fremd.example") with { To = sent.ReplyTo.Mailboxes.Single().Address });
        var byReference = await desk.PostMailAsync(From("ben@kunde.example") with { References = [question.MessageId!] });
        var byNumber = await desk.PostMailAsync(From("ben@kunde.example", $"[#{second}] Nachtrag"));
        var byStranger = await desk.PostMailAsync(From("eva@sonstwo.example", $"[#{second}] Hallo"));

        Assert.All([byMessage, byAddress, byReference, byNumber], taken => Assert.Equal(("continued", first), (taken.Outcome, taken.Ticket!.Value)));
        Assert.Equal("opened", byStranger.Outcome); // Taking part in neither, a number alone lets nobody in.
        Assert.Equal(first, (await desk.Api.TicketAsync(byStranger.Ticket!.Value)).PossibleMatch);
        (await desk.Api.PostAsync($"/tickets/{second}/notes", new { text = "Zur alten Nummer geschrieben." })).EnsureSuccessStatusCode();
        Assert.Equal("Zur alten Nummer geschrieben.", (await desk.Api.TicketAsync(first)).Messages[^1].Text);
        Assert.Empty(await desk.VerifyAsync());
    }

    [Fact]
    public async Task What_came_after_the_merge_stays_when_it_is_undone()
    {
        await using var desk = await RunningDesk.StartAsync();
        var first = await OpenAsync(desk, "anna@kunde.example", "Erste Frage");
        var second = await OpenAsync(desk, "ben@kunde.example", "Zweite Frage");
        await MergeAsync(desk, second, first);
        await desk.PostMailAsync(new CustomerMail($"[#{second}] Nachtrag", "Später\n") { From = "ben@kunde.example" });
        await desk.Api.ReplyAsync(first, more: new { text = "An Anna.", to = new[] { "anna@kunde.example" } });

        await UndoAsync(desk, second);

        var (rest, apart) = (await desk.Api.TicketAsync(first), await desk.Api.TicketAsync(second));
        Assert.Equal(["Guten Tag,\n\nwann kommt mein Paket?", "Später", "An Anna."], rest.Messages.Select(m => m.Text.Trim()));
        Assert.Equal("ben@kunde.example", Assert.Single(apart.Messages).From.Address);
        Assert.Equal(long.Parse(rest.Messages[^1].Id, CultureInfo.InvariantCulture), await desk.LookAsync(d => d.Tickets.Where(t => t.Number == first).Select(t => t.NewestMessageId).SingleAsync()));
        // Ben has written here himself, so he still takes part; in his own ticket he always did.
        Assert.Equal(first, (await desk.PostMailAsync(new CustomerMail($"[#{first}] Mehr") { From = "ben@kunde.example" })).Ticket);
        Assert.Equal(second, (await desk.PostMailAsync(new CustomerMail($"[#{second}] Mehr") { From = "ben@kunde.example" })).Ticket);
        Assert.Empty(await desk.VerifyAsync());
    }

    [Fact]
    public async Task Whoever_came_in_by_the_merge_only_is_out_again()
    {
        await using var desk = await RunningDesk.StartAsync();
        var first = await OpenAsync(desk, "anna@kunde.example", "Erste Frage");
        var second = await OpenAsync(desk, "ben@kunde.example", "Zweite Frage");
        await MergeAsync(desk, second, first);
        await UndoAsync(desk, second);

        var next = await desk.PostMailAsync(new CustomerMail($"[#{first}] Hallo") { From = "ben@kunde.example" });

        Assert.Equal("opened", next.Outcome);
    }

    [Fact]
    public async Task A_chain_leads_to_its_end_and_comes_apart_in_any_order()
    {
        await using var desk = await RunningDesk.StartAsync();
        var (a, b, c) = (await OpenAsync(desk, "anna@kunde.example", "A"), await OpenAsync(desk, "ben@kunde.example", "B"), await OpenAsync(desk, "cem@kunde.example", "C"));
        await MergeAsync(desk, a, b);
        var whole = await MergeAsync(desk, b, c);
        Assert.Equal([a, b], whole.MergedFrom);
        Assert.Equal(3, whole.Messages.Count);
        Assert.Equal(c, (await desk.Api.TicketAsync(a)).Number);
        Assert.Equal(c, (await desk.PostMailAsync(new CustomerMail($"[#{a}] Mehr") { From = "anna@kunde.example" })).Ticket);

        await UndoAsync(desk, a);
        Assert.Equal((1, 3), ((await desk.Api.TicketAsync(a)).Messages.Count, (await desk.Api.TicketAsync(b)).Messages.Count));
        await UndoAsync(desk, b);
        Assert.Equal((1, 1, 2), ((await desk.Api.TicketAsync(a)).Messages.Count, (await desk.Api.TicketAsync(b)).Messages.Count, (await desk.Api.TicketAsync(c)).Messages.Count));
        Assert.Equal("ben@kunde.example", (await desk.Api.TicketAsync(b)).Messages[0].From.Address);
        Assert.Empty(await desk.VerifyAsync());
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    public async Task Refuses_what_makes_no_sense_and_what_walls_forbid()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.AddMailboxAsync("Werft", "post@werft.example");
        var clara = await desk.AddAgentAsync("Clara", RunningDesk.Community);
        var (a, b) = (await OpenAsync(desk, "anna@kunde.example", "A"), await OpenAsync(desk, "ben@kunde.example", "B"));
        var other = (await desk.PostMailAsync(new CustomerMail("Fremd") { To = "post@werft.example" }, "post@werft.example")).Ticket!.Value;
        await MergeAsync(desk, a, b);

        async Task<string> RefusedAsync(ApiClient by, long number, long into)
        {
            using var answer = await by.PostAsync($"/tickets/{number}/merges", new { into });
            return $"{(int)answer.StatusCode} {(await answer.Content.ReadAsStringAsync()).Split("urn:lotse:").Last().Split('"')[0]}".Trim();
        }

        Assert.Equal("422 merge-into-itself", await RefusedAsync(desk.Api, b, b));
        Assert.Equal("422 merge-into-itself", await RefusedAsync(desk.Api, b, a)); // It is part of the same one.
        Assert.Equal("422 merge-other-community", await RefusedAsync(desk.Api, b, other));
        Assert.Equal("422 no-such-ticket", await RefusedAsync(clara, b, other));
        Assert.Equal("404", (await RefusedAsync(clara, other, b))[..3]);
        Assert.Equal("422 merged-already", await RefusedAsync(desk.Api, a, await OpenAsync(desk, "cem@kunde.example", "C")));
        Assert.Equal(HttpStatusCode.OK, await desk.Api.StatusAsync(HttpMethod.Post, $"/tickets/{a}/merges", new { into = b })); // Done already.
        Assert.Equal(HttpStatusCode.NotFound, await clara.StatusAsync(HttpMethod.Post, $"/tickets/{other}/merges/undo"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await clara.StatusAsync(HttpMethod.Post, $"/tickets/{b}/merges/undo"));
    }

    [Fact]
    public async Task Of_two_merges_into_each_other_at_once_one_happens()
    {
        await using var desk = await RunningDesk.StartAsync();
        for (var round = 0; round < 5; round++)
        {
            var (a, b) = (await OpenAsync(desk, "anna@kunde.example", $"A{round}"), await OpenAsync(desk, "ben@kunde.example", $"B{round}"));

            var answers = await Task.WhenAll(desk.Api.PostAsync($"/tickets/{a}/merges", new { into = b }), desk.Api.PostAsync($"/tickets/{b}/merges", new { into = a }));

            Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
            Assert.Equal(2, (await desk.Api.TicketAsync(a)).Messages.Count);
        }
        Assert.Empty(await desk.VerifyAsync());
    }

    [Fact]
    public async Task An_answer_goes_to_the_people_of_the_answered_message_only()
    {
        await using var desk = await RunningDesk.StartAsync();
        var first = await OpenAsync(desk, "anna@kunde.example", "Erste Frage");
        var second = await OpenAsync(desk, "ben@kunde.example", "Zweite Frage");
        await MergeAsync(desk, second, first);

        var answer = await desk.Api.ReplyAsync(first, "An wen geht das?");

        Assert.Equal(["ben@kunde.example"], answer.To.Concat(answer.Cc).Select(name => name.Address));
        Assert.Equal(1, await desk.LookAsync(d => d.Outbox.CountAsync()));
    }

    [Fact]
    public async Task Both_histories_tell_it()
    {
        await using var desk = await RunningDesk.StartAsync();
        var (a, b) = (await OpenAsync(desk, "anna@kunde.example", "A"), await OpenAsync(desk, "ben@kunde.example", "B"));
        await MergeAsync(desk, a, b);
        await UndoAsync(desk, a);

        Assert.Equal(["ticketOpened", "messageReceived", "ticketMerged", "mergeUndone"], (await desk.Api.HistoryAsync(a)).Select(fact => fact.Kind));
        Assert.Equal(["ticketOpened", "messageReceived", "messagesJoined", "messagesLeft"], (await desk.Api.HistoryAsync(b)).Select(fact => fact.Kind));
    }

    private static async Task<long> OpenAsync(RunningDesk desk, string from, string subject) => (await desk.PostMailAsync(new CustomerMail(subject) { From = from })).Ticket!.Value;

    private static async Task<TicketJson> MergeAsync(RunningDesk desk, long number, long into) =>
        await ApiClient.ReadAsync<TicketJson>(await desk.Api.PostAsync($"/tickets/{number}/merges", new { into }));

    private static async Task<TicketJson> UndoAsync(RunningDesk desk, long number) =>
        await ApiClient.ReadAsync<TicketJson>(await desk.Api.PostAsync($"/tickets/{number}/merges/undo", new { }));
}
