using Lotse.Domain.Intake.Spam;
using Lotse.Tickets.Macros;
using Lotse.Tickets.Reading;
using Lotse.Tickets.Responsible;
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

    /// <summary>Handed up to its level, and nobody there has taken it yet.</summary>
    public bool HandOverWaits { get; init; }

    /// <summary>Came up from a level below, and can be returned there.</summary>
    public bool CameUp { get; init; }

    public required Named Community { get; init; }
    public Named? Assignee { get; init; }

    /// <summary>The assignee is the one who looks.</summary>
    public bool Mine { get; init; }

    public Named? Team { get; init; }

    /// <summary>For whom the assignee stands in.</summary>
    public string? ActsFor { get; init; }

    public AboutView About { get; init; } = AboutView.Nothing;
    public IReadOnlyList<string> Tags { get; init; } = [];

    public DateTimeOffset? SnoozedUntil { get; init; }

    /// <summary>When the nearest promise that runs is due.</summary>
    public DueTime? Due { get; init; }

    /// <summary>As it was sent, where it was refused.</summary>
    public string? SnoozeTyped { get; init; }

    /// <summary>Where it lies; spam and what is put away say so.</summary>
    public Domain.Tickets.Lane Lies { get; init; }
    public bool Spam => Lies == Domain.Tickets.Lane.Spam;
    public bool Archived => Lies == Domain.Tickets.Lane.Archived;
    public bool Anonymised => Lies == Domain.Tickets.Lane.Anonymised;

    /// <summary>How much it looks like spam, 0 to 100, and why; 0 for one that is put aside already.</summary>
    public int SpamScore { get; init; }

    public IReadOnlyList<SpamReason> SpamReasons { get; init; } = [];

    /// <summary>Tickets that have become part of this one, newest first.</summary>
    public IReadOnlyList<TicketLink> Parts { get; init; } = [];

    /// <summary>Tickets that somebody has linked with it, newest first.</summary>
    public IReadOnlyList<TicketLink> Links { get; init; } = [];

    /// <summary>The known fault that it is about.</summary>
    public ProblemOfTicket? Problem { get; init; }

    /// <summary>As it was sent, where it was refused.</summary>
    public string? LinkTyped { get; init; }

    /// <summary>As it was sent, where it was refused.</summary>
    public string? SubjectTyped { get; init; }

    /// <summary>Teams of the ticket's community.</summary>
    public IReadOnlyList<Named> Teams { get; init; } = [];

    /// <summary>Whoever looks is a lead or an admin.</summary>
    public bool Lead { get; init; }

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

    /// <summary>Who hears of it because they asked to.</summary>
    public IReadOnlyList<Named> Watchers { get; init; } = [];

    /// <summary>The person who looks is among them.</summary>
    public bool Watching => Watchers.Any(w => w.Id == Me);

    /// <summary>Who may be named in a note: the first part of the address as id, and the name.</summary>
    public IReadOnlyList<Named> Nameable { get; init; } = [];

    /// <summary>What the person who looks may do to it in one stroke, in their order: their own first.</summary>
    public IReadOnlyList<MacroItem> Macros { get; init; } = [];

    /// <summary>What the person who looks has been told of it and not read yet.</summary>
    public long UnreadNotices { get; init; }

    /// <summary>Only the ticket is asked for: what stands around it stays as it was.</summary>
    public bool InFrame { get; init; }

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

    /// <summary>Of what is known of it, to be sent back with a change.</summary>
    public string Version { get; init; } = "";

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

/// <param name="State">0 open, 1 worked on, 2 solved.</param>
/// <param name="German">What customers are told; empty for nothing.</param>
public sealed record ProblemOfTicket(string Id, string Title, int State, long Tickets, long Customers, string German, string English);

public sealed record TicketLink(string Number, string Subject, TicketState State, int Level, DateTimeOffset At);
