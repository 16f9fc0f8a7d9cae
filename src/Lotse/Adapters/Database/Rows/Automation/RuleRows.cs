using Lotse.Domain.Rules;

namespace Lotse.Adapters.Database.Rows.Automation;

/// <summary>What the desk does by itself where something happens, or where time has passed.</summary>
public sealed class RuleRow
{
    public long Id { get; init; }

    /// <summary>Null for all communities.</summary>
    public long? CommunityId { get; set; }

    public string Name { get; set; } = "";

    /// <summary>Rules run in this order.</summary>
    public int Position { get; set; }

    public bool Enabled { get; set; }

    /// <summary>After which events it is asked; none for one that waits for time.</summary>
    public RuleMoments Moments { get; set; }

    /// <summary>From when hours are counted; null for one that waits for events.</summary>
    public RuleSince? Since { get; set; }

    public int Hours { get; set; }

    /// <summary>As typed into the search box; empty for every ticket.</summary>
    public string Condition { get; set; } = "";

    /// <summary>Whose days the condition means, IANA name.</summary>
    public string Zone { get; set; } = "";

    /// <summary>As JSON, as macros keep them.</summary>
    public string Steps { get; set; } = "";

    public long? WebhookId { get; set; }

    /// <summary>Rules behind it are not asked where it has run.</summary>
    public bool StopAfter { get; set; }

    /// <summary>The desk has stopped it because it ran too often; a person lets it go on.</summary>
    public DateTimeOffset? PausedAt { get; set; }

    /// <summary>Of a rule that waits for time: tickets whose time came up to this moment have been looked at.</summary>
    public DateTimeOffset? LookedUntil { get; set; }
}

/// <summary>A rule that fitted a ticket, and what came of it.</summary>
public sealed class RuleRun
{
    public long Id { get; init; }
    public long RuleId { get; init; }
    public long TicketId { get; init; }
    public DateTimeOffset At { get; init; }
    public RuleOutcome Outcome { get; init; }

    /// <summary>What of the condition held, as typed; or the code of what stood in the way.</summary>
    public string Why { get; init; } = "";
}
