using Lotse.Adapters.MailServer.Reading;
using Lotse.Domain.Intake;
using Org.BouncyCastle.Cms;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace Lotse.Adapters.MailServer.Unsealing.Smime;

/// <summary>Opens S/MIME envelopes (CMS enveloped-data and compressed-data, RFC 8551).</summary>
internal static class SmimeEnvelopes
{
    private const int RecipientsAtMost = 500;

    public static LayerFinding Decrypt(byte[] envelope, MailKeys keys, ReadingContext context)
    {
        var agreed = false;
        try
        {
            var parser = new CmsEnvelopedDataParser(envelope);
            var recipients = parser.GetRecipientInfos().GetRecipients().Take(RecipientsAtMost).ToList();
            foreach (var key in keys.Mailboxes.Where(key => key is { Kind: MailSeal.Smime, Private: not null }))
            {
                var certificate = new X509Certificate(key.Public);
                if (recipients.Find(recipient => recipient.RecipientID.Match(certificate)) is not { } ours) continue;
                agreed = ours is KeyAgreeRecipientInformation; // Elliptic curves: not all that others do is done here.
                return Content(ours.GetContentStream(PrivateKeyFactory.CreateKey(key.Private)).ContentStream, context);
            }
            return LayerFinding.NoKey;
        }
        catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
        {
            // Damaged bytes make the library throw many kinds of exceptions; each means the same here.
            return LayerFinding.Refused(agreed ? "unsupported" : "unreadable");
        }
    }

    public static LayerFinding Decompress(byte[] compressed, ReadingContext context)
    {
        try
        {
            return Content(new CmsCompressedDataParser(compressed).GetContent().ContentStream, context);
        }
        catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
        {
            return LayerFinding.Refused("unreadable");
        }
    }

    private static LayerFinding Content(Stream content, ReadingContext context)
    {
        using var bounded = new BoundedStream(content, context.Limits.UnpackedBytes, context.Stop);
        using var whole = new MemoryStream();
        try
        {
            bounded.CopyTo(whole);
        }
        catch (InvalidDataException) when (bounded.Exceeded)
        {
            return LayerFinding.Refused("too-big");
        }
        return new LayerFinding(SealOpening.Opened, whole.ToArray());
    }
}
