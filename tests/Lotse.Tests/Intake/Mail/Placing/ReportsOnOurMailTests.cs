using System.Net;
using Lotse.Domain.Tickets;
using Lotse.Tests.Desk;
using Lotse.Tests.Replies.Automatic;
using Microsoft.EntityFrameworkCore;
using MimeKit;
using Xunit;

namespace Lotse.Tests.Intake.Mail.Placing;

/// <summary>What comes back about our mail goes to the message it is about, and never opens a ticket.</summary>
public sealed class ReportsOnOurMailTests : IAsyncLifetime
{
    private RunningDesk _desk = null!;
    private long _number;
    private MimeMessage _ours = null!;

    public async ValueTask InitializeAsync()
    {
        _desk = await RunningDesk.StartAsync();
        _number = (await _desk.PostMailAsync(new CustomerMail { MessageId = "first@kunde.example" })).Ticket!.Value;
        await _desk.Api.ReplyAsync(_number);
        _ours = (await _desk.SentAsync("anna@kunde.example"))[0];
        await _desk.QuietAsync();
    }

    public async ValueTask DisposeAsync() => await _desk.DisposeAsync();

    private ReportMail Bounce => new() { OriginalId = _ours.MessageId! };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_bounce_goes_to_its_message_and_brings_the_ticket_back(bool headersOnly)
    {
        var taken = await _desk.Api.PostMailAsync((Bounce with { HeadersOnly = headersOnly }).ToBytes(), RunningDesk.Mailbox);

        Assert.Equal(("recorded", _number), (taken.Outcome, taken.Ticket));
        var ticket = await _desk.Api.TicketAsync(_number);
        Assert.Equal((TicketState.Open, DeliveryState.Bounced), (ticket.State, ticket.Messages[1].Delivery));
        var failed = (await _desk.Api.HistoryAsync(_number)).Single(fact => fact.Kind == "deliveryFailed").Data;
        Assert.Equal(("anna@kunde.example", "userunknown"), (failed.GetProperty("recipient").GetString(), failed.GetProperty("reason").GetString()));
        Assert.Contains("Die Adresse gibt es dort nicht.", await PageAsync(), StringComparison.Ordinal);
        Assert.Empty(await _desk.CheckAsync());
    }

    [Fact]
    public async Task A_bounce_finds_its_message_by_the_reply_address_where_the_id_was_changed_on_the_way()
    {
        await using (var postman = await Postman.ComeAsync(_desk.Lmtp))
        {
            await postman.DeliverAsync((Bounce with { OriginalId = "ses-7@provider.example", From = null }).ToBytes(), "", [_ours.ReplyTo.Mailboxes.Single().Address]);
        }
        await _desk.QuietAsync();

        Assert.Equal(DeliveryState.Bounced, (await _desk.Api.TicketAsync(_number)).Messages[1].Delivery);
        Assert.Single((await _desk.Api.ListAsync()).Items);
    }

    [Fact]
    public async Task A_bounce_finds_its_message_by_the_reply_address_in_the_header_that_it_gives_back()
    {
        var report = Bounce with { OriginalId = "ses-8@provider.example", OriginalReplyTo = _ours.ReplyTo.Mailboxes.Single().Address, HeadersOnly = true };

        var taken = await _desk.Api.PostMailAsync(report.ToBytes(), RunningDesk.Mailbox);

        Assert.Equal(("recorded", _number), (taken.Outcome, taken.Ticket));
        Assert.Equal(DeliveryState.Bounced, (await _desk.Api.TicketAsync(_number)).Messages[1].Delivery);
    }

