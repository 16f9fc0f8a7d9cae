using Lotse.Domain.Intake;
using Lotse.Ui;

namespace Lotse.Tickets.Reading;

/// <summary>One thing in a ticket's history: a message, a note, or an event.</summary>
public abstract record HistoryEntry
{
    public required string Id { get; init; }
    public required DateTimeOffset At { get; init; }
}

/// <summary>What the customer can see. All texts are plain and untrusted; HTML is only ever shown in its frame.</summary>
public sealed record MessageEntry : HistoryEntry
{
    /// <summary>True for ours.</summary>
    public required bool Outgoing { get; init; }

    public required Party From { get; init; }
    public IReadOnlyList<Party> To { get; init; } = [];
    public IReadOnlyList<Party> Cc { get; init; } = [];

    /// <summary>The agent who wrote it; null for incoming and automatic mail.</summary>
    public string? Author { get; init; }

    public MessageSort Sort { get; init; }

    /// <summary>Nobody wrote it, and it is not what the ticket is about: it stands folded.</summary>
    public bool Folded => Sort is not (MessageSort.Human or MessageSort.List or MessageSort.Calendar) && Why is not { Code: WhyCode.NoReference or WhyCode.RuleWrote };

    public string Visible { get; init; } = "";
    public string Quoted { get; init; } = "";
    public string Signature { get; init; } = "";

    /// <summary>There is a cleaned HTML form at /messages/{id}/html.</summary>
    public bool HasHtml { get; init; }

    /// <summary>Show the HTML at once, not the plain words: it has pictures or tables that say something.</summary>
    public bool HtmlFirst { get; init; }

    public IReadOnlyList<FileView> Files { get; init; } = [];
    public DeliveryView? Delivery { get; init; }

    /// <summary>What mail servers and readers said about it afterwards, oldest first.</summary>
    public IReadOnlyList<MailReport> Reports { get; init; } = [];

    /// <summary>Why it is in this ticket; null for what an agent wrote.</summary>
    public Why? Why { get; init; }

    /// <summary>Who forwarded it, so that its sender is only what the forwarded text says; null for mail that came from its sender.</summary>
    public Party? ForwardedBy { get; init; }

    /// <summary>An older ticket it may belong to; an agent decides.</summary>
    public PossibleMatch? PossibleMatch { get; init; }

    /// <summary>What had to be repaired while reading it; stable words of ReadMail.Problems.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>What came of decrypting and verifying it; null for mail that was not sealed.</summary>
    public SealReport? Seal { get; init; }

    /// <summary>When something in it was blacked out; null for nearly all.</summary>
    public DateTimeOffset? RedactedAt { get; init; }

    /// <summary>Whoever looks may black something out.</summary>
    public bool MayRedact { get; init; }

    /// <summary>The raw mail can be fetched at /messages/{id}/raw.</summary>
    public bool HasRaw { get; init; } = true;
}

public enum MessageSort { Human, AutoReply, Bounce, Delayed, ReadReceipt, List, Calendar, Complaint }

/// <param name="Name">Empty where only the address is known.</param>
public sealed record Party(string Name, string Address)
{
    public string Shown => Name.Length > 0 ? Name : Address;
}

/// <param name="Size">In bytes.</param>
/// <param name="RemovedAt">When its bytes were taken away for good.</param>
public sealed record FileView(string Id, string Name, long Size, string ContentType, DateTimeOffset? RemovedAt = null);

/// <param name="Sort">Delayed, read receipt or complaint.</param>
/// <param name="Address">Untrusted.</param>
public sealed record MailReport(MessageSort Sort, string Address, string? Reason, DateTimeOffset At);

/// <param name="Reason">A reason as of BounceReason, or the mail server's words, untrusted.</param>
/// <param name="Recipient">The address it concerns, where it is one of several.</param>
/// <param name="NextTry">When the outbox tries again; null when it does not.</param>
/// <param name="Leaves">When it is to leave, while it can still be taken back.</param>
/// <param name="Planned">Somebody chose that time.</param>
public sealed record DeliveryView(
    DeliveryState State, DateTimeOffset? At = null, string? Recipient = null, string? Reason = null, DateTimeOffset? NextTry = null, DateTimeOffset? Leaves = null, bool Planned = false);

/// <summary>A ticket this message may belong to.</summary>
public sealed record PossibleMatch(string Number, string Subject, Why Why);

/// <summary>What only staff see.</summary>
public sealed record NoteEntry : HistoryEntry
{
    public required string Author { get; init; }

    /// <summary>The address it came from, where it came by mail and nobody signed in to write it.</summary>
    public string? ByMail { get; init; }

    public required string Text { get; init; }

    /// <summary>People named in the text, in its order.</summary>
    public IReadOnlyList<NamedThere> Named { get; init; } = [];

    public IReadOnlyList<FileView> Files { get; init; } = [];
}

/// <param name="Start">In characters of the text.</param>
public sealed record NamedThere(string AgentId, int Start, int Length);

/// <summary>What the desk recorded.</summary>
public sealed record EventEntry : HistoryEntry
{
    public required Happened What { get; init; }

    /// <summary>Who did it; null: the desk itself.</summary>
    public string? By { get; init; }

    public Why? Why { get; init; }
}

/// <summary>One reason for an automatic decision. Detail is the matching part: an address, an id, a number.</summary>
public sealed record Why(WhyCode Code, string? Detail = null);

public enum WhyCode
{
    OurMessageId, SignedReplyAddress, KnownReference, SubjectNumber, NoReference, SenderIsNotParticipant, ReferenceOfOtherTicket,
    MailboxOfCommunity, CustomerAnswered, AutomaticMail, AgentAnswered, SameSubjectAndSender, SentWithState, TakenBack, Acknowledged,
    ForwardedAsText, ForwardedAsFile, RuleHeld, RuleAlways, RuleWrote,
}
