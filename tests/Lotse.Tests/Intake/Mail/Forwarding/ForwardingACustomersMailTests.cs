using System.Text;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Communities;
using Lotse.Domain.Tickets;
using Lotse.Tests.Desk;
using Lotse.Tests.Replies.Automatic;
using Microsoft.EntityFrameworkCore;
using MimeKit;
using Xunit;

namespace Lotse.Tests.Intake.Mail.Forwarding;

/// <summary>Somebody of ours forwards a customer's mail to the desk. What it opens is the customer's, says that nobody has proven it, and is always new.</summary>
public sealed class ForwardingACustomersMailTests
{
    private const string Agent = $"Ada <{RunningDesk.Admin}>";

    private const string Inside = "Bitte kümmern.\n\n-- \nAda\n\n________________________________\nVon: Anna Kunde <anna@kunde.example>\nGesendet: Montag, 2. Februar 2026 08:30\nAn: ada@desk.example\n"
        + "Betreff: Rechnung doppelt\n\nGuten Tag,\n\nsie kam zweimal.\n";

    [Fact]
    public async Task Opens_a_ticket_of_the_original_sender_with_the_original_date_and_subject_and_the_agents_words_as_a_note()
    {
        await using var desk = await RunningDesk.StartAsync();
        var taken = await desk.PostMailAsync(new CustomerMail("WG: Rechnung doppelt", Inside) { From = Agent });

        var ticket = await desk.Api.TicketAsync(taken.Ticket!.Value);
        Assert.Equal(("opened", "Rechnung doppelt", "anna@kunde.example", "Anna Kunde"), (taken.Outcome, ticket.Subject, ticket.Contact.Address, ticket.Contact.Name));
        Assert.Equal(new DateTimeOffset(2026, 2, 2, 8, 30, 0, TimeSpan.Zero), ticket.CreatedAt);
        Assert.Equal([(MessageKind.Incoming, "anna@kunde.example", "Guten Tag,\n\nsie kam zweimal."), (MessageKind.Note, RunningDesk.Admin, "Bitte kümmern.")],
            ticket.Messages.Select(m => (m.Kind, m.From.Address, m.Text.Trim())));
        Assert.Null(ticket.Messages[1].Author); // From is a claim: nobody has signed in to write it.
        Assert.Equal(["ticketOpened", "mailForwarded", "messageReceived", "noteWritten"], (await desk.Api.HistoryAsync(ticket.Number)).Select(fact => fact.Kind));
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    public async Task An_answer_goes_to_the_original_sender_alone_whatever_else_the_forwarding_mail_names()
    {
        await using var desk = await RunningDesk.StartAsync();
        var mail = new CustomerMail("WG: Rechnung doppelt", Inside) { From = Agent, Cc = "spy@elsewhere.example", More = ["Reply-To: spy@elsewhere.example"], To = $"{RunningDesk.Mailbox}, other@elsewhere.example" };
        var number = (await desk.PostMailAsync(mail)).Ticket!.Value;

        await desk.Api.ReplyAsync(number);

        var sent = Assert.Single(await desk.SentAsync("anna@kunde.example"));
        Assert.Equal(["anna@kunde.example"], sent.GetRecipients().Select(to => to.Address));
        Assert.Equal(["anna@kunde.example"], await desk.LookAsync(d => d.Participants.Select(p => p.Address).ToListAsync()));
    }

    [Fact]
    public async Task Never_gets_into_a_ticket_that_is_there_already()
    {
        await using var desk = await RunningDesk.StartAsync();
        var first = await desk.PostMailAsync(new CustomerMail("Rechnung doppelt") { MessageId = "first@kunde.example" });
        await desk.Api.ReplyAsync(first.Ticket!.Value);
        var ours = (await desk.SentAsync("anna@kunde.example"))[0].MessageId!;

        // A stranger who knows our Message-ID, and the ticket's number, and writes an agent's name into From.
        var forged = new CustomerMail($"WG: [#{first.Ticket}] Rechnung doppelt", Inside) { From = Agent, InReplyTo = ours, References = ["first@kunde.example", ours] };
        var taken = await desk.PostMailAsync(forged);
        var again = await desk.PostMailAsync(forged with { MessageId = "again@desk.example", References = ["first@kunde.example", ours, forged.MessageId!] });

        Assert.Equal(("opened", "opened"), (taken.Outcome, again.Outcome));
        Assert.Equal(3, new[] { first.Ticket, taken.Ticket, again.Ticket }.Distinct().Count());
        Assert.Equal(2, (await desk.Api.TicketAsync(first.Ticket!.Value)).Messages.Count);
        Assert.NotNull(await desk.LookAsync(d => d.Tickets.Where(t => t.Number == taken.Ticket).Select(t => t.PossibleMatchId).SingleAsync()));
    }

    [Fact]
    public async Task An_attached_mail_is_taken_out_with_its_files()
    {
        await using var desk = await RunningDesk.StartAsync();
        var inner = new MimeMessage([MailboxAddress.Parse("Anna Kunde <anna@kunde.example>")], [MailboxAddress.Parse(RunningDesk.Admin)], "Foto",
            new Multipart("mixed") { new TextPart("plain") { Text = "Hier ist es." }, new MimePart("image", "png") { Content = new MimeContent(new MemoryStream([1, 2, 3])), FileName = "foto.png", ContentDisposition = new("attachment") } })
        { MessageId = "inner@kunde.example", Date = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero) };
        var outer = new MimeMessage([MailboxAddress.Parse(Agent)], [MailboxAddress.Parse(RunningDesk.Mailbox)], "WG: Foto",
            new Multipart("mixed") { new TextPart("plain") { Text = "Siehe Anhang." }, new MessagePart("rfc822", inner) });
        using var bytes = new MemoryStream();
        await outer.WriteToAsync(bytes, TestContext.Current.CancellationToken);

        var number = (await desk.Api.PostMailAsync(bytes.ToArray(), RunningDesk.Mailbox)).Ticket!.Value;

        var ticket = await desk.Api.TicketAsync(number);
        Assert.Equal(("Foto", "anna@kunde.example", inner.Date), (ticket.Subject, ticket.Contact.Address, ticket.CreatedAt));
        Assert.Equal(["Hier ist es.", "Siehe Anhang."], ticket.Messages.Select(m => m.Text.Trim()));
        var photo = ticket.Messages[0].Attachments.Single(file => file.Name == "foto.png");
        Assert.Equal([1, 2, 3], await (await desk.Api.GetAsync($"/attachments/{photo.Id}")).Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        var answered = await desk.PostMailAsync(CustomerMail.Answering("inner@kunde.example", "Foto"));
        Assert.Equal(number, answered.Ticket); // The customer goes on in their own thread.
    }

    [Fact]
    public async Task What_a_customer_forwards_is_a_mail_of_the_customer()
    {
        await using var desk = await RunningDesk.StartAsync();
        var taken = await desk.PostMailAsync(new CustomerMail("WG: Rechnung doppelt", Inside) { From = "berta@kunde.example" });
        Assert.Equal("berta@kunde.example", (await desk.Api.TicketAsync(taken.Ticket!.Value)).Contact.Address);
    }

    [Fact]
    public async Task An_agent_who_does_not_work_for_the_community_forwards_as_anybody_does()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.AddMailboxAsync("Werft", "hilfe@werft.example");
        await desk.AddAgentAsync("Bo", "Werft");
        var mail = new CustomerMail("WG: Rechnung doppelt", Inside) { From = "bo@desk.example" };

        Assert.Equal("bo@desk.example", await ContactAsync(desk, mail, RunningDesk.Mailbox));
        Assert.Equal("anna@kunde.example", await ContactAsync(desk, mail, "hilfe@werft.example"));
    }

