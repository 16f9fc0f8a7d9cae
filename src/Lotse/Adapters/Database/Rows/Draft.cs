namespace Lotse.Adapters.Database.Rows;

public enum DraftKind { Reply = 0, Note = 1 }

/// <summary>What an agent is writing in a ticket, kept while it is typed.</summary>
public sealed class Draft
{
    public long Id { get; init; }
    public long TicketId { get; set; }
    public long AgentId { get; init; }
    public DraftKind Kind { get; init; }
    public string Text { get; set; } = "";

    /// <summary>As written, not cleaned; empty for plain text.</summary>
    public string Html { get; set; } = "";

    public string To { get; set; } = "";
    public string Cc { get; set; } = "";

    /// <summary>The newest message that its writer had seen.</summary>
    public long LastSeen { get; set; }

    /// <summary>Others in the ticket may read it and go on with it.</summary>
    public bool Shared { get; set; }

    /// <summary>Goes up with every change: who writes over an older one is told.</summary>
    public int Version { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>How a draft once was.</summary>
public sealed class DraftVersion
{
    public long DraftId { get; init; }
    public int Version { get; init; }

    /// <summary>Who wrote it like this.</summary>
    public long AgentId { get; init; }

    public string Text { get; init; } = "";
    public string Html { get; init; } = "";
    public DateTimeOffset At { get; init; }
}

/// <summary>An answer that has been written but not left: it can be taken back until it does.</summary>
public sealed class PendingReply
{
    public long MessageId { get; init; }
    public long TicketId { get; set; }
    public long AgentId { get; init; }
    public DateTimeOffset SendAt { get; set; }

    /// <summary>Meant for later, and stopped where the customer writes before; else only the seconds for a change of mind.</summary>
    public bool Later { get; init; }

    /// <summary>The ticket's state and newest message before the answer.</summary>
    public int StateBefore { get; init; }

    public long NewestBefore { get; init; }

    /// <summary>What its writer had typed, to go on with: the draft as JSON.</summary>
    public string Draft { get; init; } = "";
}

/// <summary>A file that an agent has put to an answer which is not sent yet. Only who wrote it ever sees it.</summary>
public sealed class DraftFile
{
    public long Id { get; init; }
    public long AgentId { get; init; }
    public long TicketId { get; set; }
    public string Name { get; init; } = "";
    public string ContentType { get; init; } = "application/octet-stream";

    /// <summary>In bytes.</summary>
    public long Size { get; init; }

    /// <summary>Lower-case hexadecimal; the name of the bytes in the file store.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>A picture that stands in the text; sent only where the text still shows it.</summary>
    public bool Inline { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}
