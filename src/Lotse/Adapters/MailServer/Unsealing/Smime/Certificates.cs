using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Lotse.Domain.Intake.Mail;

namespace Lotse.Adapters.MailServer.Unsealing.Smime;

/// <summary>What certificates say, and whether one is believed here. Nothing is ever fetched: neither certificates, nor lists of revoked ones, nor answers about one.</summary>
internal static class Certificates
{
    private const string EmailProtection = "1.3.6.1.5.5.7.3.4", EmailInSubject = "1.2.840.113549.1.9.1", AlternativeNames = "2.5.29.17";
    private const int NamesAtMost = 20;

    public static string Fingerprint(X509Certificate2 certificate) => certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant();

    public static string Title(X509Certificate2 certificate) => certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);

    /// <summary>Mail addresses, lower case (RFC 8550, section 3).</summary>
    public static IReadOnlyList<string> Addresses(X509Certificate2 certificate)
    {
        var found = new List<string>();
        try
        {
            if (certificate.Extensions.FirstOrDefault(e => e.Oid?.Value == AlternativeNames) is { } names) Read(names.RawData, found);
            foreach (var part in certificate.SubjectName.EnumerateRelativeDistinguishedNames().Take(50))
            {
                if (!part.HasMultipleElements && part.GetSingleElementType().Value == EmailInSubject && part.GetSingleElementValue() is { } address) found.Add(address);
            }
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            // A certificate that cannot be read names nobody.
        }
        return [.. found.Select(MailAddresses.Normal).Distinct().Take(NamesAtMost)];
    }

    private static void Read(byte[] extension, List<string> found)
    {
        var mailAddress = new Asn1Tag(TagClass.ContextSpecific, 1); // GeneralName, rfc822Name (RFC 5280, section 4.2.1.6)
        var names = new AsnReader(extension, AsnEncodingRules.DER).ReadSequence();
        while (names.HasData && found.Count < NamesAtMost)
        {
            if (names.PeekTag().HasSameClassAndValue(mailAddress)) found.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, mailAddress));
            else names.ReadEncodedValue();
        }
    }

    /// <summary>True where an authority that is set up here vouches for it, for signing mail, at that time.</summary>
    public static bool IsVouchedFor(X509Certificate2 certificate, IEnumerable<X509Certificate2> between, IReadOnlyCollection<X509Certificate2> anchors, DateTimeOffset at)
    {
        if (anchors.Count == 0 || !MaySign(certificate)) return false;
        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust; // Not the machine's: web servers' authorities say nothing about a person's mail.
        policy.CustomTrustStore.AddRange(anchors.ToArray());
        policy.ExtraStore.AddRange(between.ToArray());
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.DisableCertificateDownloads = true;
        policy.VerificationTimeIgnored = false;
        policy.VerificationTime = at.UtcDateTime;
        policy.ApplicationPolicy.Add(new Oid(EmailProtection));
        try
        {
            return chain.Build(certificate);
        }
        catch (CryptographicException)
        {
            return false;
        }
        finally
        {
            foreach (var element in chain.ChainElements) element.Certificate.Dispose();
        }
    }

    public static bool IsInTime(X509Certificate2 certificate, DateTimeOffset at) =>
        certificate.NotBefore.ToUniversalTime() <= at.UtcDateTime && at.UtcDateTime <= certificate.NotAfter.ToUniversalTime();

    public static bool MaySign(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509KeyUsageExtension>().FirstOrDefault() is not { } usage
        || (usage.KeyUsages & (X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation)) != X509KeyUsageFlags.None;

    public static X509Certificate2? Load(byte[] der)
    {
        try
        {
            return X509CertificateLoader.LoadCertificate(der);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
