using Lotse.Domain.Intake;
using Lotse.Domain.Intake.Mail;
using MimeKit;
using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;

namespace Lotse.Adapters.MailServer.Unsealing.Pgp;

/// <summary>What PGP keys say of themselves, as far as they have signed it: anybody can hang a name or another key onto somebody's key.</summary>
internal static class PgpKeys
{
    private const int KeysAtMost = 50, NamesAtMost = 20;

    public static string Fingerprint(PgpPublicKey key) => Convert.ToHexStringLower(key.GetFingerprint());

    public static string IdOf(long keyId) => keyId.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);

    public static IEnumerable<PgpPublicKeyRing> Public(MailKeys keys) =>
        keys.Contacts.Where(key => key.Kind == MailSeal.Pgp).Select(key => new PgpPublicKeyRing(key.Public));

    public static IEnumerable<PgpSecretKeyRing> Secret(MailKeys keys) =>
        keys.Mailboxes.Where(key => key is { Kind: MailSeal.Pgp, Private: not null }).Select(key => new PgpSecretKeyRing(key.Private));

    /// <summary>The primary key, and those below it that may sign and that both sides have agreed to (RFC 9580, section 5.2.1.10).</summary>
    public static IEnumerable<PgpPublicKey> Signing(PgpPublicKeyRing ring)
    {
        var primary = ring.GetPublicKey();
        foreach (var key in ring.GetPublicKeys().Take(KeysAtMost)) if (key.IsMasterKey || IsBound(primary, key)) yield return key;
    }

    public static bool IsRevoked(PgpPublicKeyRing ring, PgpPublicKey key) => ring.GetPublicKey().HasRevocation() || key.HasRevocation();

    /// <summary>Null where it never runs out.</summary>
    public static DateTimeOffset? Expires(PgpPublicKey key) =>
        key.GetValidSeconds() is > 0 and var seconds ? new DateTimeOffset(DateTime.SpecifyKind(key.CreationTime, DateTimeKind.Utc)).AddSeconds(seconds) : null;

    /// <summary>The first name that the key has signed for itself.</summary>
    public static string Title(PgpPublicKeyRing ring) => Own(ring).FirstOrDefault() ?? "";

    public static string? Name(PgpPublicKeyRing ring) => Own(ring).Select(id => MailboxAddress.TryParse(id, out var box) ? box.Name : id).FirstOrDefault(name => !string.IsNullOrEmpty(name));

    /// <summary>Lower case, each once.</summary>
    public static IReadOnlyList<string> Addresses(PgpPublicKeyRing ring) =>
        [.. Own(ring).Select(id => MailboxAddress.TryParse(id, out var box) ? MailAddresses.Normal(box.Address) : "").Where(MailAddresses.LooksRight).Distinct()];

    private static IEnumerable<string> Own(PgpPublicKeyRing ring)
    {
        var key = ring.GetPublicKey();
        return key.GetUserIds().Take(NamesAtMost).Where(id => Holds(() => key.GetSignaturesForId(id).Any(signature => Certifies(signature, key, id))));
    }

    private static bool Certifies(PgpSignature signature, PgpPublicKey key, string id)
    {
        if (signature.KeyId != key.KeyId || !signature.IsCertification()) return false;
        signature.InitVerify(key);
        return signature.VerifyCertification(id, key);
    }

    private static bool IsBound(PgpPublicKey primary, PgpPublicKey key) => Holds(() =>
        key.GetSignaturesOfType(PgpSignature.SubkeyBinding).Take(10).Any(binding => Binds(binding, primary, key, primary) && SignsBack(binding, primary, key)));

    private static bool SignsBack(PgpSignature binding, PgpPublicKey primary, PgpPublicKey key)
    {
        var said = binding.GetHashedSubPackets();
        if (said is null || (said.GetKeyFlags() & PgpKeyFlags.CanSign) == 0) return false;
        return PgpSignatures.Of(said.GetEmbeddedSignatures()).Any(back => back.SignatureType == PgpSignature.PrimaryKeyBinding && Binds(back, primary, key, key));
    }

    private static bool Binds(PgpSignature signature, PgpPublicKey primary, PgpPublicKey key, PgpPublicKey by)
    {
        signature.InitVerify(by);
        return signature.VerifyCertification(primary, key);
    }

    /// <summary>What a damaged or unknown kind of signature makes the library throw counts as "no".</summary>
    private static bool Holds(Func<bool> asked)
    {
        try
        {
            return asked();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return false;
        }
    }
}
