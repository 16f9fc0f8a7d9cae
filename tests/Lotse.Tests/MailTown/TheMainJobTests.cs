using Lotse.Domain.Tickets;
using Lotse.Tests.Desk;
using Xunit;

namespace Lotse.Tests.MailTown;

/// <summary>The desk's main job among real neighbours: a mail becomes a ticket, is answered, and the answer to the answer comes back to it.</summary>
[Collection(TownCollection.Name)]
public sealed class TheMainJobTests
{
    private const string Mailbox = "hilfe@lotse.example";
    private readonly Town _town;

    public TheMainJobTests(Town town)
    {
        _town = town;
        town.SkipIfMissing();
    }

    [Fact]
    [Trait("slow", "yes")]
    public async Task A_mail_by_postfix_is_answered_into_dovecot_and_the_answer_lands_in_the_same_ticket()
    {
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { Lmtp = _town.DeskLmtp, Smtp = _town.SmtpUri });
        await desk.AddMailboxAsync(RunningDesk.Community, Mailbox);
        await _town.SendAsync("Gesa <gesa@kunde.example>", Mailbox, "Wo bleibt die Übergabe?", "Guten Tag,\r\nseit Montag warte ich.\r\n");
        await Wait.UntilAsync(async () => (await desk.Api.ListAsync()).Items.Count == 1, "the mail is a ticket");
        var number = (await desk.Api.ListAsync()).Items[0].Number;

        await desk.Api.ReplyAsync(number, more: new { html = "<p>Sie kommt <em>heute</em>.</p>", quote = true });
        var answer = await _town.MailboxOf("gesa@kunde.example").WaitForAsync($"[#{number}]");
        await _town.SendAsync("gesa@kunde.example", answer.ReplyTo.Mailboxes.Single().Address, $"AW: {answer.Subject}", "Danke!", mail =>
        {
            mail.InReplyTo = answer.MessageId;
            mail.References.Add(answer.MessageId!);
        });

        await Wait.UntilAsync(async () => (await desk.Api.TicketAsync(number)).Messages.Count == 3, "the answer to the answer is there");
        var ticket = await desk.Api.TicketAsync(number);
        Assert.Equal((TicketState.Open, "Gesa", "Wo bleibt die Übergabe?"), (ticket.State, ticket.Contact.Name, ticket.Subject));
        Assert.Equal(DeliveryState.Sent, ticket.Messages[1].Delivery);
        Assert.Contains("Sie kommt", answer.TextBody, StringComparison.Ordinal);
        Assert.Equal("Danke!", ticket.Messages[2].Visible.Trim());
        Assert.Single((await desk.Api.ListAsync()).Items);
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    [Trait("slow", "yes")]
    public async Task An_answer_that_postfix_refuses_is_shown_on_the_ticket()
    {
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { Smtp = _town.SmtpUri });
        var number = (await desk.PostMailAsync(new CustomerMail { From = "nobody@kunde.example" })).Ticket!.Value;

        await desk.Api.ReplyAsync(number);

        await Wait.UntilAsync(async () => (await desk.Api.TicketAsync(number)).Messages[^1].Delivery == DeliveryState.Failed, "the failure is shown");
        Assert.Equal(TicketState.Open, (await desk.Api.TicketAsync(number)).State);
    }
}
