using System.Text;
using MimeKit;
using MimeKit.Cryptography;

namespace Lotse.Adapters.MailServer.Composing;

/// <summary>Puts the domain's signature on a mail (DKIM, RFC 6376). The same mail gets the same signature each time.</summary>
internal static class SignMail
{
    /// <summary>All that a reader sees or that tells where a mail belongs.</summary>
    private static readonly HeaderId[] Signed =
    [
        HeaderId.From, HeaderId.To, HeaderId.Cc, HeaderId.Subject, HeaderId.Date, HeaderId.MessageId, HeaderId.InReplyTo, HeaderId.References, HeaderId.ReplyTo,
        HeaderId.MimeVersion, HeaderId.ContentType, HeaderId.ContentTransferEncoding, HeaderId.AutoSubmitted,
    ];

    public static void By(DkimKey key, MimeMessage message)
    {
        message.MimeVersion ??= new Version(1, 0);
        // A server without 8BITMIME would have the text encoded anew on the way, and the signature would no longer fit (section 5.3).
        message.Prepare(EncodingConstraint.SevenBit);
        using var pem = new MemoryStream(Encoding.ASCII.GetBytes(key.PrivateKey));
        var signer = new DatedSigner(pem, key, message.Date)
        {
            HeaderCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed,
            BodyCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed,
        };
        signer.Sign(message, Signed);
    }

    /// <summary>Signs as of the mail's own time, not of the moment of a try.</summary>
    private sealed class DatedSigner(Stream pem, DkimKey key, DateTimeOffset date) : DkimSigner(pem, key.Domain, key.Selector, DkimSignatureAlgorithm.RsaSha256)
    {
        protected override long GetTimestamp() => date.ToUnixTimeSeconds();
    }
}
