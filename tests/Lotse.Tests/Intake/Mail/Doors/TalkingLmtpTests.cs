using Lotse.Adapters.MailServer.Door;
using Xunit;

namespace Lotse.Tests.Intake.Mail.Doors;

public class TalkingLmtpTests
{
    [Fact]
    public async Task Greets_and_says_what_it_can()
    {
        await using var door = await LiveDoor.OpenAsync();
        await using var client = await door.LmtpAsync();
        Assert.StartsWith("220 localhost LMTP", await client.ReplyAsync(), StringComparison.Ordinal);
        var hello = await client.SayAsync("lhlo relay.example");
        Assert.Equal("250-localhost\n250-PIPELINING\n250-SIZE 41943040\n250-8BITMIME\n250-SMTPUTF8\n250 ENHANCEDSTATUSCODES", hello);
    }

    [Fact]
    public async Task Hands_over_the_mail_with_its_envelope_and_answers_once_for_each_recipient()
    {
        await using var door = await LiveDoor.OpenAsync();
        await using var client = await door.LmtpAsync();
        await client.BeginMailAsync(from: "anna@kunde.example", to: ["support@lotse.example", "support+abc.DEF@lotse.example"]);
        Assert.StartsWith("550 5.1.1", await client.SayAsync("RCPT TO:<nobody@lotse.example>"), StringComparison.Ordinal);
        Assert.StartsWith("250 2.6.0", await client.DataAsync("Subject: Hallo\r\n\r\nText\r\n.\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("250 2.6.0", await client.ReplyAsync(), StringComparison.Ordinal);
        Assert.StartsWith("250 2.0.0", await client.SayAsync("NOOP"), StringComparison.Ordinal);

        var mail = Assert.Single(door.Mails);
        Assert.Equal("Subject: Hallo\r\n\r\nText\r\n", mail.Text);
        Assert.Equal("lmtp", mail.Envelope.Door);
        Assert.Equal("anna@kunde.example", mail.Envelope.Sender);
        Assert.Equal(["support@lotse.example", "support+abc.DEF@lotse.example"], mail.Envelope.Recipients);
        Assert.Equal(door.Clock.GetUtcNow(), mail.Envelope.ReceivedAt);
    }

    [Fact]
    public async Task Takes_several_mails_on_one_connection()
    {
        await using var door = await LiveDoor.OpenAsync();
        await using var client = await door.LmtpAsync();
        await client.BeginMailAsync();
        await client.DataAsync("one\r\n.\r\n");
        await client.SayAsync("MAIL FROM:<>");
        await client.SayAsync("RCPT TO:<sales@lotse.example>");
        await client.DataAsync("two\r\n.\r\n");
        Assert.StartsWith("221", await client.SayAsync("QUIT"), StringComparison.Ordinal);
        Assert.Equal("", await client.ReplyAsync());
        Assert.Equal(["one\r\n", "two\r\n"], door.Mails.Select(mail => mail.Text));
        Assert.Equal(["anna@kunde.example", ""], door.Mails.Select(mail => mail.Envelope.Sender));
    }

    [Fact]
    public async Task Answers_pipelined_commands_in_order()
    {
        await using var door = await LiveDoor.OpenAsync();
        await using var client = await door.LmtpAsync();
        await client.SendAsync("LHLO a\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<nobody@lotse.example>\r\nRCPT TO:<x@lotse.example>\r\nDATA\r\n");
        var replies = await client.RepliesAsync(6);
        Assert.Equal(["220", "250", "250", "550", "250", "354"], replies.Select(reply => reply[..3]));
        await client.SendAsync("Text\r\n.\r\nMAIL FROM:<c@d.example>\r\nRSET\r\nVRFY x\r\nQUIT\r\n");
        Assert.Equal(["250", "250", "250", "252", "221"], (await client.RepliesAsync(5)).Select(reply => reply[..3]));
    }

    [Theory]
    [InlineData("MAIL FROM:<a@b.example>", "503")]
    [InlineData("LHLO x|RCPT TO:<x@lotse.example>", "503")]
    [InlineData("LHLO x|DATA", "503")]
    [InlineData("LHLO x|MAIL FROM:<a@b.example>|DATA", "503")]
    [InlineData("LHLO x|MAIL FROM:<a@b.example>|MAIL FROM:<a@b.example>", "503")]
    [InlineData("LHLO x|MAIL FROM:<a@b.example>|RCPT TO:<x@lotse.example>|RSET|DATA", "503")]
    [InlineData("LHLO x|MAIL FROM:<a@b.example>|RCPT TO:<nobody@lotse.example>|DATA", "503")]
    [InlineData("LHLO x|MAIL FROM:<a@b.example>|LHLO x|RCPT TO:<x@lotse.example>", "503")]
    [InlineData("EHLO x", "500")]
    [InlineData("LHLO", "501")]
    [InlineData("LHLO x|MAIL a@b.example", "501")]
    [InlineData("LHLO x|MAIL FROM:<a@b.example", "501")]
    [InlineData("LHLO x|MAIL FROM:<a@b.example>|RCPT TO:<>", "501")]
    [InlineData("LHLO x|MAIL FROM:<a@b.example> COLOUR=blue", "555")]
    [InlineData("LHLO x|MAIL FROM:<a@b.example> SIZE=41943041", "552")]
    [InlineData("LHLO x|MAIL FROM:<a@b.example> SIZE=many", "501")]
    [InlineData("LHLO x|MAIL FROM:<a@b.example> SIZE=41943040 BODY=8BITMIME SMTPUTF8", "250")]
    [InlineData("LHLO x|MAIL FROM: a@b.example", "250")]
    [InlineData("LHLO x|MAIL FROM:<\"a>b\"@b.example>|RCPT TO:<@relay.example:x@lotse.example>", "250")]
    [InlineData("STARTTLS", "502")]
    [InlineData("EXPN all", "502")]
    [InlineData("TEAPOT", "500")]
    public async Task Answers_each_command_by_its_place(string commands, string code)
    {
        await using var door = await LiveDoor.OpenAsync();
        await using var client = await door.LmtpAsync();
        await client.ReplyAsync();
        var last = "";
        foreach (var command in commands.Split('|')) last = await client.SayAsync(command);
        Assert.StartsWith(code, last, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_come_back_later_while_the_store_cannot_write_and_takes_the_mail_afterwards()
    {
        await using var door = await LiveDoor.OpenAsync();
        door.Store = () => TakeOverAnswer.StoreUnavailable;
        await using var client = await door.LmtpAsync();
        await client.BeginMailAsync(to: ["a@lotse.example", "b@lotse.example"]);
        Assert.StartsWith("451 4.3.0", await client.DataAsync("one\r\n.\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("451 4.3.0", await client.ReplyAsync(), StringComparison.Ordinal);

        door.Store = () => TakeOverAnswer.Durable;
        await client.SayAsync("MAIL FROM:<a@b.example>");
        await client.SayAsync("RCPT TO:<a@lotse.example>");
        Assert.StartsWith("250", await client.DataAsync("one\r\n.\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unexpected_failure_behind_the_door_is_a_try_again_and_the_connection_goes_on()
    {
        await using var door = await LiveDoor.OpenAsync();
        door.Store = () => throw new InvalidOperationException("broken");
        await using var client = await door.LmtpAsync();
        await client.BeginMailAsync();
        Assert.StartsWith("451 4.3.0", await client.DataAsync("one\r\n.\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("250", await client.SayAsync("NOOP"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_nobody_for_good_while_it_cannot_look_addresses_up()
    {
        await using var door = await LiveDoor.OpenAsync();
        door.DirectoryAnswer = RecipientAnswer.StoreUnavailable;
        await using var client = await door.LmtpAsync();
        await client.ReplyAsync();
        await client.SayAsync("LHLO x");
        await client.SayAsync("MAIL FROM:<a@b.example>");
        Assert.StartsWith("451 4.3.0", await client.SayAsync("RCPT TO:<a@lotse.example>"), StringComparison.Ordinal);
    }
}
