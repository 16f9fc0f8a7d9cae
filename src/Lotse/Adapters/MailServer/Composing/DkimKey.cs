using System.Security.Cryptography;

namespace Lotse.Adapters.MailServer.Composing;

/// <summary>The key by which the desk signs the mail of one domain (DKIM, RFC 6376).</summary>
/// <param name="Domain">Lower case, in ASCII.</param>
/// <param name="Selector">Tells apart several keys of one domain.</param>
/// <param name="PrivateKey">PEM, PKCS #8.</param>
public sealed record DkimKey(string Domain, string Selector, string PrivateKey)
{
    /// <summary>RFC 8301 asks for 2048 bits; longer keys do not fit everywhere.</summary>
    private const int Bits = 2048;

    /// <summary>Where the public half is published.</summary>
    public string RecordName => $"{Selector}._domainkey.{Domain}";

    /// <summary>What stands there, as one string; longer than the 255 characters that one string of a TXT record holds.</summary>
    public string RecordText
    {
        get
        {
            using var key = RSA.Create();
            key.ImportFromPem(PrivateKey);
            return $"v=DKIM1; k=rsa; p={Convert.ToBase64String(key.ExportSubjectPublicKeyInfo())}";
        }
    }

    public static DkimKey Make(string domain, string selector)
    {
        using var key = RSA.Create(Bits);
        return new DkimKey(domain, selector, key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>Letters, digits and hyphens, with dots between.</summary>
    public static bool IsSelector(string text) => text.Length is > 0 and <= 63 && text.Split('.').All(label =>
        label.Length > 0 && label[0] != '-' && label[^1] != '-' && label.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'));

    /// <summary>As zone files have it: strings of at most 255 characters (RFC 1035 section 3.3).</summary>
    public static string InZoneFile(string text) => string.Join(' ', text.Chunk(250).Select(part => $"\"{new string(part)}\""));

    /// <summary>Keeps the private key out of whatever prints it.</summary>
    public override string ToString() => RecordName;
}