    [Theory]
    [InlineData(ForwardsFrom.Nobody, RunningDesk.Admin, RunningDesk.Admin)]
    [InlineData(ForwardsFrom.Agents, "empfang@hafen.example", "empfang@hafen.example")]
    [InlineData(ForwardsFrom.OwnDomains, "empfang@hafen.example", "anna@kunde.example")]
    public async Task Each_community_says_whose_forwarded_mails_are_its_customers_mails(ForwardsFrom from, string by, string contact)
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.LookAsync(d => d.Communities.ExecuteUpdateAsync(set => set.SetProperty(c => c.Forwards, from)));
        Assert.Equal(contact, await ContactAsync(desk, new CustomerMail("WG: Rechnung doppelt", Inside) { From = by }, RunningDesk.Mailbox));
    }

    [Theory]
    [InlineData("mx.desk.example; dmarc=fail header.from=desk.example", RunningDesk.Admin, "forwardNotBelieved")]
    [InlineData("mx.desk.example; dmarc=pass header.from=desk.example", "anna@kunde.example", "mailForwarded")]
    [InlineData("mx.elsewhere.example; dmarc=fail header.from=desk.example", "anna@kunde.example", "mailForwarded")]
    public async Task Where_a_mail_server_of_ours_says_that_it_is_not_from_there_it_is_not_done(string results, string contact, string fact)
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.LookAsync(async d =>
        {
            d.Settings.Add(new Setting { Name = Setting.TrustedReceivers, Value = "mx.desk.example" });
            return await d.SaveChangesAsync();
        });
        var taken = await desk.PostMailAsync(new CustomerMail("WG: Rechnung doppelt", Inside) { From = Agent, More = [$"Authentication-Results: {results}"] });

        Assert.Equal(contact, (await desk.Api.TicketAsync(taken.Ticket!.Value)).Contact.Address);
        Assert.Contains(fact, (await desk.Api.HistoryAsync(taken.Ticket.Value)).Select(one => one.Kind));
    }

    [Fact]
    public async Task Nobody_is_told_by_machine_that_it_has_come()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.AcknowledgeAsync();
        var taken = await desk.PostMailAsync(new CustomerMail("WG: Rechnung doppelt", Inside) { From = Agent });

        await desk.QuietAsync();
        Assert.Empty(desk.Outgoing());
        Assert.Contains("acknowledgementWithheld", (await desk.Api.HistoryAsync(taken.Ticket!.Value)).Select(one => one.Kind));
    }

    [Fact]
    public async Task The_same_forwarded_mail_opens_one_ticket_however_often_it_comes()
    {
        await using var desk = await RunningDesk.StartAsync();
        var mail = new CustomerMail("WG: Rechnung doppelt", Inside) { From = Agent };
        var first = await desk.PostMailAsync(mail);
        Assert.Equal(("duplicate", first.Ticket), (await desk.PostMailAsync(mail)) is var second ? (second.Outcome, second.Ticket) : default);
    }

    private static async Task<string?> ContactAsync(RunningDesk desk, CustomerMail mail, string mailbox) =>
        (await desk.Api.TicketAsync((await desk.PostMailAsync(mail with { To = mailbox }, mailbox)).Ticket!.Value)).Contact.Address;
}
