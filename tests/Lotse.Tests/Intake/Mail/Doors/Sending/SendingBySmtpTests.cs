using System.Text;
using Lotse.Adapters.MailServer.Sending;
using Lotse.Tests.Desk;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lotse.Tests.Intake.Mail.Doors.Sending;

public class SendingBySmtpTests
{
    private const string Mime = "From: Support <support@lotse.example>\r\nTo: anna@kunde.example\r\nSubject: [#1042] =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n"
        + "Message-ID: <1@lotse.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n.One dot\r\nText\r\n";

    [Theory]
    [InlineData("")]
    [InlineData("250-PIPELINING\r\n")]
    public async Task Hands_the_mail_over_byte_for_byte(string extension)
    {
        await using var server = new ScriptedSmtpServer(_ => null) { Extensions = extension + "250-8BITMIME\r\n250-SIZE 1000000\r\n" };
        await using var sender = Sender(server.Port);
        var result = await SendAsync(sender, "anna@kunde.example", "ben@kunde.example");
        Assert.Null(result.Trouble);
        Assert.Equal([RecipientOutcome.Sent, RecipientOutcome.Sent], result.Recipients.Select(one => one.Outcome));
        Assert.Equal(Mime, Assert.Single(server.Mails));
        Assert.Contains(server.Commands, command => command.StartsWith("MAIL FROM:<b+1@lotse.example>", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_null_sender_is_sent_as_such()
    {
        await using var server = new ScriptedSmtpServer(_ => null);
        await using var sender = Sender(server.Port);
        await using var mime = new MemoryStream(Encoding.UTF8.GetBytes(Mime));
        await sender.SendAsync(mime, "", ["anna@kunde.example"], TestContext.Current.CancellationToken);
        Assert.Contains(server.Commands, command => command.StartsWith("MAIL FROM:<>", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("250-PIPELINING\r\n")]
    public async Task Says_for_each_recipient_what_became_of_it(string extension)
    {
        await using var server = new ScriptedSmtpServer(command =>
            command.Contains("gone", StringComparison.Ordinal) ? "550 5.1.1 No such user"
            : command.Contains("full", StringComparison.Ordinal) ? "452-4.2.2 Mailbox\r\n452 4.2.2 is full"
            : null) { Extensions = extension + "250-ENHANCEDSTATUSCODES\r\n" };
        await using var sender = Sender(server.Port);
        var result = await SendAsync(sender, "anna@kunde.example", "gone@kunde.example", "full@kunde.example", "no address");
        Assert.Null(result.Trouble);
        var by = result.Recipients.ToDictionary(one => one.Address);
        Assert.Equal((RecipientOutcome.Sent, 250), (by["anna@kunde.example"].Outcome, by["anna@kunde.example"].Code));
        Assert.Equal(new RecipientResult("gone@kunde.example", RecipientOutcome.Failed, 550, "5.1.1", "No such user"), by["gone@kunde.example"]);
        Assert.Equal(new RecipientResult("full@kunde.example", RecipientOutcome.TempFailed, 452, "4.2.2", "Mailbox is full"), by["full@kunde.example"]);
        Assert.Equal((RecipientOutcome.Failed, "5.1.3"), (by["no address"].Outcome, by["no address"].Enhanced));
        Assert.Single(server.Mails);
    }

    [Theory]
    [InlineData("")]
    [InlineData("250-PIPELINING\r\n")]
    public async Task Sends_no_text_where_every_recipient_is_refused_and_goes_on_with_the_next_mail(string extension)
    {
        await using var server = new ScriptedSmtpServer(command => command.Contains("gone", StringComparison.Ordinal) ? "550 5.1.1 No such user" : null) { Extensions = extension };
        await using var sender = Sender(server.Port);
        var refused = Assert.Single((await SendAsync(sender, "gone@kunde.example")).Recipients);
        Assert.Equal((RecipientOutcome.Failed, 550, "No such user"), (refused.Outcome, refused.Code, refused.Text));
        Assert.Empty(server.Mails);
        Assert.Equal(RecipientOutcome.Sent, Assert.Single((await SendAsync(sender, "anna@kunde.example")).Recipients).Outcome);
        Assert.Equal(1, server.Connections);
    }

    [Theory]
    [InlineData("MAIL", "451 4.7.1 Come back", RecipientOutcome.TempFailed)]
    [InlineData("MAIL", "552 5.3.4 Too large", RecipientOutcome.Failed)]
    [InlineData("DATA", "554 5.5.1 No", RecipientOutcome.Failed)]
    [InlineData(".", "451 4.3.0 Later", RecipientOutcome.TempFailed)]
    [InlineData(".", "554 5.7.1 Spam", RecipientOutcome.Failed)]
    public async Task A_refusal_of_the_mail_is_one_of_every_recipient(string at, string answer, RecipientOutcome outcome)
    {
        await using var server = new ScriptedSmtpServer(command => command.StartsWith(at, StringComparison.Ordinal) ? answer : null);
        await using var sender = Sender(server.Port);
        var result = await SendAsync(sender, "anna@kunde.example", "ben@kunde.example");
        Assert.Null(result.Trouble);
        Assert.Equal(2, result.Recipients.Count);
        Assert.All(result.Recipients, one => Assert.Equal((outcome, answer), (one.Outcome, $"{one.Code} {one.Enhanced} {one.Text}")));
    }

    [Theory]
    [InlineData("GREETING", "421 4.3.2 Stopping", SendingTrouble.Busy, false)]
    [InlineData("GREETING", "HTTP/1.1 400 Bad Request", SendingTrouble.ConnectionLost, false)]
    [InlineData("GREETING", ScriptedSmtpServer.HangUp, SendingTrouble.ConnectionLost, false)]
    [InlineData("MAIL", "421 4.7.0 Too many mails", SendingTrouble.Busy, false)]
    [InlineData("RCPT", "421 4.7.0 Too many mails", SendingTrouble.Busy, false)]
    [InlineData("MAIL", "530 5.7.0 Sign in first", SendingTrouble.SignIn, false)]
    [InlineData("RCPT", ScriptedSmtpServer.HangUp, SendingTrouble.ConnectionLost, false)]
    [InlineData(".", ScriptedSmtpServer.HangUp, SendingTrouble.ConnectionLost, true)]
    public async Task Trouble_with_the_server_is_not_the_mails_fault(string at, string answer, SendingTrouble trouble, bool mayHaveArrived)
    {
        await using var server = new ScriptedSmtpServer(command => command.StartsWith(at, StringComparison.Ordinal) ? answer : null);
        await using var sender = Sender(server.Port);
        var result = await SendAsync(sender, "anna@kunde.example");
        Assert.Equal((trouble, mayHaveArrived), (result.Trouble, result.MayHaveArrived));
        Assert.Empty(result.Recipients);
    }

    [Fact]
    public async Task A_server_that_is_away_is_said_to_be()
    {
        var port = FreePorts.Take();
        await using var sender = Sender(port);
        Assert.Equal(SendingTrouble.Unreachable, (await SendAsync(sender, "anna@kunde.example")).Trouble);
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_given_up_after_the_time_allowed()
    {
        await using var server = new ScriptedSmtpServer(command => command == "GREETING" ? ScriptedSmtpServer.Silence : null);
        var clock = new FakeTimeProvider();
        await using var sender = new SmtpSender(new SmtpServerOptions("127.0.0.1", server.Port, SmtpTls.Off), clock);
        var sending = SendAsync(sender, "anna@kunde.example");
        await Eventually.Async(() => { clock.Advance(TimeSpan.FromSeconds(10)); return sending.IsCompleted; });
        Assert.Equal(SendingTrouble.TimedOut, (await sending).Trouble);
    }

    [Fact]
    public async Task Many_mails_share_one_connection()
    {
        await using var server = new ScriptedSmtpServer(_ => null);
        await using var sender = Sender(server.Port);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => SendAsync(sender, "anna@kunde.example")));
        Assert.Equal((20, 1), (server.Mails.Count, server.Connections));
        await sender.EndBatchAsync();
        await Eventually.Async(() => server.Commands.Contains("QUIT"));
        await SendAsync(sender, "anna@kunde.example");
        Assert.Equal(2, server.Connections);
    }

    [Fact]
    public async Task A_connection_closed_while_idle_is_replaced_without_a_word()
    {
        var closed = false;
        await using var server = new ScriptedSmtpServer(command =>
        {
            if (closed || !command.StartsWith("MAIL FROM:<second", StringComparison.Ordinal)) return null;
            closed = true;
            return ScriptedSmtpServer.HangUp;
        });
        await using var sender = Sender(server.Port);
        await SendAsync(sender, "anna@kunde.example");
        await using var mime = new MemoryStream(Encoding.UTF8.GetBytes(Mime));
        var result = await sender.SendAsync(mime, "second@lotse.example", ["anna@kunde.example"], TestContext.Current.CancellationToken);
        Assert.Equal(RecipientOutcome.Sent, Assert.Single(result.Recipients).Outcome);
        Assert.Equal((2, 2), (server.Mails.Count, server.Connections));
    }

    [Fact]
    public async Task Signs_in_and_says_when_that_is_refused()
    {
        await using var server = new ScriptedSmtpServer(command =>
            !command.StartsWith("AUTH", StringComparison.Ordinal) ? null
            : command.EndsWith(Convert.ToBase64String("\0desk\0secret"u8), StringComparison.Ordinal) ? "235 2.7.0 Welcome"
            : "535 5.7.8 No") { Extensions = "250-AUTH PLAIN\r\n" };
        await using (var right = new SmtpSender(SmtpServerOptions.Parse($"smtp://desk:secret@127.0.0.1:{server.Port}").Options!, TimeProvider.System))
            Assert.Null((await SendAsync(right, "anna@kunde.example")).Trouble);
        await using var wrong = new SmtpSender(SmtpServerOptions.Parse($"smtp://desk:guess@127.0.0.1:{server.Port}").Options!, TimeProvider.System);
        Assert.Equal(SendingTrouble.SignIn, (await SendAsync(wrong, "anna@kunde.example")).Trouble);
    }

    [Fact]
    public async Task Asks_for_a_fresh_token_once_where_the_last_one_is_refused()
    {
        await using var server = new ScriptedSmtpServer(command =>
            !command.StartsWith("AUTH", StringComparison.Ordinal) ? null
            : command.EndsWith(Convert.ToBase64String("user=desk\u0001auth=Bearer fresh\u0001\u0001"u8), StringComparison.Ordinal) ? "235 2.7.0 Welcome"
            : "535 5.7.3 Expired") { Extensions = "250-AUTH XOAUTH2\r\n" };
        var options = new SmtpServerOptions("127.0.0.1", server.Port, SmtpTls.Off)
        {
            User = "desk", AccessToken = (again, _) => ValueTask.FromResult(again ? "fresh" : "stale"),
        };
        await using var sender = new SmtpSender(options, TimeProvider.System);
        Assert.Null((await SendAsync(sender, "anna@kunde.example")).Trouble);
    }

    [Fact]
    public async Task Sends_nothing_in_clear_text_where_tls_is_required()
    {
        await using var server = new ScriptedSmtpServer(_ => null);
        await using var sender = new SmtpSender(SmtpServerOptions.Parse($"smtp://127.0.0.1:{server.Port}?tls=required").Options!, TimeProvider.System);
        Assert.Equal(SendingTrouble.Tls, (await SendAsync(sender, "anna@kunde.example")).Trouble);
        Assert.DoesNotContain(server.Commands, command => command.StartsWith("MAIL", StringComparison.Ordinal));
    }

    private static SmtpSender Sender(int port) => new(new SmtpServerOptions("127.0.0.1", port, SmtpTls.WhenOffered), TimeProvider.System);

    private static async Task<SendingResult> SendAsync(SmtpSender sender, params string[] recipients)
    {
        await using var mime = new MemoryStream(Encoding.UTF8.GetBytes(Mime));
        return await sender.SendAsync(mime, "b+1@lotse.example", recipients, TestContext.Current.CancellationToken);
    }
}
