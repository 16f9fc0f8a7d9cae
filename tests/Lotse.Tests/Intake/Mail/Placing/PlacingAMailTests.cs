using Lotse.Domain.Tickets;
using Lotse.Tests.Desk;
using Xunit;

namespace Lotse.Tests.Intake.Mail.Placing;

/// <summary>Where a mail belongs, and by what the desk knows it.</summary>
public sealed class PlacingAMailTests
{
    [Fact]
    public async Task A_first_mail_opens_a_ticket_that_carries_everything_of_it()
    {
        await using var desk = await RunningDesk.StartAsync();
        var file = Enumerable.Range(0, 3000).Select(i => (byte)(i * 7)).ToArray();

        var taken = await desk.PostMailAsync(new CustomerMail("Übergröße", "Hallo,\n\nwo ist es?\n") { From = "Anna Ahrens <anna@kunde.example>", File = ("größe.bin", file) });

        Assert.Equal("opened", taken.Outcome);
        var ticket = await desk.Api.TicketAsync(taken.Ticket!.Value);
        var message = Assert.Single(ticket.Messages);
        Assert.Equal(("Übergröße", TicketState.New, "Anna Ahrens", "anna@kunde.example"), (ticket.Subject, ticket.State, ticket.Contact.Name, ticket.Contact.Address));
        Assert.Equal((taken.Message, "Hallo,\n\nwo ist es?"), (message.Id, message.Text.Trim()));
        using var attachment = await desk.Api.GetAsync($"/attachments/{Assert.Single(message.Attachments).Id}");
        Assert.Equal(file, await attachment.Content.ReadAsByteArrayAsync());
        Assert.Equal(["ticketOpened", "messageReceived"], (await desk.Api.HistoryAsync(ticket.Number)).Select(fact => fact.Kind));
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    public async Task An_answer_to_our_mail_continues_the_ticket_even_from_another_address()
    {
        await using var desk = await RunningDesk.StartAsync();
        var (number, ours) = await AnsweredAsync(desk);

        var taken = await desk.PostMailAsync(CustomerMail.Answering(ours.MessageId!, "irgendwas") with { From = "buero@anders.example" });

        Assert.Equal(("continued", number), (taken.Outcome, taken.Ticket));
        Assert.Equal("signedMessageId", await WhyAsync(desk, number));
    }

    [Theory]
    [InlineData("to")]
    [InlineData("cc")]
    [InlineData("delivered-to")]
    [InlineData("envelope")]
    public async Task Our_reply_address_anywhere_leads_to_the_ticket(string place)
    {
        await using var desk = await RunningDesk.StartAsync();
        var (number, ours) = await AnsweredAsync(desk);
        var token = ours.ReplyTo.Mailboxes.Single().Address;
        var mail = new CustomerMail("Ganz anderer Betreff") { From = "anna-privat@kunde.example" };

        var door = place == "envelope" ? token : RunningDesk.Mailbox;
        await desk.DeliverAsync(place switch
        {
            "to" => mail with { To = $"Desk <{token}>" },
            "cc" => mail with { To = "jemand@anders.example", Cc = token.ToUpperInvariant() },
            "delivered-to" => mail with { To = "verteiler@anders.example", More = [$"Delivered-To: {token}"] },
            _ => mail with { To = "verteiler@anders.example" },
        }, door);
        await desk.SettledAsync();

        Assert.Equal(3, (await desk.Api.TicketAsync(number)).Messages.Count);
        Assert.Equal("signedAddress", await WhyAsync(desk, number));
    }

    [Fact]
    public async Task A_participant_who_answers_a_mail_we_know_continues_its_ticket()
    {
        await using var desk = await RunningDesk.StartAsync();
        var first = await desk.PostMailAsync(new CustomerMail { MessageId = "first@kunde.example", Cc = "bert@kunde.example" });

        var answer = CustomerMail.Answering("first@kunde.example", "Frage zur Lieferung") with { From = "bert@kunde.example" };
        var taken = await desk.PostMailAsync(answer);

        Assert.Equal(("continued", first.Ticket), (taken.Outcome, taken.Ticket));
        Assert.Equal("knownMessageId", await WhyAsync(desk, first.Ticket!.Value));
    }

    [Fact]
    public async Task A_participant_who_names_the_number_in_the_subject_continues_the_ticket()
    {
        await using var desk = await RunningDesk.StartAsync();
        var first = await desk.PostMailAsync(new CustomerMail());

        var taken = await desk.PostMailAsync(new CustomerMail($"Nachtrag [#{first.Ticket}]"));

        Assert.Equal(("continued", first.Ticket), (taken.Outcome, taken.Ticket));
        Assert.Equal("subjectNumber", await WhyAsync(desk, first.Ticket!.Value));
    }

    [Fact]
    public async Task Two_answers_to_a_mail_that_never_came_meet_in_one_ticket()
    {
        await using var desk = await RunningDesk.StartAsync();
        var first = await desk.PostMailAsync(CustomerMail.Answering("unseen@kunde.example", "Vorgang"));

        var second = await desk.PostMailAsync(CustomerMail.Answering("unseen@kunde.example", "Vorgang", "Noch etwas.\n"));

        Assert.Equal(("continued", first.Ticket), (second.Outcome, second.Ticket));
    }

    [Fact]
    public async Task The_customer_opens_a_closed_ticket_again()
    {
        await using var desk = await RunningDesk.StartAsync();
        var first = await desk.PostMailAsync(new CustomerMail { MessageId = "first@kunde.example" });
        (await desk.Api.PatchAsync(first.Ticket!.Value, new { state = "closed" })).EnsureSuccessStatusCode();

        var taken = await desk.PostMailAsync(CustomerMail.Answering("first@kunde.example", "Frage zur Lieferung"));

        Assert.Equal(("reopened", first.Ticket), (taken.Outcome, taken.Ticket));
        Assert.Equal(TicketState.Open, (await desk.Api.TicketAsync(first.Ticket.Value)).State);
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    public async Task An_out_of_office_answer_is_kept_and_wakes_nothing()
    {
        await using var desk = await RunningDesk.StartAsync();
        var first = await desk.PostMailAsync(new CustomerMail { MessageId = "first@kunde.example" });
        (await desk.Api.PatchAsync(first.Ticket!.Value, new { state = "closed" })).EnsureSuccessStatusCode();
        var away = CustomerMail.Answering("first@kunde.example", "Abwesend", "Ich bin nicht da.\n") with { More = ["Auto-Submitted: auto-replied"] };

        var taken = await desk.PostMailAsync(away);

        Assert.Equal(("recorded", first.Ticket), (taken.Outcome, taken.Ticket));
        var ticket = await desk.Api.TicketAsync(first.Ticket.Value);
        Assert.Equal((TicketState.Closed, 2), (ticket.State, ticket.Messages.Count));
    }

    private static async Task<(long Number, MimeKit.MimeMessage Ours)> AnsweredAsync(RunningDesk desk)
    {
        var first = await desk.PostMailAsync(new CustomerMail());
        await desk.Api.ReplyAsync(first.Ticket!.Value);
        return (first.Ticket.Value, (await desk.SentAsync("anna@kunde.example"))[0]);
    }

    /// <summary>By what the last message was known to belong here.</summary>
    private static async Task<string?> WhyAsync(RunningDesk desk, long number) =>
        (await desk.Api.HistoryAsync(number)).Last(fact => fact.Kind == "messageReceived").Data.GetProperty("why").GetString();
}
