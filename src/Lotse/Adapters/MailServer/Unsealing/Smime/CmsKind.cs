using System.Formats.Asn1;

namespace Lotse.Adapters.MailServer.Unsealing.Smime;

/// <summary>What a CMS message is, by its own word (RFC 5652, section 3): the smime-type of the header is somebody's claim.</summary>
internal static class CmsKind
{
    public const string SignedData = "1.2.840.113549.1.7.2", EnvelopedData = "1.2.840.113549.1.7.3", AuthEnvelopedData = "1.2.840.113549.1.9.16.1.23", CompressedData = "1.2.840.113549.1.9.16.1.9";

    /// <returns>The object identifier; null where it is none.</returns>
    public static string? Of(byte[] cms)
    {
        try
        {
            // Only the first two fields are looked at, so that a length that is not known yet (BER) does not matter.
            if (!AsnDecoder.TryReadEncodedValue(cms, AsnEncodingRules.BER, out _, out var offset, out _, out _)) return null;
            return AsnDecoder.ReadObjectIdentifier(cms.AsSpan(offset), AsnEncodingRules.BER, out _);
        }
        catch (AsnContentException)
        {
            return null;
        }
    }
}
