using Lotse.Domain.Intake;

namespace Lotse.Adapters.MailServer.Unsealing;

/// <summary>The keys that may matter for one mail.</summary>
/// <param name="Mailboxes">Private keys of the mailboxes it may be encrypted to.</param>
/// <param name="Contacts">Certificates and public keys of whoever may have signed it.</param>
/// <param name="Anchors">Certificates of authorities that are believed here.</param>
public sealed record MailKeys(IReadOnlyList<KeyMaterial> Mailboxes, IReadOnlyList<KeyMaterial> Contacts, IReadOnlyList<KeyMaterial> Anchors)
{
    public static readonly MailKeys None = new([], [], []);
}

/// <param name="Public">The certificate (DER) or the public key ring (binary).</param>
/// <param name="Private">PKCS #8, or the secret key ring without a passphrase; null where only the public half is kept.</param>
public sealed record KeyMaterial(MailSeal Kind, byte[] Public, byte[]? Private = null)
{
    /// <summary>Keeps keys out of whatever prints it.</summary>
    public override string ToString() => Kind.ToString();
}
