namespace Lotse.Domain.Communities;

/// <summary>The tenant: a brand, portal or client whose users we serve.</summary>
public sealed class Community
{
    public long Id { get; init; }
    public string Name { get; set; } = "";

    /// <summary>ISO 639-1: what is used where a ticket's own language is unknown.</summary>
    public string Language { get; set; } = "de";

    /// <summary>What stands below answers, by language; null for nothing. See <see cref="Signature"/>.</summary>
    public string? SignatureDe { get; set; }

    public string? SignatureEn { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Whoever writes for the first time is told that the request has come.</summary>
    public bool Acknowledges { get; set; }

    /// <summary>The words for it, with {number} and {subject}; null for the desk's own.</summary>
    public string? AcknowledgementGerman { get; set; }

    public string? AcknowledgementEnglish { get; set; }

    /// <summary>A ticket is done only with a support group.</summary>
    public bool NeedsSupportGroup { get; set; }

    /// <summary>Whose forwarded mails open tickets for those who wrote them.</summary>
    public ForwardsFrom Forwards { get; set; } = ForwardsFrom.Agents;
}

/// <summary>Whom the desk believes that a mail in their forwarded text is a customer's.</summary>
public enum ForwardsFrom
{
    /// <summary>A forwarded mail is a mail of whoever forwarded it.</summary>
    Nobody = 0,

    /// <summary>Agents who see the community, by the address they sign in with.</summary>
    Agents = 1,

    /// <summary>These, and everybody whose address is in the domain of one of the community's mailboxes.</summary>
    OwnDomains = 2,
}

/// <summary>A mail address of a community by which requests come in and answers go out.</summary>
public sealed class Mailbox
{
    public long Id { get; init; }
    public long CommunityId { get; init; }

    /// <summary>Lower case.</summary>
    public string Address { get; init; } = "";

    /// <summary>The name that customers see as sender.</summary>
    public string Name { get; set; } = "";

    /// <summary>Where mail is fetched from by IMAP, as protected JSON; null where it is delivered to us.</summary>
    public string? Imap { get; set; }

    public long? ImapValidity { get; set; }
    public long? ImapLastUid { get; set; }
    public DateTimeOffset? LastMailAt { get; set; }
    public DateTimeOffset? LastOkAt { get; set; }
    public DateTimeOffset? LastErrorAt { get; set; }
    public string? LastError { get; set; }
}