    [Fact]
    public async Task Who_answers_an_address_that_mail_came_back_from_is_warned_until_a_person_writes_from_it()
    {
        await _desk.Api.PostMailAsync(Bounce.ToBytes(), RunningDesk.Mailbox);
        Assert.Contains("Mail an anna@kunde.example kam zuletzt zurück.", await PageAsync(), StringComparison.Ordinal);
        var contact = await _desk.LookAsync(d => d.Contacts.Select(c => c.Id).SingleAsync());
        Assert.Contains("unzustellbar", await PageAsync($"/contacts/{contact}"), StringComparison.Ordinal);

        await _desk.PostMailAsync(CustomerMail.Answering(_ours.MessageId!, "Abwesend") with { More = ["Auto-Submitted: auto-replied"] });
        Assert.NotNull(await FailedAsync("anna@kunde.example")); // A machine that answers proves nothing.
        await _desk.PostMailAsync(CustomerMail.Answering(_ours.MessageId!, "Frage"));

        Assert.Null(await FailedAsync("anna@kunde.example"));
        Assert.DoesNotContain("kam zuletzt zurück", await PageAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_mailbox_is_no_dead_address()
    {
        await _desk.Api.PostMailAsync((Bounce with { Status = "5.2.2", Said = "552 5.2.2 Mailbox full" }).ToBytes(), RunningDesk.Mailbox);

        Assert.Equal(DeliveryState.Bounced, (await _desk.Api.TicketAsync(_number)).Messages[1].Delivery);
        Assert.Null(await FailedAsync("anna@kunde.example"));
        Assert.Contains("Das Postfach ist voll.", await PageAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_is_not_believed_about_somebody_the_mail_never_went_to()
    {
        await _desk.PostMailAsync(new CustomerMail { From = "bert@kunde.example" });

        await _desk.Api.PostMailAsync((Bounce with { Recipient = "bert@kunde.example" }).ToBytes(), RunningDesk.Mailbox);

        Assert.Null(await FailedAsync("bert@kunde.example"));
    }

    [Fact]
    public async Task A_delay_is_a_note_on_the_message_and_nothing_else()
    {
        var before = await _desk.Api.TicketAsync(_number);

        var taken = await _desk.Api.PostMailAsync((Bounce with { Action = "delayed", Status = "4.4.1", Said = "451 4.4.1 Connection timed out" }).ToBytes(), RunningDesk.Mailbox);

        var ticket = await _desk.Api.TicketAsync(_number);
        Assert.Equal(("recorded", before.State, DeliveryState.Sent), (taken.Outcome, ticket.State, ticket.Messages[1].Delivery));
        Assert.Contains("Verzögert an anna@kunde.example.", await PageAsync(), StringComparison.Ordinal);
        Assert.Null(await FailedAsync("anna@kunde.example"));
    }

    [Theory]
    [InlineData("disposition-notification", "Gelesen, meldet anna@kunde.example.")]
    [InlineData("feedback-report", "Als unerwünscht gemeldet.")]
    public async Task Receipts_and_complaints_stand_at_the_message_they_are_about(string type, string words)
    {
        var taken = await _desk.Api.PostMailAsync((Bounce with { Type = type, From = "anna@kunde.example" }).ToBytes(), RunningDesk.Mailbox);

        var ticket = await _desk.Api.TicketAsync(_number);
        Assert.Equal(("recorded", _number, TicketState.WaitingForCustomer, DeliveryState.Sent), (taken.Outcome, taken.Ticket, ticket.State, ticket.Messages[1].Delivery));
        Assert.Contains(words, await PageAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_complained_gets_no_automatic_mail_from_then_on_and_the_ticket_says_why()
    {
        await _desk.AcknowledgeAsync();
        await _desk.Api.PostMailAsync((Bounce with { Type = "feedback-report", From = "complaints@provider.example" }).ToBytes(), RunningDesk.Mailbox);
        var left = _desk.Outgoing().Count;

        var first = (await _desk.PostMailAsync(new CustomerMail("Noch etwas"))).Ticket!.Value;
        await _desk.Api.PostMailAsync(Bounce.ToBytes(), RunningDesk.Mailbox);
        var second = (await _desk.PostMailAsync(new CustomerMail("Und noch etwas"))).Ticket!.Value;
        var other = (await _desk.PostMailAsync(new CustomerMail("Anderes") { From = "bert@kunde.example" })).Ticket!.Value;

        await _desk.QuietAsync();
        Assert.Equal(("complained", "complained", null), (await _desk.WithheldAsync(first), await _desk.WithheldAsync(second), await _desk.WithheldAsync(other)));
        Assert.Equal(left + 1, _desk.Outgoing().Count);
        Assert.Contains("als unerwünscht gemeldet", await PageAsync($"/tickets/{first}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("delivery-status")]
    [InlineData("disposition-notification")]
    [InlineData("feedback-report")]
    public async Task A_report_that_fits_nothing_is_parked(string type)
    {
        var taken = await _desk.Api.PostMailAsync(new ReportMail { Type = type }.ToBytes(), RunningDesk.Mailbox);

        Assert.Equal(("parked", null, "report-of-nothing"), (taken.Outcome, taken.Ticket, taken.Reason));
        Assert.Single((await _desk.Api.ListAsync()).Items);
        Assert.Contains("die nicht von hier ist", await PageAsync("/parked"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_forged_token_leads_a_report_nowhere()
    {
        var report = new ReportMail { OriginalId = "1.aaaaaaaaaaaaaaaa@hafen.example", OriginalReplyTo = "hilfe+1.aaaaaaaaaaaaaaaa@hafen.example" };

        Assert.Equal("parked", (await _desk.Api.PostMailAsync(report.ToBytes(), RunningDesk.Mailbox)).Outcome);
    }

    [Theory]
    [InlineData("closed")]
    [InlineData("waitingForCustomer")]
    public async Task An_out_of_office_answer_to_ours_is_folded_and_changes_nothing(string state)
    {
        (await _desk.Api.PatchAsync(_number, new { state })).EnsureSuccessStatusCode();
        var before = await _desk.Api.TicketAsync(_number);

        var taken = await _desk.PostMailAsync(CustomerMail.Answering(_ours.MessageId!, "Frage", "Bin im Gebirge.\n") with { More = ["Auto-Submitted: auto-replied (vacation)"] });

        var ticket = await _desk.Api.TicketAsync(_number);
        Assert.Equal(("recorded", before.State, 3), (taken.Outcome, ticket.State, ticket.Messages.Count));
        var page = await PageAsync();
        Assert.Matches("class=\"msg +automatic +\".*<details class=\"fold\" id=\"a-[0-9]+\"><summary>[^<]*</summary><div class=\"words\">Bin im Gebirge", page.ReplaceLineEndings(" "));
        Assert.Contains($"name=\"lastSeen\" value=\"{ticket.Messages[1].Id}\"", page, StringComparison.Ordinal); // Nothing new for who writes an answer.
    }

    [Fact]
    public async Task An_out_of_office_answer_leaves_a_new_ticket_untouched()
    {
        var number = (await _desk.PostMailAsync(new CustomerMail { MessageId = "second@kunde.example" })).Ticket!.Value;

        await _desk.PostMailAsync(CustomerMail.Answering("second@kunde.example", "Abwesend") with { More = ["Auto-Submitted: auto-replied"] });

        Assert.Equal(TicketState.New, (await _desk.Api.TicketAsync(number)).State);
    }

    [Fact]
    public async Task A_notice_that_opens_a_ticket_is_what_it_is_about_and_stands_open()
    {
        _number = (await _desk.PostMailAsync(new CustomerMail("Sensor", "Es brennt im Keller.\n") { More = ["Auto-Submitted: auto-generated"] })).Ticket!.Value;

        var page = await PageAsync();
        Assert.Contains("Es brennt im Keller.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"a-", page, StringComparison.Ordinal);
    }

    private Task<DateTimeOffset?> FailedAsync(string address) =>
        _desk.LookAsync(d => d.ContactAddresses.Where(a => a.Address == address).Select(a => a.FailedAt).SingleAsync());

    private async Task<string> PageAsync(string? path = null)
    {
        using var agent = await _desk.SignedInAsync();
        return WebUtility.HtmlDecode(await (await agent.GetAsync(path ?? $"/tickets/{_number}")).Content.ReadAsStringAsync());
    }
}
