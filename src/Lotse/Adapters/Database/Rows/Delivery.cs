namespace Lotse.Adapters.Database.Rows;

public enum DeliveryStep
{
    /// <summary>Durable, not yet placed.</summary>
    Waiting = 0,
    Placed = 1,

    /// <summary>Could not be read or placed; an agent sees it.</summary>
    Parked = 2,
}

/// <summary>One mail as it was taken over from a door: first of all kept, then read and placed.</summary>
public sealed class Delivery
{
    public long Id { get; init; }
    public long MailboxId { get; init; }
    public long CommunityId { get; init; }

    /// <summary>lmtp, smtp, imap, http or import.</summary>
    public string Door { get; init; } = "";

    public string? EnvelopeSender { get; init; }

    /// <summary>The accepted recipients, separated by spaces.</summary>
    public string Recipients { get; init; } = "";

    /// <summary>When the first server of ours got it: of a fetched or imported mail, the one it lay with.</summary>
    public DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When the desk took it over.</summary>
    public DateTimeOffset TakenAt => Ids.TimeOf(Id);

    /// <summary>Of the raw bytes.</summary>
    public long Size { get; init; }

    /// <summary>0 where it was taken away for good, because something in it was blacked out.</summary>
    public long RawMailId { get; init; }

    /// <summary>The same for the same mail, however often and by whichever of our addresses it comes.</summary>
    public long? Fingerprint { get; set; }

    public DeliveryStep Step { get; set; }

    /// <summary>Until when the desk that kept it, or took it over, is about to place it; null where nobody said so.</summary>
    public DateTimeOffset? LeasedUntil { get; set; }

    /// <summary>Times that placing has begun anew; a mail that brings the desk down is parked after a few.</summary>
    public int Attempts { get; set; }

    /// <summary>opened, continued, reopened, recorded, duplicate or parked.</summary>
    public string? Outcome { get; set; }

    /// <summary>Why it was parked: a stable code.</summary>
    public string? Reason { get; set; }

    public long? TicketId { get; set; }
    public long? MessageId { get; set; }
}

/// <summary>The raw bytes of a mail, see RawMailCodec. Large pieces are in the file store, named in here.</summary>
public sealed class RawMail
{
    public long Id { get; init; }
    public byte[] Bytes { get; init; } = [];
}

/// <summary>A file of the store that a raw mail names. Goes with the mail; of the newest mails nothing stands here yet, see FilesOfMails.</summary>
public sealed class RawMailFile
{
    public string Sha256 { get; init; } = "";
    public long RawMailId { get; init; }
}
