using Lotse.Domain.Intake;

namespace Lotse.Adapters.Database.Rows;

public enum MailKeyUse
{
    /// <summary>A mailbox's own: opens what is encrypted to it.</summary>
    Mailbox = 0,

    /// <summary>A contact's certificate or public key: verifies what that person signed.</summary>
    Contact = 1,

    /// <summary>A certificate authority that is believed here.</summary>
    Anchor = 2,
}

/// <summary>A key or certificate for sealed mail (S/MIME, PGP).</summary>
public sealed class MailKey
{
    public long Id { get; init; }
    public MailKeyUse Use { get; init; }
    public MailSeal Kind { get; init; }

    /// <summary>Only of a mailbox's own.</summary>
    public long? MailboxId { get; init; }

    /// <summary>Of the certificate (SHA-256) or of the primary key, lower-case hexadecimal.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>For people: whom it is for.</summary>
    public string Title { get; init; } = "";

    /// <summary>Base64 of what is public; a private key as protected JSON, readable by this desk only.</summary>
    public string Material { get; init; } = "";

    public DateTimeOffset AddedAt { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>By what a contact's key is found: its addresses in lower case, the ids of its signing keys (16 hexadecimal digits), its fingerprint.</summary>
public sealed class MailKeyName
{
    public string Name { get; init; } = "";
    public long MailKeyId { get; init; }
}
