using Lotse.Tickets;
using Lotse.Ui;

namespace Lotse.Problems;

/// <summary>A problem in a list.</summary>
public sealed record ProblemRow(string Id, string Title, string Product, int State, string Community, string? Owner, int Tickets, int Customers, DateTimeOffset At);

/// <summary>The list of problems of one state.</summary>
public sealed record ProblemsView
{
    public IReadOnlyList<ProblemRow> Rows { get; init; } = [];
    public string? Next { get; init; }

    /// <summary>open (all that are not solved) or solved.</summary>
    public string State { get; init; } = "open";

    public string? Community { get; init; }
    public IReadOnlyList<Named> Communities { get; init; } = [];
}

/// <summary>What is typed about a problem.</summary>
public sealed record ProblemTyped
{
    public string Title { get; init; } = "";
    public string Product { get; init; } = "";
    public string? Owner { get; init; }
    public string German { get; init; } = "";
    public string English { get; init; } = "";
    public string? State { get; init; }
    public string? Community { get; init; }
    public string? Version { get; init; }
    public IReadOnlyList<Refusal> Refusals { get; init; } = [];
}

/// <summary>The form for a new problem.</summary>
public sealed record NewProblemView
{
    public ProblemTyped Typed { get; init; } = new();
    public IReadOnlyList<Named> Communities { get; init; } = [];
    public IReadOnlyList<Named> Owners { get; init; } = [];

    /// <summary>Tickets that it may begin with.</summary>
    public IReadOnlyList<PickedTicket> Tickets { get; init; } = [];
}

/// <param name="Picked">It is ticked.</param>
public sealed record PickedTicket(TicketLink Ticket, string Contact, bool Picked);

/// <summary>One problem, as one person may see it.</summary>
public sealed record ProblemView
{
    public required string Id { get; init; }
    public required string Title { get; init; }
    public string Product { get; init; } = "";

    /// <summary>0 open, 1 worked on, 2 solved.</summary>
    public int State { get; init; }

    public required string Community { get; init; }
    public string? Owner { get; init; }
    public string German { get; init; } = "";
    public string English { get; init; } = "";
    public int TicketCount { get; init; }
    public int Customers { get; init; }
    public DateTimeOffset OpenedAt { get; init; }
    public string? OpenedBy { get; init; }
    public DateTimeOffset? SolvedAt { get; init; }
    public string? SolvedBy { get; init; }
    public bool MayLead { get; init; }
    public bool IsSolved => State == 2;

    /// <summary>Newest first.</summary>
    public IReadOnlyList<TicketLink> Tickets { get; init; } = [];
    public string? Next { get; init; }

    /// <summary>The ticket whose like are looked for.</summary>
    public string? Newest { get; init; }

    /// <summary>When its customers were told something, newest first.</summary>
    public IReadOnlyList<ToldLine> Told { get; init; } = [];

    public required ProblemTyped Typed { get; init; }
    public IReadOnlyList<Named> Owners { get; init; } = [];

    /// <summary>Numbers as typed, where they were refused.</summary>
    public string? NumbersTyped { get; init; }

    /// <summary>What stood in the way of tickets, or of the last button.</summary>
    public IReadOnlyList<Refusal> Refusals { get; init; } = [];

    /// <summary>The form about what it is stands open: it was refused.</summary>
    public bool Editing { get; init; }
}

/// <param name="By">In whose name.</param>
public sealed record ToldLine(string Id, DateTimeOffset At, string? By, string Words, bool Running, bool Undo);
