using System.Net;
using Lotse.Domain.Tickets;
using Lotse.Tests.Desk;
using MimeKit;
using Xunit;

namespace Lotse.Tests.Replies.Automatic;

/// <summary>Whoever writes for the first time is told that it has come: where it is switched on, once, and never by a machine to a machine.</summary>
public sealed class AcknowledgingRequestsTests
{
    [Fact]
    public async Task Nothing_is_acknowledged_unless_somebody_switched_it_on()
    {
        await using var desk = await RunningDesk.StartAsync();
        var taken = await desk.PostMailAsync(new CustomerMail());

        await desk.QuietAsync();
        Assert.Empty(desk.Outgoing());
        Assert.Equal(["ticketOpened", "messageReceived"], (await desk.Api.HistoryAsync(taken.Ticket!.Value)).Select(fact => fact.Kind));
    }

    [Fact]
    public async Task The_acknowledgement_names_the_ticket_and_says_that_no_person_wrote_it()
    {
        await using var sink = new SmtpSink();
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { Sink = sink });
        await desk.AcknowledgeAsync(german: "Angekommen: {{ subject }}, Nummer {{ number }}.");

        var taken = await desk.PostMailAsync(new CustomerMail("Übergröße & Co") { MessageId = "one@kunde.example", From = "Anna Ahrens <anna@kunde.example>" });
        var sunk = await sink.WaitForAsync("anna@kunde.example");
        var mail = sunk.Mime;

        Assert.Equal("", sunk.Sender); // Nobody hears of it where it does not arrive.
        Assert.Equal(("auto-replied", "All"), (mail.Headers[HeaderId.AutoSubmitted], mail.Headers["X-Auto-Response-Suppress"]));
        Assert.Equal($"[#{taken.Ticket}] Re: Übergröße & Co", mail.Subject);
        Assert.Equal(("one@kunde.example", "one@kunde.example"), (mail.InReplyTo, string.Join(' ', mail.References)));
        Assert.EndsWith("@hafen.example", mail.MessageId, StringComparison.Ordinal);
        Assert.Equal($"Angekommen: Übergröße & Co, Nummer {taken.Ticket}.", mail.TextBody!.Trim());
        await desk.QuietAsync();
        var ticket = await desk.Api.TicketAsync(taken.Ticket!.Value);
        Assert.Equal((TicketState.New, 2), (ticket.State, ticket.Messages.Count));
        Assert.Equal((MessageKind.Outgoing, Domain.Intake.MailKind.AutoReply, null), (ticket.Messages[1].Kind, ticket.Messages[1].MailKind, ticket.Messages[1].Author));
        Assert.Contains("acknowledged", (await desk.Api.HistoryAsync(ticket.Number)).Select(fact => fact.Kind));
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    public async Task An_english_mail_is_acknowledged_in_english_and_an_answer_to_it_comes_back_to_the_ticket()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.AcknowledgeAsync();
        var taken = await desk.PostMailAsync(new CustomerMail("Where is my parcel", "Hello,\n\nI would like to know when the parcel that I have ordered from you will be delivered to my house.\n"));

        var ours = (await desk.SentAsync("anna@kunde.example"))[0];
        Assert.Contains("received your request “Where is my parcel”", ours.TextBody, StringComparison.Ordinal);
        var answer = await desk.PostMailAsync(CustomerMail.Answering(ours.MessageId!, "Where is my parcel"));

