using Lotse.Domain.Intake.Spam;

namespace Lotse.Domain.Intake;

/// <summary>A mail as the desk has read it: everything that later steps decide on, and nothing that needs the raw bytes again.</summary>
/// <remarks>All texts are Unicode NFC with LF line ends. Nothing in here is trusted: headers say what the sender wanted them to say.</remarks>
public sealed record ReadMail
{
    public string Subject { get; init; } = "";
    public IReadOnlyList<MailName> From { get; init; } = [];
    public IReadOnlyList<MailName> To { get; init; } = [];
    public IReadOnlyList<MailName> Cc { get; init; } = [];
    public IReadOnlyList<MailName> ReplyTo { get; init; } = [];

    /// <summary>Addresses of ours by which it may have come: Delivered-To, X-Original-To, Envelope-To, X-Forwarded-To, in order of appearance.</summary>
    public IReadOnlyList<string> DeliveredTo { get; init; } = [];

    /// <summary>The sender before a list or gateway put its own address into From (X-Original-From, or Reply-To of a "via" sender); null where nobody did.</summary>
    public MailName? OriginalSender { get; init; }

    /// <summary>The Authentication-Results headers (RFC 8601), topmost first, as they came. Only what a server of our own wrote there means anything.</summary>
    public IReadOnlyList<string> AuthenticationResults { get; init; } = [];

    /// <summary>What filters for spam wrote, or somebody in their name.</summary>
    public IReadOnlyList<MailFilterSays> FilterSays { get; init; } = [];

    /// <summary>The Date header, or null where it is missing or cannot be read.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>Without angle brackets, as are all ids here.</summary>
    public string? MessageId { get; init; }

    public IReadOnlyList<string> InReplyTo { get; init; } = [];
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>The whole body as plain text, quotes and signature included; made from the HTML where there is no text part.</summary>
    public string Text { get; init; } = "";

    /// <summary>The HTML part as it came, decoded but not cleaned; null where there is none. Clean it before anybody sees it.</summary>
    public string? Html { get; init; }

    /// <summary>What the reader should see first: the new words, without quote and signature. Never empty where Text is not.</summary>
    public string Visible { get; init; } = "";

    public string Quoted { get; init; } = "";
    public string Signature { get; init; } = "";
    public IReadOnlyList<MailPart> Attachments { get; init; } = [];
    public MailKind Kind { get; init; } = MailKind.Human;

    /// <summary>True where nobody may answer this by machine: automatic mail, lists, X-Auto-Response-Suppress, empty Return-Path.</summary>
    public bool SuppressAutoResponse => NoAnswer is not null;

    /// <summary>Why nobody may answer this by machine, as far as the mail itself says so.</summary>
    public WhyNoAnswer? NoAnswer { get; init; }

    public IReadOnlyList<DeliveryStatus> Dsn { get; init; } = [];

    /// <summary>Message-ID of the mail that a bounce, receipt or complaint is about.</summary>
    public string? OriginalMessageId { get; init; }

    /// <summary>Where answers to that mail go, as its own header says; null where the report does not give it.</summary>
    public string? OriginalReplyTo { get; init; }

    /// <summary>ISO 639-1, or null where the text is too short to tell.</summary>
    public string? Language { get; init; }

    public MailSeal Signed { get; init; }
    public MailSeal Encrypted { get; init; }

    /// <summary>What came of opening and verifying it; null until somebody tried.</summary>
    public SealReport? Seal { get; init; }

    public IReadOnlyList<ReadMail> Nested { get; init; } = [];
    public CalendarEntry? Calendar { get; init; }

    /// <summary>What had to be repaired or could not be read: short stable words such as charset-guessed, too-deep, date-unreadable.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];
}

/// <summary>Name and address as a header gives them. The address is trimmed, its domain lower case in ASCII form; the name may be empty.</summary>
public sealed record MailName(string Name, string Address);

/// <summary>One file of a mail. Part is its position among the leaves of the mail, by which it is found again in the raw bytes.</summary>
/// <param name="Size">In bytes, decoded.</param>
/// <param name="Sha256">Of the decoded bytes, lower-case hexadecimal.</param>
/// <param name="Inline">Shown inside the HTML by its Content-ID.</param>
public sealed record MailPart(int Part, string Name, long Size, string ContentType, string? Disposition, string? ContentId, string Sha256, bool Inline);

public enum MailKind { Human, AutoReply, Bounce, Delayed, FeedbackReport, ReadReceipt, List, Calendar }

public enum MailSeal { None, Smime, Pgp }

/// <summary>What a mail server says about one recipient (RFC 3464).</summary>
/// <param name="Hard">Another try is pointless.</param>
public sealed record DeliveryStatus(string Recipient, string Action, string? Status, string? ReplyCode, string? Reason, bool Hard);

public sealed record CalendarEntry(
    string? Method, string? Summary, DateTimeOffset? Start, DateTimeOffset? End, string? Organizer, IReadOnlyList<string> Attendees);
