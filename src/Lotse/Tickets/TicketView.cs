using Lotse.Tickets.Reading;
using Lotse.Tickets.Writing;
using Lotse.Ui;
using Lotse.Ui.Layout;

namespace Lotse.Tickets;

/// <summary>One ticket with all that happened to it, as one person may see it.</summary>
public sealed record TicketView
{
    public required string Number { get; init; }
    public required string Subject { get; init; }
    public required TicketState State { get; init; }
    public TicketPriority Priority { get; init; } = TicketPriority.Normal;

    /// <summary>What somebody has seen who changes the state: nothing is resolved over a message that came meanwhile.</summary>
    public string StateSeen => $"{State}.{Newest}";

    /// <summary>Id of the newest message that counts for somebody who answers: automatic mail and notes do not.</summary>
    public string Newest { get; init; } = "";

    /// <summary>Where it is now: 0 the secretariat, 1 to 3.</summary>
    public int Level { get; init; } = 1;

    /// <summary>The levels it has been through, oldest first, the current one last.</summary>
    public IReadOnlyList<LevelStep> Way { get; init; } = [];

    public required Named Community { get; init; }
    public Named? Assignee { get; init; }

    /// <summary>The assignee is the one who looks.</summary>
    public bool Mine { get; init; }

    public Named? Team { get; init; }
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Guards every quick form, as the version field.</summary>
    public required long Version { get; init; }

    public required ContactCard Contact { get; init; }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<HistoryEntry> History { get; init; } = [];

    /// <summary>Ids of entries before this one are older than the person's last look; the mark for new ones stands before it. Null: nothing new.</summary>
    public string? FirstUnseen { get; init; }

    /// <summary>Who may get the ticket, the person who looks included.</summary>
    public IReadOnlyList<Named> Assignable { get; init; } = [];

    /// <summary>The id of the person who looks, for "assign to me".</summary>
    public required string Me { get; init; }

    /// <summary>Null where the person may read but not write.</summary>
    public ComposerView? Composer { get; init; }

    /// <summary>The queue it was opened from.</summary>
    public QueueAt? From { get; init; }

    /// <summary>A form's refusal: somebody else changed the ticket meanwhile, or may not.</summary>
    public IReadOnlyList<Refusal> Refusals { get; init; } = [];
}

/// <param name="Stayed">How long it was there; null at the current level.</param>
public sealed record LevelStep(int Level, TimeSpan? Stayed);

/// <summary>The contact beside the ticket.</summary>
public sealed record ContactCard
{
    public required string Id { get; init; }

    /// <summary>Empty where only an address is known.</summary>
    public string Name { get; init; } = "";

    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>Those of the addresses that mail comes back from.</summary>
    public IReadOnlyList<FailingAddress> Failing { get; init; } = [];

    public IReadOnlyList<FoundPhone> Phones { get; init; } = [];
    public string? Organisation { get; init; }

    /// <summary>What agents have written down about the contact.</summary>
    public string Notes { get; init; } = "";
    public long TicketCount { get; init; }

    /// <summary>At most eight others, newest first.</summary>
    public IReadOnlyList<TicketLink> Others { get; init; } = [];
}

/// <summary>Mail to it came back for good.</summary>
/// <param name="Reason">As of BounceReason.</param>
public sealed record FailingAddress(string Address, DateTimeOffset Since, string Reason);

/// <param name="Number">E.164.</param>
/// <param name="SignedAt">When the mail came in whose signature it stood in; null where an agent typed it.</param>
public sealed record FoundPhone(string Number, DateTimeOffset? SignedAt);

public sealed record TicketLink(string Number, string Subject, TicketState State, int Level, DateTimeOffset At);
