using System.Net;
using Lotse.Domain.Tickets;
using Lotse.Tests.Desk;
using MimeKit;
using Xunit;

namespace Lotse.Tests.Replies;

public sealed class AnsweringACustomerTests
{
    [Fact]
    public async Task The_answer_carries_all_that_brings_the_next_mail_back()
    {
        await using var desk = await RunningDesk.StartAsync();
        var first = await desk.PostMailAsync(new CustomerMail { MessageId = "one@kunde.example" });
        var second = CustomerMail.Answering("one@kunde.example", "Frage zur Lieferung", "Noch etwas.\n") with { MessageId = "two@kunde.example" };
        await desk.PostMailAsync(second);

        var reply = await desk.Api.ReplyAsync(first.Ticket!.Value, more: new { html = "<p>Morgen ist es <b>da</b>.</p>", quote = true });
        var mail = (await desk.SentAsync("anna@kunde.example"))[0];

        Assert.Equal("AW: Frage zur Lieferung", mail.Subject!.Replace($"[#{first.Ticket}] ", "", StringComparison.Ordinal));
        Assert.Contains($"[#{first.Ticket}]", mail.Subject, StringComparison.Ordinal);
        Assert.Equal("two@kunde.example", mail.InReplyTo);
        Assert.Equal(["one@kunde.example", "two@kunde.example"], mail.References);
        Assert.Equal(RunningDesk.Mailbox, mail.From.Mailboxes.Single().Address);
        Assert.Matches(@"^hilfe\+[0-9a-v]+\.[0-9a-v]{16}@hafen\.example$", mail.ReplyTo.Mailboxes.Single().Address);
        Assert.EndsWith("@hafen.example", mail.MessageId, StringComparison.Ordinal);
        Assert.Null(mail.Headers[HeaderId.AutoSubmitted]); // A person wrote it.
        Assert.Contains("Morgen ist es da.", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("> Noch etwas.", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("<b>da</b>", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("<blockquote", mail.HtmlBody, StringComparison.Ordinal);
        await Wait.UntilAsync(async () => (await desk.Api.TicketAsync(first.Ticket.Value)).Messages[^1].Delivery == DeliveryState.Sent, "the ticket says sent");
        var ticket = await desk.Api.TicketAsync(first.Ticket.Value);
        Assert.Equal((TicketState.WaitingForCustomer, reply.Id), (ticket.State, ticket.Messages[^1].Id));
    }

    [Fact]
    public async Task Files_arrive_byte_for_byte_and_copies_go_to_cc()
    {
        await using var sink = new SmtpSink();
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { Sink = sink });
        var number = (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value;
        var bytes = new byte[100_000];
        new Random(7).NextBytes(bytes);
        var script = "<script>alert(1)</script>\r\n"u8.ToArray();

        await desk.Api.ReplyAsync(number, more: new
        {
            text = "Anbei.\n.ein Punkt",
            cc = new[] { "Bert <bert@kunde.example>" },
            attachments = new[] { new { name = "größe.bin", contentType = "application/pdf", content = bytes }, new { name = "../x.html", contentType = "text/html", content = script } },
        });
        var sunk = await sink.WaitForAsync("bert@kunde.example");

        Assert.Equal(["anna@kunde.example", "bert@kunde.example"], sunk.Recipients);
        var mail = sunk.Mime;
        Assert.Equal("bert@kunde.example", mail.Cc.Mailboxes.Single().Address);
        Assert.Contains("\n.ein Punkt", mail.TextBody!.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal(["größe.bin", "x.html"], mail.Attachments.Select(part => part.ContentDisposition?.FileName));
        Assert.Equal(bytes, Content(mail.Attachments.First()));
        Assert.Equal(script, Content(mail.Attachments.Last()));
        Assert.All(sunk.Bytes.Where(b => b > 127), _ => Assert.Fail("Bytes over 127 on the way."));
    }

    [Fact]
    public async Task A_newer_message_stops_an_answer_that_has_not_seen_it()
    {
        await using var desk = await RunningDesk.StartAsync();
        var first = await desk.PostMailAsync(new CustomerMail { MessageId = "one@kunde.example" });
        var newer = await desk.PostMailAsync(CustomerMail.Answering("one@kunde.example", "Frage"));

        using var late = await desk.Api.TryReplyAsync(first.Ticket!.Value, new { text = "Antwort", lastSeen = first.Message });
        using var fresh = await desk.Api.TryReplyAsync(first.Ticket.Value, new { text = "Antwort", lastSeen = newer.Message });

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Created), (late.StatusCode, fresh.StatusCode));
        Assert.Contains("newer-message", await late.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(3, (await desk.Api.TicketAsync(first.Ticket.Value)).Messages.Count);
    }

    [Fact]
    public async Task Of_two_agents_who_answer_at_once_one_is_told()
    {
        await using var desk = await RunningDesk.StartAsync();
        var first = await desk.PostMailAsync(new CustomerMail());

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => desk.Api.TryReplyAsync(first.Ticket!.Value, new { text = "Antwort", lastSeen = first.Message })));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        Assert.Equal(4, answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict));
        await desk.SentAsync("anna@kunde.example");
        Assert.Single(await desk.SentAsync("anna@kunde.example"));
    }

    [Fact]
    public async Task Our_own_mailboxes_are_never_written_to()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.AddMailboxAsync(RunningDesk.Community, "info@hafen.example");
        var number = (await desk.PostMailAsync(new CustomerMail { Cc = "info@hafen.example", More = ["Reply-To: info@hafen.example"] })).Ticket!.Value;

        using var toOurs = await desk.Api.TryReplyAsync(number, new { text = "Antwort", to = new[] { "info@hafen.example" } });
        using var toTagged = await desk.Api.TryReplyAsync(number, new { text = "Antwort", cc = new[] { "Hilfe+x@hafen.example" } });
        await desk.Api.ReplyAsync(number);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity), (toOurs.StatusCode, toTagged.StatusCode));
        var mail = (await desk.SentAsync("anna@kunde.example"))[0];
        Assert.Equal(["anna@kunde.example"], mail.To.Concat(mail.Cc).OfType<MailboxAddress>().Select(address => address.Address));
    }

    [Theory]
    [InlineData("", "anna@kunde.example", "nothing-written")]
    [InlineData("Text", "anna", "address-not-right")]
    [InlineData("Text", "a@b.example\r\nBcc: x@y.example", "address-not-right")]
    public async Task What_cannot_be_sent_is_refused_with_a_reason(string text, string to, string code)
    {
        await using var desk = await RunningDesk.StartAsync();
        var number = (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value;

        using var answer = await desk.Api.TryReplyAsync(number, new { text, to = new[] { to } });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(code, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Single((await desk.Api.TicketAsync(number)).Messages);
    }

    private static byte[] Content(MimeEntity entity)
    {
        using var bytes = new MemoryStream();
        ((MimePart)entity).Content!.DecodeTo(bytes);
        return bytes.ToArray();
    }
}
