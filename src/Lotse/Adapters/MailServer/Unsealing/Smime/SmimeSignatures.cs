using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography.Xml;
using Lotse.Domain.Intake;

namespace Lotse.Adapters.MailServer.Unsealing.Smime;

/// <summary>Verifies S/MIME signatures (CMS signed-data, RFC 5652 section 5, RFC 8551).</summary>
internal static class SmimeSignatures
{
    private const int SignersAtMost = 4, CertificatesAtMost = 30;

    private static readonly HashSet<string> Digests = ["2.16.840.1.101.3.4.2.1", "2.16.840.1.101.3.4.2.2", "2.16.840.1.101.3.4.2.3"]; // SHA-256, 384, 512
    private static readonly HashSet<string> OutdatedDigests = ["1.3.14.3.2.26", "1.2.840.113549.2.5"]; // SHA-1, MD5: somebody else may find a second text for them.

    /// <summary>RSA in its forms, and ECDSA.</summary>
    private static readonly string[] Signatures = ["1.2.840.113549.1.1.", "1.2.840.10045.4.", "1.2.840.10045.2.1"];

    /// <param name="content">What was signed, where it stands beside the signature; null where it is inside.</param>
    /// <returns>What was signed, null where it cannot be read; and what the signature says.</returns>
    public static (byte[]? Content, SignatureFinding Finding) Verify(byte[] signature, byte[]? content, MailKeys keys, string sender, DateTimeOffset at)
    {
        try
        {
            var cms = content is null ? new SignedCms() : new SignedCms(new ContentInfo(content), detached: true);
            cms.Decode(signature);
            var signed = content ?? cms.ContentInfo.Content;
            if (cms.SignerInfos.Count == 0) return (signed, new SignatureFinding(SignatureState.None, MailSeal.Smime)); // Certificates only.
            var certificates = cms.Certificates;
            var known = Load(keys.Contacts);
            var anchors = Load(keys.Anchors);
            var findings = cms.SignerInfos.Cast<SignerInfo>().Take(SignersAtMost).Select(signer => Of(signer, new Ground(certificates, known, anchors, sender, at))).ToList();
            return (signed, SignatureFinding.Best(findings));
        }
        catch (Exception e) when (e is CryptographicException or InvalidOperationException or FormatException)
        {
            return (content, NotChecked("unreadable"));
        }
    }

    private sealed record Ground(X509Certificate2Collection Sent, List<X509Certificate2> Known, List<X509Certificate2> Anchors, string Sender, DateTimeOffset At);

    private static SignatureFinding Of(SignerInfo signer, Ground ground)
    {
        var (digest, algorithm) = (signer.DigestAlgorithm.Value ?? "", signer.SignatureAlgorithm.Value ?? "");
        var outdated = OutdatedDigests.Contains(digest);
        if (!(outdated || Digests.Contains(digest)) || !Array.Exists(Signatures, start => algorithm.StartsWith(start, StringComparison.Ordinal))) return NotChecked("unsupported");
        // Without the certificates in the mail the signer may still be one whom we know.
        var certificate = signer.Certificate ?? Named(signer, ground.Known);
        if (certificate is null) return new SignatureFinding(SignatureState.KeyUnknown, MailSeal.Smime);
        try
        {
            signer.CheckSignature([.. ground.Known], verifySignatureOnly: true);
        }
        catch (CryptographicException)
        {
            return new SignatureFinding(SignatureState.Broken, MailSeal.Smime);
        }
        return outdated ? NotChecked("weak-digest") : Untouched(certificate, ground);
    }

    private static SignatureFinding Untouched(X509Certificate2 certificate, Ground ground)
    {
        var inTime = Certificates.IsInTime(certificate, ground.At);
        var pinned = inTime && Certificates.MaySign(certificate) && ground.Known.Exists(known => known.RawDataMemory.Span.SequenceEqual(certificate.RawDataMemory.Span));
        var vouched = pinned || Certificates.IsVouchedFor(certificate, ground.Sent.Take(CertificatesAtMost), ground.Anchors, ground.At);
        return SignatureFinding.Untouched(MailSeal.Smime, vouched, Certificates.Title(certificate), Certificates.Addresses(certificate), ground.Sender,
            Certificates.Fingerprint(certificate), inTime ? null : "expired");
    }

    private static X509Certificate2? Named(SignerInfo signer, List<X509Certificate2> known) => signer.SignerIdentifier.Value is X509IssuerSerial named
        ? known.Find(one => one.IssuerName.Name == named.IssuerName && string.Equals(one.SerialNumber, named.SerialNumber, StringComparison.OrdinalIgnoreCase))
        : null;

    private static List<X509Certificate2> Load(IReadOnlyList<KeyMaterial> keys) =>
        [.. keys.Where(key => key.Kind == MailSeal.Smime).Select(key => Certificates.Load(key.Public)).OfType<X509Certificate2>()];

    private static SignatureFinding NotChecked(string why) => new(SignatureState.NotChecked, MailSeal.Smime, Why: why);
}
