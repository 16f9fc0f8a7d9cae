using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.MailServer.Composing;
using Lotse.Domain.Intake;
using Lotse.Tests.Desk;
using Lotse.Tests.Setup.Commands;
using MimeKit;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;
using Xunit;

namespace Lotse.Tests.Replies;

/// <summary>Mail that leaves carries its domain's signature (DKIM), and whoever looks the key up in DNS finds that it fits.</summary>
public sealed class SigningMailTests
{
    private static readonly DkimKey s_key = DkimKey.Make("hafen.example", "lotse");

    [Theory]
    [InlineData("plain", false)]
    [InlineData("Grüße vom Kai: „Schön“ – 10 €, 船", false)]
    [InlineData("From the very long line " + "äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü", true)]
    [InlineData("trailing blanks   \n\n\n", true)]
    public async Task A_signed_mail_verifies_and_is_the_same_each_time(string text, bool files)
    {
        var bytes = await BytesAsync(Mail(text, files));
        Assert.Equal(bytes, await BytesAsync(Mail(text, files)));
        Assert.True(await VerifiesAsync(bytes, s_key), "The signature does not verify.");
    }

    [Fact]
    public async Task Whatever_a_reader_sees_is_covered()
    {
        var bytes = await BytesAsync(Mail("Hallo", false));
        var signature = string.Concat(SignatureOf(bytes).Value.Where(c => !char.IsWhiteSpace(c)));
        Assert.Contains("c=relaxed/relaxed;", signature, StringComparison.Ordinal);
        Assert.Contains("d=hafen.example;", signature, StringComparison.Ordinal);
        Assert.Contains("s=lotse;", signature, StringComparison.Ordinal);
        Assert.Contains(";t=1777863721;", signature, StringComparison.Ordinal); // When the mail was written, not when it was made.
        var covered = signature.Split(";h=")[1].Split(';')[0].Split(':').Select(name => name.ToLowerInvariant()).ToList();
        Assert.Empty(((string[])["from", "to", "cc", "subject", "date", "message-id", "in-reply-to", "references", "reply-to", "mime-version", "content-type", "auto-submitted"]).Except(covered));
        foreach (var (from, to) in ((string, string)[])[("Subject: Re", "Subject: No"), ("anna@", "hans@"), ("Hallo", "Halli"), ("auto-replied", "no")])
        {
            Assert.False(await VerifiesAsync(Changed(bytes, from, to), s_key), $"{to} in the place of {from} is not noticed.");
        }
        Assert.False(await VerifiesAsync(bytes, DkimKey.Make("hafen.example", "lotse")), "Another key fits too.");
    }

    [Fact]
    public async Task A_desk_told_to_sign_does_so_with_the_next_mail_and_each_try_is_the_same()
    {
        await using var sink = new SmtpSink();
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { FakeClock = true, Sink = sink });
        var domain = RunningDesk.Mailbox.Split('@')[1];
        var record = await DkimAsync(desk, domain);
        Assert.StartsWith($"lotse._domainkey.{domain}. IN TXT \"v=DKIM1; k=rsa; p=", record, StringComparison.Ordinal);
        Assert.Equal(record, await DkimAsync(desk, domain));

        var number = (await desk.PostMailAsync(new CustomerMail { From = "anna@kunde.example" })).Ticket!.Value;
        sink.Recipient = address => address == "voll@kunde.example" ? "452 4.2.2 Full" : null;
        await desk.Api.ReplyAsync(number, more: new { html = "<p>Grüße</p>", cc = new[] { "voll@kunde.example" }, attachments = new[] { new { name = "Bild.bin", content = new byte[] { 0, 13, 10, 255 } } } });
        var first = (await sink.WaitForAsync("anna@kunde.example")).Bytes;
        await Wait.UntilAsync(async () => await desk.LookAsync(database => Task.FromResult(database.Outbox.Any(item => item.Attempts == 1 && item.LeasedUntil == null && item.LastReply != null && item.Recipient == "voll@kunde.example"))), "the refusal is noted");
        sink.Recipient = _ => null;
        desk.Pass(TimeSpan.FromMinutes(2));
        Assert.Equal(first, (await sink.WaitForAsync("voll@kunde.example")).Bytes);

