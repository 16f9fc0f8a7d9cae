using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using Lotse.Domain.Intake;
using MimeKit;
using Lotse.Adapters.MailServer.Reading.Parts;

namespace Lotse.Adapters.MailServer.Reading;

/// <summary>Recognises signed and encrypted mail (RFC 1847, 3156, 8551, and PGP in the text). Nothing is verified or decrypted here.</summary>
internal static class Seals
{
    public static void Of(Multipart multipart, MailTree tree)
    {
        var kind = multipart.ContentType.MediaSubtype;
        var protocol = multipart.ContentType.Parameters["protocol"] ?? "";
        var seal = protocol.Contains("pgp", StringComparison.OrdinalIgnoreCase) ? MailSeal.Pgp
            : protocol.Contains("pkcs7", StringComparison.OrdinalIgnoreCase) ? MailSeal.Smime : MailSeal.None;
        if (kind.Equals("encrypted", StringComparison.OrdinalIgnoreCase) && tree.Encrypted == MailSeal.None)
        {
            tree.Encrypted = seal == MailSeal.None ? MailSeal.Pgp : seal;
        }
        if (!kind.Equals("signed", StringComparison.OrdinalIgnoreCase) || tree.Signed != MailSeal.None) return;
        tree.Signed = seal != MailSeal.None ? seal : multipart.Any(p => p.ContentType.MediaSubtype.Contains("pgp", StringComparison.OrdinalIgnoreCase))
            ? MailSeal.Pgp : MailSeal.Smime;
    }

    /// <param name="type">Of the part, in lower case.</param>
    public static void Of(MimePart part, string type, MailTree tree)
    {
        if (!type.StartsWith("application/", StringComparison.Ordinal)) return;
        if (type is "application/pkcs7-mime" or "application/x-pkcs7-mime" || (type == "application/octet-stream" && (part.ContentType.Name ?? part.FileName) is "smime.p7m"))
        {
            var kind = part.ContentType.Parameters["smime-type"] ?? "";
            if (kind.StartsWith("signed", StringComparison.OrdinalIgnoreCase) || kind.StartsWith("certs", StringComparison.OrdinalIgnoreCase)) tree.Signed = MailSeal.Smime;
            else if (tree.Encrypted == MailSeal.None) tree.Encrypted = MailSeal.Smime;
        }
        else if (type == "application/pgp-signature" && tree.Signed == MailSeal.None)
        {
            tree.Signed = MailSeal.Pgp;
        }
        else if (type is "application/pkcs7-signature" or "application/x-pkcs7-signature" && tree.Signed == MailSeal.None)
        {
            tree.Signed = MailSeal.Smime;
        }
        else if (type == "application/pgp-encrypted" && tree.Encrypted == MailSeal.None)
        {
            tree.Encrypted = MailSeal.Pgp;
        }
    }

    /// <summary>PGP armour inside the text itself.</summary>
    public static void InText(string text, MailTree tree)
    {
        if (!text.Contains("-----BEGIN PGP ", StringComparison.Ordinal)) return;
        if (tree.Signed == MailSeal.None && text.Contains("-----BEGIN PGP SIGNED MESSAGE-----", StringComparison.Ordinal)) tree.Signed = MailSeal.Pgp;
        if (tree.Encrypted == MailSeal.None && text.Contains("-----BEGIN PGP MESSAGE-----", StringComparison.Ordinal)) tree.Encrypted = MailSeal.Pgp;
    }

    /// <summary>What an opaque S/MIME signature holds (signed-data, RFC 8551 section 3.5.2), or null where it holds something else.</summary>
    public static MimeEntity? OpenSigned(MimePart part, ReadingContext context)
    {
        var kind = part.ContentType.Parameters["smime-type"] ?? "signed-data";
        if (!kind.StartsWith("signed", StringComparison.OrdinalIgnoreCase) || part.Content is null) return null;
        using var sink = new PartSink(context.Limits.UnpackedBytes, hash: false);
        part.Content.DecodeTo(sink, context.Stop);
        if (sink.Cut || sink.Length == 0) return null;
        try
        {
            var cms = new SignedCms();
            cms.Decode(sink.Kept);
            if (cms.ContentInfo.Content.Length == 0) return null;
            var bytes = new MemoryStream(cms.ContentInfo.Content, writable: false);
            return new MimeParser(MailReader.OptionsFor(context.Limits), bytes, MimeFormat.Entity, persistent: true).ParseEntity(context.Stop);
        }
        catch (Exception e) when (e is CryptographicException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }
}
