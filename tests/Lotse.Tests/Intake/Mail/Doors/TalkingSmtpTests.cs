using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Xunit;

namespace Lotse.Tests.Intake.Mail.Doors;

public class TalkingSmtpTests
{
    [Fact]
    public async Task Takes_a_mail_and_answers_once_for_all_recipients()
    {
        await using var door = await LiveDoor.OpenAsync();
        await using var client = await door.SmtpAsync();
        await client.BeginMailAsync("EHLO", "anna@kunde.example", "a@lotse.example", "b@lotse.example");
        Assert.StartsWith("250 2.6.0", await client.DataAsync("Text\r\n.\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("221", await client.SayAsync("QUIT"), StringComparison.Ordinal);
        Assert.Equal("smtp", Assert.Single(door.Mails).Envelope.Door);
    }

    [Fact]
    public async Task Understands_the_old_hello_and_refuses_that_of_lmtp()
    {
        await using var door = await LiveDoor.OpenAsync();
        await using var client = await door.SmtpAsync();
        Assert.StartsWith("220 localhost ESMTP", await client.ReplyAsync(), StringComparison.Ordinal);
        Assert.StartsWith("500", await client.SayAsync("LHLO x"), StringComparison.Ordinal);
        Assert.Equal("250 localhost", await client.SayAsync("HELO x"));
        Assert.StartsWith("250", await client.SayAsync("MAIL FROM:<a@b.example>"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_addresses_in_any_script()
    {
        await using var door = await LiveDoor.OpenAsync();
        await using var client = await door.SmtpAsync();
        await client.ReplyAsync();
        await client.SayAsync("EHLO x");
        await client.SendAsync("MAIL FROM:<jürgen@bücher.example> SMTPUTF8\r\nRCPT TO:<x@lotse.example>\r\n"u8.ToArray());
        await client.RepliesAsync(2);
        await client.DataAsync("Text\r\n.\r\n");
        Assert.Equal("jürgen@bücher.example", Assert.Single(door.Mails).Envelope.Sender);
    }

    [Fact]
    public async Task Offers_tls_and_forgets_what_was_said_before_it()
    {
        using var certificate = SelfSigned();
        await using var door = await LiveDoor.OpenAsync(options => options with { Certificate = certificate });
        await using var client = await door.SmtpAsync();
        await client.ReplyAsync();
        Assert.Contains("250-STARTTLS", await client.SayAsync("EHLO x"), StringComparison.Ordinal);
        await client.SayAsync("MAIL FROM:<a@b.example>");
        // A command slipped in behind STARTTLS must not count as said inside TLS (RFC 3207 section 6).
        await client.SendAsync("STARTTLS\r\nNOOP\r\n");
        Assert.StartsWith("220", await client.ReplyAsync(), StringComparison.Ordinal);
        await client.SecureAsync();
        Assert.StartsWith("503", await client.SayAsync("RCPT TO:<x@lotse.example>"), StringComparison.Ordinal);
        var hello = await client.SayAsync("EHLO x");
        Assert.StartsWith("250-localhost", hello, StringComparison.Ordinal);
        Assert.DoesNotContain("STARTTLS", hello, StringComparison.Ordinal);
        await client.SayAsync("MAIL FROM:<a@b.example>");
        await client.SayAsync("RCPT TO:<x@lotse.example>");
        Assert.StartsWith("250", await client.DataAsync("Text\r\n.\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("221", await client.SayAsync("QUIT"), StringComparison.Ordinal);
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2050, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }
}
