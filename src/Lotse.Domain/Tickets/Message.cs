using Lotse.Domain.Intake;

namespace Lotse.Domain.Tickets;

public enum MessageKind { Incoming = 0, Outgoing = 1, Note = 2, Call = 3, Post = 4 }

public enum DeliveryState { Queued = 0, Sent = 1, Failed = 2, Bounced = 3 }

/// <summary>What somebody wrote: a customer, an agent to the customer, or staff among themselves.</summary>
public sealed class Message
{
    /// <summary>Of what an agent or a program writes: characters of text and HTML together, and of whom it goes to. Mail that comes in has bounds of its own.</summary>
    public const int LongestAtMost = 6_000_000;

    public const string TooLong = "text-too-long";

    /// <returns>Null where all of it together may be kept.</returns>
    public static Refusal? WhyTooLong(params IEnumerable<string?> written) => written.Sum(part => part?.Length ?? 0L) > LongestAtMost ? new Refusal(TooLong, "text") : null;

    public long Id { get; init; }
    public long TicketId { get; set; }
    public MessageKind Kind { get; init; }
    public MailKind MailKind { get; init; }
    public DateTimeOffset At { get; init; }

    /// <summary>Why no machine may ever answer it; null where one may, and for what came before this was kept.</summary>
    public WhyNoAnswer? NoAnswer { get; init; }

    /// <summary>Ours, and nobody wrote it.</summary>
    public bool IsAutomatic => Kind == MessageKind.Outgoing && MailKind != MailKind.Human;

    /// <summary>The agent who wrote it; null for what came in.</summary>
    public long? AuthorId { get; init; }

    public string FromName { get; init; } = "";
    public string FromAddress { get; init; } = "";
    public IReadOnlyList<MailName> To { get; init; } = [];
    public IReadOnlyList<MailName> Cc { get; init; } = [];
    public IReadOnlyList<MailName> ReplyTo { get; init; } = [];
    public string Subject { get; init; } = "";

    /// <summary>The whole text, plain.</summary>
    public string Text { get; init; } = "";

    /// <summary>What is seen first; null where it is all of <see cref="Text"/>.</summary>
    public string? Visible { get => TextCuts.Read(Text, Cuts, TextCuts.Visible) ?? field; init; }

    public string? Quoted { get => TextCuts.Read(Text, Cuts, TextCuts.Quoted) ?? field; init; }
    public string? Signature { get => TextCuts.Read(Text, Cuts, TextCuts.Signature) ?? field; init; }

    /// <summary>See <see cref="TextCuts"/>; null where the parts are kept as words of their own.</summary>
    public string? Cuts { get; init; }

    /// <summary>HTML that an agent wrote, already cleaned. What came in is cleaned anew from the raw mail each time it is shown.</summary>
    public string? Html { get; init; }

    /// <summary>True where the raw mail has an HTML part.</summary>
    public bool HasHtml { get; init; }

    public string? Language { get; init; }

    /// <summary>Message-ID without brackets.</summary>
    public string? MailId { get; init; }

    /// <summary>The message of this ticket that it answers.</summary>
    public long? AnswersId { get; init; }

    /// <summary>Where the raw bytes are; null for what was written here.</summary>
    public long? RawMailId { get; init; }

    /// <summary>What was inside an encrypted mail, as a mail of its own: text, HTML and files come from there. Null where the raw mail shows everything itself.</summary>
    public long? OpenedMailId { get; init; }

    /// <summary>The mail that HTML and files are read from.</summary>
    public long? ContentMailId => OpenedMailId ?? RawMailId;

    /// <summary>Null for mail that was neither signed nor encrypted.</summary>
    public SealReport? Seal { get; init; }

    /// <summary>Only of outgoing messages.</summary>
    public DeliveryState? Delivery { get; set; }

    /// <summary>When it is to leave, where somebody may still take it back or wants it to leave later; null for everything else.</summary>
    public DateTimeOffset? SendAt { get; set; }

    /// <summary>When something in it was blacked out for good.</summary>
    public DateTimeOffset? RedactedAt { get; set; }

    public string? Problems { get; init; }

    /// <summary>A list and not an empty array, because reading from the database adds to it.</summary>
    public IReadOnlyList<Attachment> Attachments { get; init; } = new List<Attachment>();
}

/// <summary>A file on a message.</summary>
public sealed class Attachment
{
    public long Id { get; init; }
    public long MessageId { get; init; }
    public string Name { get; init; } = "";

    /// <summary>In bytes.</summary>
    public long Size { get; init; }

    public string ContentType { get; init; } = "application/octet-stream";
    public string? Disposition { get; init; }
    public string? ContentId { get; init; }

    /// <summary>Lower-case hexadecimal; the name of the bytes in the file store, where they are there.</summary>
    public string Sha256 { get; init; } = "";

    public bool Inline { get; init; }

    /// <summary>Position in the raw mail; -1 where the bytes are in the file store only.</summary>
    public int Part { get; init; }

    /// <summary>When its bytes were taken away for good; the name stays as a trace.</summary>
    public DateTimeOffset? RemovedAt { get; set; }
}

/// <summary>An address that takes part in a ticket: wrote to it, was written to, or stood in To or Cc.</summary>
public sealed class Participant
{
    public long TicketId { get; init; }

    /// <summary>Lower case.</summary>
    public string Address { get; init; } = "";
}

/// <summary>A Message-ID (ours, theirs, or one only named in References) and the ticket it belongs to.</summary>
public sealed class ThreadKey
{
    public long Id { get; init; }

    /// <summary>Hash of the id, see <see cref="KeyOf"/>.</summary>
    public long Key { get; init; }

    public long TicketId { get; set; }

    /// <summary>64 bits of SHA-256 over the id in lower case: short enough for a large index, and nobody finds a second id for a given key.</summary>
    public static long KeyOf(string mailId)
    {
        Span<byte> hash = stackalloc byte[32];
        System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(mailId.Trim().ToLowerInvariant()), hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(hash);
    }
}
