using Lotse.Domain.ServiceTimes;

namespace Lotse.Adapters.Database.Rows.Promises;

/// <summary>When a community works and what it promises, as JSON; without a row nothing is promised.</summary>
public sealed class ServicePlanRow
{
    public long CommunityId { get; init; }
    public string Plan { get; set; } = "";

    /// <summary>Since when something is promised.</summary>
    public DateTimeOffset Since { get; set; }

    public long Version { get; set; }
}

/// <summary>A promise to one ticket: how far it is, and what became of it. It follows from the ticket's facts and is written anew from them; what has ended stays as it was.</summary>
public sealed class TicketPromise
{
    public long TicketId { get; init; }
    public PromiseKind Kind { get; init; }

    /// <summary>Which one of its kind, from 1.</summary>
    public int Run { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Of working time.</summary>
    public int Minutes { get; set; }

    /// <summary>Null while it stands still, unless it had passed before.</summary>
    public DateTimeOffset? DueAt { get; set; }

    public DateTimeOffset? WarnAt { get; set; }
    public DateTimeOffset? PausedSince { get; set; }

    /// <summary>Working time that was left when it stood still, in milliseconds.</summary>
    public long? LeftMilliseconds { get; set; }

    public DateTimeOffset? EndedAt { get; set; }
    public DateTimeOffset? WarnedAt { get; set; }
    public DateTimeOffset? OverdueAt { get; set; }
    public DateTimeOffset? ToldLeadAt { get; set; }

    /// <summary>When somebody has to look at it again; null where time alone changes nothing.</summary>
    public DateTimeOffset? NextAt { get; set; }

    public long Version { get; set; }
}
