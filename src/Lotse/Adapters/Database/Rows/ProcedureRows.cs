using Lotse.Domain.Knowledge;

namespace Lotse.Adapters.Database.Rows;

/// <summary>Reusable steps for a kind of case.</summary>
public sealed class Procedure
{
    /// <summary>Of the technical play-through that every desk begins with; ids are made from the time and begin far above.</summary>
    public const long PlayThrough = 1;

    public long Id { get; init; }

    /// <summary>Whose agents walk it; null for all.</summary>
    public long? CommunityId { get; set; }

    public string German { get; set; } = "";
    public string English { get; set; } = "";

    /// <summary>Key of the hand-over form that its answers are for as well; empty for none.</summary>
    public string Form { get; set; } = "";

    public TextBlockState State { get; set; }

    /// <summary>Since when it is offered, the last time it began to be.</summary>
    public DateTimeOffset? PublishedAt { get; set; }

    /// <summary>With the form, the kind of case it is for: key of the reason.</summary>
    public string? CaseReason { get; set; }

    /// <summary>The case that it was drafted from.</summary>
    public long? FromTicketId { get; init; }

    public long? OwnerId { get; set; }

    /// <summary>When somebody should look whether it still holds.</summary>
    public DateTimeOffset? ReviewAt { get; set; }

    /// <summary>As JSON.</summary>
    public string Steps { get; set; } = "";

    /// <summary>Goes up with every change.</summary>
    public int Version { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
    public long? UpdatedById { get; set; }
}

/// <summary>How a procedure once was.</summary>
public sealed class ProcedureVersion
{
    public long ProcedureId { get; init; }
    public int Version { get; init; }

    /// <summary>Who wrote it like this; null where it came with the desk.</summary>
    public long? AgentId { get; init; }

    public DateTimeOffset At { get; init; }

    /// <summary>All of it, as JSON.</summary>
    public string Content { get; init; } = "{}";
}

/// <summary>A procedure as it is walked in one ticket. The steps are those of the beginning, whatever becomes of the procedure meanwhile.</summary>
public sealed class ProcedureRun
{
    public long Id { get; init; }
    public long ProcedureId { get; init; }
    public long TicketId { get; init; }
    public long AgentId { get; init; }
    public DateTimeOffset At { get; init; }
    public string Steps { get; init; } = "";

    /// <summary>What was walked, oldest first, as JSON.</summary>
    public string Done { get; set; } = "[]";

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>solved, escalate or left.</summary>
    public string? Outcome { get; set; }

    /// <summary>Why the path was left.</summary>
    public string? Why { get; set; }

    /// <summary>Two people who go on at once: the second one is told.</summary>
    public int Version { get; set; }
}

/// <summary>How often a step was reached, and how often the path was left there.</summary>
public sealed class ProcedureStepCount
{
    public long ProcedureId { get; init; }
    public string Step { get; init; } = "";
    public long Reached { get; set; }
    public long Left { get; set; }
}
