namespace Lotse.Adapters.Database.Rows;

/// <summary>Something that an agent is told because they are responsible, watch, or were named.</summary>
public sealed class Notice
{
    public long Id { get; init; }
    public long AgentId { get; init; }
    public long TicketId { get; init; }

    /// <summary>A stable code: why this agent is told.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The journal's line that it tells of.</summary>
    public long Line { get; init; }

    /// <summary>Who did it; null where a customer or the desk did.</summary>
    public long? ByAgentId { get; init; }

    public DateTimeOffset At { get; init; }
    public DateTimeOffset? ReadAt { get; set; }

    /// <summary>When it was put into a mail.</summary>
    public DateTimeOffset? MailedAt { get; set; }
}

/// <summary>The words of a file, read once for the search.</summary>
public sealed class FileText
{
    /// <summary>Of the file, lower-case hexadecimal.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>Empty where there are none.</summary>
    public string Text { get; init; } = "";
}
