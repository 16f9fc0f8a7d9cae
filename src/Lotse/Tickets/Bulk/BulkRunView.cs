namespace Lotse.Tickets.Bulk;

/// <summary>One action on many tickets, as whoever started it sees it.</summary>
public sealed record BulkRunView
{
    public required string Id { get; init; }
    public DateTimeOffset At { get; init; }

    /// <summary>What is done, in words.</summary>
    public IReadOnlyList<string> What { get; init; } = [];

    public int Total { get; init; }
    public int Done { get; init; }
    public int Refused { get; init; }

    /// <summary>Taken back.</summary>
    public int Undone { get; init; }

    /// <summary>Not taken back: somebody has changed the same thing meanwhile.</summary>
    public int Stayed { get; init; }

    public bool IsRunning { get; init; }
    public bool IsUndo { get; init; }

    /// <summary>Tickets that something stood in the way of; at most a hundred.</summary>
    public IReadOnlyList<BulkRefusal> Refusals { get; init; } = [];

    /// <summary>Tickets gone through, in whichever direction.</summary>
    public int Past => IsUndo ? Undone + Stayed : Done + Refused;

    public int Ahead => IsUndo ? Done + Undone + Stayed : Total;
}

/// <param name="Why">In the words of whoever looks.</param>
public sealed record BulkRefusal(string Number, string Subject, string Why);