        Assert.Equal(("continued", taken.Ticket), (answer.Outcome, answer.Ticket));
        await desk.QuietAsync();
        Assert.Single(desk.Outgoing()); // One for each ticket.
    }

    [Theory]
    [InlineData("Auto-Submitted: auto-generated", "autoSubmitted")]
    [InlineData("Precedence: bulk", "precedence")]
    [InlineData("List-Id: <users.kunde.example>", "list")]
    [InlineData("X-Auto-Response-Suppress: All", "responseSuppress")]
    [InlineData("X-Loop: yes", "loop")]
    [InlineData("Return-Path: <>", "nullSender")]
    public async Task What_asks_for_silence_gets_it_and_the_ticket_says_so(string header, string why)
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.AcknowledgeAsync();

        var taken = await desk.PostMailAsync(new CustomerMail { More = [header] });

        Assert.Equal(("opened", why), (taken.Outcome, await desk.WithheldAsync(taken.Ticket!.Value)));
        await desk.QuietAsync();
        Assert.Empty(desk.Outgoing());
    }

    [Fact]
    public async Task Neither_a_null_sender_nor_one_of_our_own_mailboxes_is_acknowledged()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.AddMailboxAsync("Turm", "hilfe@turm.example");
        await desk.AcknowledgeAsync();
        await using (var postman = await Postman.ComeAsync(desk.Lmtp)) await postman.DeliverAsync(new CustomerMail("Ohne Absender").ToBytes(), "", [RunningDesk.Mailbox]);
        await desk.DeliverAsync(new CustomerMail("Von uns") { From = "hilfe+x@turm.example" });
        await desk.QuietAsync();

        Assert.Empty(desk.Outgoing());
        var tickets = (await desk.Api.ListAsync()).Items.ToDictionary(item => item.Subject, item => item.Number);
        Assert.Equal(("nullSender", "ownAddress"), (await desk.WithheldAsync(tickets["Ohne Absender"]), await desk.WithheldAsync(tickets["Von uns"])));
    }

    [Fact]
    public async Task A_storm_from_one_address_is_acknowledged_a_few_times_a_day()
    {
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { FakeClock = true });
        await desk.AcknowledgeAsync();
        var numbers = new List<long>();
        string[] subjects = ["Eins", "Zwei", "Drei", "Vier", "Fünf", "Sechs", "Sieben"];
        foreach (var subject in subjects) numbers.Add((await desk.PostMailAsync(new CustomerMail(subject))).Ticket!.Value);

        await desk.QuietAsync();
        Assert.Equal(5, desk.Outgoing().Count);
        Assert.Equal([null, null, null, null, null, "addressCap", "addressCap"], await WhyAsync(desk, numbers));
        Assert.Null(await desk.WithheldAsync((await desk.PostMailAsync(new CustomerMail { From = "bert@kunde.example" })).Ticket!.Value));

        desk.Pass(TimeSpan.FromHours(25));
        Assert.Null(await desk.WithheldAsync((await desk.PostMailAsync(new CustomerMail("Morgen"))).Ticket!.Value));
    }

    [Fact]
    public async Task The_same_subject_is_acknowledged_twice_and_no_more()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.AcknowledgeAsync();
        var numbers = new List<long>();
        for (var i = 0; i < 4; i++) numbers.Add((await desk.PostMailAsync(new CustomerMail($"Alarm {i}"))).Ticket!.Value);

        Assert.Equal([null, null, "subjectCap", "subjectCap"], await WhyAsync(desk, numbers));
    }

    [Fact]
    public async Task Many_that_come_in_the_same_moment_stay_within_the_caps_together()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.AcknowledgeAsync();

        var taken = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => desk.PostMailAsync(new CustomerMail())));

        await desk.QuietAsync();
        Assert.All(taken, one => Assert.Equal("opened", one.Outcome));
        Assert.Equal(2, desk.Outgoing().Count);
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    public async Task The_caps_are_set_on_the_page_and_hold_for_the_whole_desk()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.AcknowledgeAsync();
        using var admin = await desk.SignedInAsync();
        var wrong = await admin.PostAsync("/acknowledgements/caps", ("toAddress", "-1"), ("ofSubject", "2"), ("ofDesk", "viele"));
        var right = await admin.PostAsync("/acknowledgements/caps", ("toAddress", "9"), ("ofSubject", "9"), ("ofDesk", "2"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.SeeOther), (wrong.StatusCode, right.StatusCode));

        var numbers = new List<long>();
        for (var i = 0; i < 3; i++) numbers.Add((await desk.PostMailAsync(new CustomerMail { From = $"kunde{i}@kunde.example" })).Ticket!.Value);

        Assert.Equal([null, null, "deskCap"], await WhyAsync(desk, numbers));
    }

    [Fact]
    public async Task What_does_not_arrive_leaves_the_ticket_as_it_is()
    {
        await using var sink = new SmtpSink { Recipient = _ => "550 5.1.1 No such user" };
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { Sink = sink });
        await desk.AcknowledgeAsync();
        var taken = await desk.PostMailAsync(new CustomerMail());
        (await desk.Api.PatchAsync(taken.Ticket!.Value, new { state = "closed" })).EnsureSuccessStatusCode();

        await desk.QuietAsync();
        var ticket = await desk.Api.TicketAsync(taken.Ticket.Value);
        Assert.Equal((TicketState.Closed, DeliveryState.Failed), (ticket.State, ticket.Messages[1].Delivery));
    }

    [Fact]
    public async Task Only_admins_see_the_page_and_a_text_with_unknown_variables_comes_back()
    {
        await using var desk = await RunningDesk.StartAsync();
        using var admin = await desk.SignedInAsync();
        var community = await desk.LookAsync(d => Task.FromResult(d.Communities.Select(c => c.Id).Single()));

        var refused = await admin.PostAsync($"/acknowledgements/{community}", ("on", "1"), ("german", "Hallo {{ name }}"), ("english", ""));
        using var stranger = new Staff.Visitor(desk.Url);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("Hallo {{ name }}", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.NotEqual(HttpStatusCode.OK, (await stranger.GetAsync("/acknowledgements")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.PostAsync("/acknowledgements/12345", ("on", "1"))).StatusCode);
    }

    private static async Task<IReadOnlyList<string?>> WhyAsync(RunningDesk desk, List<long> numbers)
    {
        var why = new List<string?>();
        foreach (var number in numbers) why.Add(await desk.WithheldAsync(number));
        return why;
    }
}
