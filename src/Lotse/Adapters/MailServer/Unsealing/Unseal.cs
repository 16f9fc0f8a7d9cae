using System.Text;
using Lotse.Adapters.MailServer.Reading;
using Lotse.Domain.Intake;

namespace Lotse.Adapters.MailServer.Unsealing;

/// <param name="Mail">As it is to be shown: with what was inside, and with the report.</param>
/// <param name="Opened">The inside as a mail of its own, to be kept; null where the raw mail shows everything itself.</param>
public sealed record UnsealedMail(ReadMail Mail, byte[]? Opened);

/// <summary>Opens and verifies sealed mail (S/MIME, PGP) with the keys that are set up at the desk. Bounded in time and memory, never throws for any bytes,
/// and asks nobody anywhere.</summary>
public static class Unseal
{
    /// <summary>Only a mail that says it is sealed is worth a second look; all others cost nothing.</summary>
    public static bool IsSealed(ReadMail mail) => mail.Signed != MailSeal.None || mail.Encrypted != MailSeal.None;

    /// <param name="raw">The same bytes that were read; seekable.</param>
    /// <param name="sender">The address that the mail is shown to come from.</param>
    /// <param name="at">When it came: certificates count as of then.</param>
    public static UnsealedMail Run(Stream raw, ReadMail mail, string sender, MailKeys keys, DateTimeOffset at, ReadingLimits limits)
    {
        using var clock = new CancellationTokenSource(limits.Time);
        var context = new ReadingContext(limits, clock.Token);
        try
        {
            var start = MailStart.Find(raw, limits).Mail;
            if (start.Length > limits.UnpackedBytes) return Failed(mail, "too-big");
            var bytes = new byte[start.Length];
            start.Position = 0;
            start.ReadExactly(bytes);
            return Run(bytes, mail, new Reader(sender, keys, at, context));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // No bytes may stop the queue of mails behind this one, whatever the libraries make of them; the raw mail is kept as it came.
            return Failed(mail, e is OperationCanceledException ? "too-slow" : "unreadable");
        }
    }

    private sealed record Reader(string Sender, MailKeys Keys, DateTimeOffset At, ReadingContext Context)
    {
        public SealWalk Walk(ReadOnlyMemory<byte> mail)
        {
            var walk = new SealWalk(Keys, Sender, At, Context);
            walk.Run(mail);
            return walk;
        }

        public ReadMail Read(ReadOnlyMemory<byte> mail) => MailReader.Read(EntityBytes.StreamOver(mail), Context.Limits);
    }

    private static UnsealedMail Run(byte[] bytes, ReadMail mail, Reader reader)
    {
        var walk = reader.Walk(bytes);
        // Some programs put the armour into HTML and nowhere else: its words are enough to open it.
        if (walk is { Opening: SealOpening.None, Signature: null } && mail.Encrypted == MailSeal.Pgp) walk = reader.Walk(SealWalk.AsText(Encoding.UTF8.GetBytes(mail.Text)));
        if (walk is { Opening: SealOpening.None, Signature: null, Inside: null }) return new UnsealedMail(mail, null);
        var opened = walk.Inside is { } inner && EntityBytes.Of(inner, reader.Context) is { } inside ? OpenedMail.Compose(bytes, walk, inside) : null;
        var shown = opened is null ? mail : Joined(mail, reader.Read(opened), walk);
        var signature = walk.Signature;
        if (signature is { State: SignatureState.Valid or SignatureState.SignerUnknown } && walk.SignedPart is { } signed && !IsAll(shown, reader.Read(Headed(signed))))
        {
            signature = signature with { State = SignatureState.Partly };
        }
        return new UnsealedMail(shown with { Seal = Report(walk, signature) }, opened);
    }

    /// <summary>A mail is known by its header from outside; what it says comes from inside.</summary>
    private static ReadMail Joined(ReadMail mail, ReadMail opened, SealWalk walk) => opened with
    {
        Signed = mail.Signed != MailSeal.None ? mail.Signed : walk.Signature?.Kind ?? MailSeal.None,
        Encrypted = mail.Encrypted,
        Problems = [.. mail.Problems.Union(opened.Problems)],
    };

    private static SealReport Report(SealWalk walk, SignatureFinding? signature) => new(
        walk.Opening, signature?.State ?? SignatureState.None, signature?.Name, signature?.Address, signature?.Fingerprint, walk.Why ?? signature?.Why);

    private static UnsealedMail Failed(ReadMail mail, string why) => new(
        mail with { Seal = mail.Encrypted != MailSeal.None ? new SealReport(SealOpening.Refused, SignatureState.None, Why: why) : new SealReport(SealOpening.None, SignatureState.NotChecked, Why: why) },
        null);

    /// <summary>What was signed reads as all that is shown. Parts beside it, or bytes that two parsers take differently, would not be noticed otherwise.</summary>
    private static bool IsAll(ReadMail shown, ReadMail signed) => shown.Text == signed.Text && shown.Html == signed.Html
        && shown.Attachments.Where(file => !IsSignature(file)).Select(file => file.Sha256).Order().SequenceEqual(signed.Attachments.Where(file => !IsSignature(file)).Select(file => file.Sha256).Order());

    private static bool IsSignature(MailPart file) => file.ContentType is "application/pkcs7-signature" or "application/x-pkcs7-signature" or "application/pgp-signature"
        or "application/pkcs7-mime" or "application/x-pkcs7-mime";

    /// <summary>A part alone has no header by which it is known as a mail.</summary>
    private static byte[] Headed(ReadOnlyMemory<byte> part) => [.. "MIME-Version: 1.0\r\n"u8, .. part.Span];
}
