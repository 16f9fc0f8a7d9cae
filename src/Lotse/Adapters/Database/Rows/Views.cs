namespace Lotse.Adapters.Database.Rows;

/// <summary>A list of tickets that somebody keeps: a search under a name.</summary>
public sealed class SavedView
{
    public long Id { get; init; }

    /// <summary>Whose it is.</summary>
    public long AgentId { get; init; }

    /// <summary>Those who work for this community have it in their rail too; null for one's own only.</summary>
    public long? CommunityId { get; set; }

    public string Name { get; set; } = "";

    /// <summary>As typed into the search box.</summary>
    public string Query { get; set; } = "";

    public int Position { get; set; }
}

/// <summary>Several steps under one name: what an agent does again and again.</summary>
public sealed class Macro
{
    public long Id { get; init; }

    /// <summary>Whose it is.</summary>
    public long AgentId { get; init; }

    /// <summary>Those who work for this community may use it too; null for one's own only.</summary>
    public long? CommunityId { get; set; }

    public string Name { get; set; } = "";

    /// <summary>The steps, as JSON.</summary>
    public string Steps { get; set; } = "";

    public int Position { get; set; }
}

public enum BulkStep { Waiting = 0, Done = 1, Refused = 2, Undone = 3 }

/// <summary>One action on many tickets, done one after the other while its agent goes on working.</summary>
public sealed class BulkRun
{
    public long Id { get; init; }
    public long AgentId { get; init; }
    public DateTimeOffset At { get; init; }

    /// <summary>What is done, as JSON.</summary>
    public string Action { get; init; } = "";

    public int Total { get; init; }
    public int Done { get; set; }
    public int Refused { get; set; }
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>From then on it is taken back, as far as nobody has changed the same thing meanwhile.</summary>
    public DateTimeOffset? UndoAt { get; set; }

    public DateTimeOffset? LeasedUntil { get; set; }
}

/// <summary>One ticket of a run.</summary>
public sealed class BulkItem
{
    public long BulkRunId { get; init; }
    public long TicketId { get; init; }
    public BulkStep Step { get; set; }

    /// <summary>What it was before, as JSON.</summary>
    public string? Before { get; set; }

    /// <summary>The code of what stood in the way.</summary>
    public string? Refusal { get; set; }
}
