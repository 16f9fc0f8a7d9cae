using Lotse.Adapters.MailServer.Unsealing.Pgp;
using Lotse.Adapters.MailServer.Unsealing.Smime;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Lotse.Domain.Intake;
using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;

namespace Lotse.Adapters.MailServer.Unsealing;

/// <summary>One key or certificate out of a file that somebody sets up.</summary>
/// <param name="Fingerprint">Lower-case hexadecimal.</param>
/// <param name="Title">For people: whom it is for.</param>
/// <param name="Names">By what it is found when a mail comes: addresses, ids of signing keys, fingerprint.</param>
/// <param name="ExpiresAt">Null where it never does.</param>
public sealed record KeyFile(KeyMaterial Material, string Fingerprint, string Title, IReadOnlyList<string> Names, DateTimeOffset? ExpiresAt)
{
    private const int KeysAtMost = 100;

    /// <summary>Private keys: PKCS #12, or PGP secret keys.</summary>
    /// <returns>The keys, without their password; or one line that says why not.</returns>
    public static (IReadOnlyList<KeyFile> Keys, string? Problem) ReadPrivate(byte[] file, string? password)
    {
        if (Armour.Starts(file, "PUBLIC KEY BLOCK")) return ([], "This is a public key. A mailbox needs its private key.");
        if (file.AsSpan().IndexOf("-----BEGIN CERTIFICATE"u8) >= 0) return ([], "This is a certificate. A mailbox needs its private key: a PKCS #12 file (.p12, .pfx).");
        try
        {
            var keys = Armour.Starts(file, "PRIVATE KEY BLOCK") ? Secret(file, password) : Pkcs12(file, password);
            return keys.Count > 0 ? (keys, null) : ([], "There is no private key in this file.");
        }
        catch (Exception e) when (e is IOException or PgpException or ArgumentException or CryptographicException or InvalidOperationException or Org.BouncyCastle.Crypto.CryptoException)
        {
            return ([], password is null ? "The file cannot be read, or it needs a password: --password-file." : "The file cannot be read with this password.");
        }
    }

    /// <summary>Certificates (PEM or DER), or PGP public keys.</summary>
    public static (IReadOnlyList<KeyFile> Keys, string? Problem) ReadPublic(byte[] file)
    {
        if (Armour.Starts(file, "PRIVATE KEY BLOCK") || file.AsSpan().IndexOf("PRIVATE KEY-----"u8) >= 0) return ([], "This holds a private key. Contacts' public keys and certificates are set up here.");
        try
        {
            var keys = Armour.Starts(file, "PUBLIC KEY BLOCK") ? Public(file) : CertificatesOf(file);
            return keys.Count > 0 ? (keys, null) : ([], "There is neither a certificate nor a public key in this file.");
        }
        catch (Exception e) when (e is IOException or PgpException or ArgumentException or CryptographicException or InvalidOperationException)
        {
            return ([], "The file is neither a certificate nor a public key that can be read.");
        }
    }

    private static List<KeyFile> Pkcs12(byte[] file, string? password)
    {
        var store = new Pkcs12StoreBuilder().Build();
        store.Load(new MemoryStream(file, writable: false), (password ?? "").ToCharArray());
        return [.. store.Aliases.Where(store.IsKeyEntry).Where(alias => store.GetCertificate(alias) is not null).Take(KeysAtMost).Select(alias =>
            Of(store.GetCertificate(alias).Certificate.GetEncoded(), PrivateKeyInfoFactory.CreatePrivateKeyInfo(store.GetKey(alias).Key).GetDerEncoded()))];
    }

    private static List<KeyFile> CertificatesOf(byte[] file)
    {
        if (file.AsSpan().IndexOf("-----BEGIN"u8) < 0) return [Of(file, null)];
        var found = new X509Certificate2Collection();
        found.ImportFromPem(Encoding.Latin1.GetString(file));
        return [.. found.Take(KeysAtMost).Select(one => Of(one.RawData, null))];
    }

    private static KeyFile Of(byte[] der, byte[]? pkcs8)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(der);
        var print = Certificates.Fingerprint(certificate);
        var (title, addresses) = (Certificates.Title(certificate), Certificates.Addresses(certificate));
        return new KeyFile(new KeyMaterial(MailSeal.Smime, der, pkcs8), print, Titled(title, addresses), [.. addresses, print], new DateTimeOffset(certificate.NotAfter).ToUniversalTime());
    }

    private static List<KeyFile> Public(byte[] file) =>
        [.. new PgpPublicKeyRingBundle(PgpUtilities.GetDecoderStream(new MemoryStream(file, writable: false))).GetKeyRings().Take(KeysAtMost).Select(ring => Of(ring, null))];

    /// <summary>The passphrase is taken off: the desk's own keys protect it from here on, and a desk that starts at night has nobody to ask.</summary>
    private static List<KeyFile> Secret(byte[] file, string? password)
    {
        var bundle = new PgpSecretKeyRingBundle(PgpUtilities.GetDecoderStream(new MemoryStream(file, writable: false)));
        return [.. bundle.GetKeyRings().Take(KeysAtMost).Select(ring => Of(PublicHalf(ring), Open(ring, password).GetEncoded()))];
    }

    private static PgpSecretKeyRing Open(PgpSecretKeyRing ring, string? password)
    {
        // One letter a byte of UTF-8, which is how the library wants it and how other programs count passphrases.
        var letters = password is null ? null : Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(password)).ToCharArray();
        var open = PgpSecretKeyRing.CopyWithNewPassword(ring, letters, null, SymmetricKeyAlgorithmTag.Null, new SecureRandom());
        foreach (var key in open.GetSecretKeys()) if (!key.IsPrivateKeyEmpty) _ = key.ExtractPrivateKey(null);
        return open;
    }

    private static PgpPublicKeyRing PublicHalf(PgpSecretKeyRing ring)
    {
        using var bytes = new MemoryStream();
        foreach (var key in ring.GetSecretKeys()) key.PublicKey.Encode(bytes);
        return new PgpPublicKeyRing(bytes.ToArray());
    }

    private static KeyFile Of(PgpPublicKeyRing ring, byte[]? secret)
    {
        var print = PgpKeys.Fingerprint(ring.GetPublicKey());
        string[] names = [.. PgpKeys.Addresses(ring), .. PgpKeys.Signing(ring).Select(key => PgpKeys.IdOf(key.KeyId)), print];
        return new KeyFile(new KeyMaterial(MailSeal.Pgp, ring.GetEncoded(), secret), print, PgpKeys.Title(ring), [.. names.Distinct()], PgpKeys.Expires(ring.GetPublicKey()));
    }

    private static string Titled(string name, IReadOnlyList<string> addresses) => addresses.Count == 0 || addresses.Contains(name) ? name : $"{name} <{string.Join(", ", addresses)}>";
}