        var published = string.Concat(record.Split('"').Where((_, i) => i % 2 == 1));
        Assert.True(await new DkimVerifier(new Published("lotse", domain, published)).VerifyAsync(MimeMessage.Load(new MemoryStream(first)), SignatureOf(first), TestContext.Current.CancellationToken));
    }

    private static async Task<string> DkimAsync(RunningDesk desk, string domain)
    {
        string[] at = ["--data", desk.Folder, .. desk.Location.Kind == DatabaseKind.Postgres ? (string[])["--database", desk.Location.Connection] : []];
        var (status, output, error) = await LotseProgram.RunAsync(null, ["mailbox", "dkim", "--domain", domain, .. at]);
        Assert.True(status == 0, output + error);
        Assert.DoesNotContain("PRIVATE", output + error, StringComparison.Ordinal);
        return output.Trim();
    }

    private static OutgoingMail Mail(string text, bool files) => new()
    {
        From = new MailName("Hafen – Hilfe", "hilfe@hafen.example"),
        To = [new MailName("Änne", "anna@kunde.example")],
        Cc = [new MailName("", "berta@kunde.example")],
        ReplyTo = "hilfe+abc@hafen.example",
        Subject = "Re: Übergabe",
        MessageId = "1.2@hafen.example",
        InReplyTo = "0@kunde.example",
        References = ["0@kunde.example", "00@kunde.example"],
        Date = new DateTimeOffset(2026, 5, 4, 3, 2, 1, TimeSpan.Zero),
        Text = text,
        Html = $"<p>{text}</p>",
        AutoSubmitted = "auto-replied",
        Files = files ? [new OutgoingFile("Größe.bin", "application/octet-stream", () => new MemoryStream([0, 1, 13, 10, 10, 255])), new OutgoingFile("x.txt", "text/plain", () => new MemoryStream("äöü\n"u8.ToArray()))] : [],
        Dkim = s_key,
    };

    private static async Task<byte[]> BytesAsync(OutgoingMail mail)
    {
        await using var stream = await ComposeMail.WriteAsync(mail, TestContext.Current.CancellationToken);
        return ((MemoryStream)stream).ToArray();
    }

    private static byte[] Changed(byte[] mail, string from, string to)
    {
        var text = System.Text.Encoding.Latin1.GetString(mail);
        Assert.Contains(from, text, StringComparison.Ordinal);
        return System.Text.Encoding.Latin1.GetBytes(text.Replace(from, to, StringComparison.Ordinal));
    }

    private static Task<bool> VerifiesAsync(byte[] mail, DkimKey key) =>
        new DkimVerifier(new Published(key.Selector, key.Domain, key.RecordText)).VerifyAsync(MimeMessage.Load(new MemoryStream(mail)), SignatureOf(mail), TestContext.Current.CancellationToken);

    private static Header SignatureOf(byte[] mail)
    {
        var message = MimeMessage.Load(new MemoryStream(mail));
        return message.Headers.Single(header => header.Id == HeaderId.DkimSignature);
    }

    /// <summary>DNS with one record in it.</summary>
    private sealed class Published(string selector, string domain, string record) : DkimPublicKeyLocatorBase
    {
        public override AsymmetricKeyParameter LocatePublicKey(string methods, string d, string s, CancellationToken cancellationToken = default) =>
            (d, s) == (domain, selector) ? GetPublicKey(record) : throw new ArgumentException("There is no such record.");

        public override Task<AsymmetricKeyParameter> LocatePublicKeyAsync(string methods, string d, string s, CancellationToken cancellationToken = default) =>
            Task.FromResult(LocatePublicKey(methods, d, s, cancellationToken));
    }
}
