using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace Lotse.Tests.Intake.Mail.Sealed;

/// <summary>Somebody with a certificate, made at this moment.</summary>
internal sealed class SmimePerson
{
    private SmimePerson(X509Certificate2 certificate) => Certificate = certificate;

    public X509Certificate2 Certificate { get; }

    public byte[] Pem => System.Text.Encoding.ASCII.GetBytes(Certificate.ExportCertificatePem());

    public string Fingerprint => Certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant();

    public static SmimePerson Authority(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return new SmimePerson(request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddYears(-1), TimeProvider.System.GetUtcNow().AddYears(5)));
    }

    /// <param name="by">Null signs itself.</param>
    /// <param name="days">How long it holds from today on; negative for one that has run out.</param>
    public static SmimePerson Of(string name, string address, SmimePerson? by = null, int days = 300)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddEmailAddress(address);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.4")], false));
        var (from, until) = (TimeProvider.System.GetUtcNow().AddDays(-200), TimeProvider.System.GetUtcNow().AddDays(days));
        if (by is null) return new SmimePerson(request.CreateSelfSigned(from, until));
        using var made = request.Create(by.Certificate, from, until, RandomNumberGenerator.GetBytes(8));
        return new SmimePerson(made.CopyWithPrivateKey(key));
    }

    public byte[] Pkcs12(string password) => Certificate.Export(X509ContentType.Pkcs12, password);

    public byte[] Signature(byte[] content, bool inside = false, string digest = "2.16.840.1.101.3.4.2.1")
    {
        var cms = new SignedCms(new ContentInfo(content), detached: !inside);
        cms.ComputeSignature(new CmsSigner(Certificate) { DigestAlgorithm = new Oid(digest), IncludeOption = X509IncludeOption.EndCertOnly });
        return cms.Encode();
    }

    public byte[] Envelope(byte[] content)
    {
        var cms = new EnvelopedCms(new ContentInfo(content));
        cms.Encrypt(new CmsRecipient(X509CertificateLoader.LoadCertificate(Certificate.RawData)));
        return cms.Encode();
    }
}
