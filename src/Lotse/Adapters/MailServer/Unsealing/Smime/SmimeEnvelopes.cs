using System.Security.Cryptography;
using Lotse.Adapters.MailServer.Reading;
using Lotse.Domain.Intake;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cms;
using Org.BouncyCastle.Cms;
using Org.BouncyCastle.X509;

namespace Lotse.Adapters.MailServer.Unsealing.Smime;

/// <summary>Opens S/MIME envelopes (CMS enveloped-data, authenticated-enveloped-data and compressed-data, RFC 8551).</summary>
internal static class SmimeEnvelopes
{
    public static LayerFinding Decrypt(byte[] envelope, MailKeys keys, ReadingContext context)
    {
        try
        {
            var (recipients, content) = Of(Org.BouncyCastle.Asn1.Cms.ContentInfo.GetInstance(Asn1Object.FromByteArray(envelope)));
            if (content.Length > context.Limits.UnpackedBytes) return LayerFinding.Refused("too-big");
            foreach (var key in keys.Mailboxes.Where(key => key is { Kind: MailSeal.Smime, Private: not null }))
            {
                context.Stop.ThrowIfCancellationRequested();
                if (RecipientKeys.Find(recipients, new X509Certificate(key.Public)) is not { } ours) continue;
                var secret = ours.Open(key.Private!);
                try
                {
                    return new LayerFinding(SealOpening.Opened, content.Decrypt(secret));
                }
                finally
                {
                    CryptographicOperations.ZeroMemory(secret);
                }
            }
            return LayerFinding.NoKey;
        }
        catch (NotSupportedException)
        {
            return LayerFinding.Refused("unsupported");
        }
        catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
        {
            // Damaged bytes make the library throw many kinds of exceptions; each means the same here.
            return LayerFinding.Refused("unreadable");
        }
    }

    private static (Asn1Set Recipients, SealedContent Content) Of(Org.BouncyCastle.Asn1.Cms.ContentInfo envelope)
    {
        if (envelope.ContentType.Id == CmsKind.AuthEnvelopedData)
        {
            var proved = AuthEnvelopedData.GetInstance(envelope.Content);
            return (proved.RecipientInfos, new SealedContent(proved.AuthEncryptedContentInfo, proved.Mac.GetOctets(), proved.AuthAttrs));
        }
        var plain = EnvelopedData.GetInstance(envelope.Content);
        return (plain.RecipientInfos, new SealedContent(plain.EncryptedContentInfo, null, null));
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
