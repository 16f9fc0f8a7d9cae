namespace Lotse.Domain.Intake;

/// <summary>By what the desk knew where a message belongs; shown on the ticket as the reason.</summary>
public enum PlacedBy
{
    /// <summary>Nothing spoke for a ticket: a new one.</summary>
    Nothing = 0,

    /// <summary>It came to a reply address that only we can make.</summary>
    SignedAddress = 1,

    /// <summary>It answers a mail of ours, proven by its signed Message-ID.</summary>
    SignedMessageId = 2,

    /// <summary>It answers a mail of the ticket and comes from somebody who takes part.</summary>
    KnownMessageId = 3,

    /// <summary>The ticket's number stands in the subject and the sender takes part.</summary>
    SubjectNumber = 4,

    /// <summary>An agent put it there.</summary>
    Agent = 5,

    /// <summary>The same mail had come before.</summary>
    SameMail = 6,

    /// <summary>Somebody of ours forwarded it: a new ticket, for whoever the forwarded text names.</summary>
    Forwarded = 7,
}
