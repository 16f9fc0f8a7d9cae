namespace Lotse.Ui.Layout;

/// <summary>What surrounds every page of the signed-in desk: the rail with its counts, who is there, and what is wrong right now.</summary>
public sealed record DeskView
{
    public required DeskPerson Person { get; init; }

    /// <summary>In the order of the enum; a queue left out is not shown.</summary>
    public IReadOnlyList<QueueCount> Queues { get; init; } = [];

    /// <summary>Open tickets by level, 0 (secretariat) to 3; only the levels this desk has.</summary>
    public IReadOnlyList<LevelCount> Levels { get; init; } = [];

    /// <summary>Open tickets by community, only those the person may see.</summary>
    public IReadOnlyList<CommunityCount> Communities { get; init; } = [];

    /// <summary>All tickets that the person may see, counted; what is put aside is not among them.</summary>
    public IReadOnlyList<CountedTickets> Counted { get; init; } = [];

    /// <summary>Searches under a name, one's own and those of one's communities, in their order.</summary>
    public IReadOnlyList<RailView> Views { get; init; } = [];

    /// <summary>The person's last run on many tickets, while it goes on and shortly after.</summary>
    public string? BulkRun { get; init; }

    /// <summary>Mail that waits because it could not be read or placed.</summary>
    public long Parked { get; init; }

    /// <summary>Mailboxes that cannot take in or send at the moment.</summary>
    public int SickMailboxes { get; init; }

    /// <summary>Known faults that are not solved.</summary>
    public long Problems { get; init; }

    /// <summary>What the person has been told and not read; beyond 200 nobody counts.</summary>
    public long UnreadNotices { get; init; }

    /// <summary>Questions of colleagues that wait for the person's answer; beyond 200 nobody counts.</summary>
    public long Consultations { get; init; }

    /// <summary>What was published for this person and is not read yet.</summary>
    public long News { get; init; }

    public IReadOnlyList<Trouble> Troubles { get; init; } = [];

    /// <summary>What the last form did, said once at the top of the page.</summary>
    public Said? Said { get; init; }
}

public sealed record DeskPerson(string Id, string Name, string Email, AgentRole Role);

public sealed record QueueCount(Queue Queue, long Count);

public sealed record LevelCount(int Level, long Count);

/// <param name="Levels">Its open tickets by level; only the levels it has.</param>
public sealed record CommunityCount(string Id, string Name, long Count, IReadOnlyList<LevelCount>? Levels = null);

/// <summary>Tickets that have all of this in common, from the kept counts.</summary>
/// <param name="Mine">How many of them are the person's own.</param>
/// <param name="Nobodys">How many have no assignee.</param>
/// <param name="Team">How many are of a team that the person is in.</param>
public sealed record CountedTickets(string Community, TicketState State, int Level, long Count, long Mine, long Nobodys, long Team)
{
    public bool IsActive => State is TicketState.New or TicketState.Open;
    public bool IsDone => State is TicketState.Resolved or TicketState.Closed;
}

/// <summary>A search that is kept under a name.</summary>
/// <param name="Query">As typed.</param>
/// <param name="Own">Kept by whoever looks.</param>
public sealed record RailView(string Id, string Name, string Query, bool Own);

/// <summary>Something that concerns the whole desk and that whoever looks should know.</summary>
/// <param name="Count">Mails that wait because of it; 0 where that says nothing.</param>
/// <param name="Detail">The mail server's or database's own short words; no message content.</param>
/// <param name="Cause">A code, a colon, and the words of the server, for the page that says more.</param>
public sealed record Trouble(TroubleKind Kind, DateTimeOffset Since, long Count = 0, string? Detail = null, string? Cause = null);

public enum TroubleKind { StoreCannotWrite, MailServerAway, MailboxAway, DiskNearlyFull, FilesAway }

/// <summary>What a form has just done.</summary>
public enum Said
{
    Saved, TicketOpened, ReplyOnItsWay, ReplyPlanned, ReplyTakenBack, DraftRestored, NoteKept, StateChanged, AssigneeChanged, MatchConfirmed, MatchRejected, SendingAgain, MailReadAgain,
    AgentAdded, AgentDeactivated, AgentActivated, TokenRevoked, TotpOn, TotpOff, AlreadyDone,
    Merged, MergeUndone, LedToWhole, Snoozed, MarkedSpam, UnmarkedSpam, Split, Linked, Unlinked, Moved, Redacted,
    Watching, WatchingNoMore, NoticesRead, MacroDone,
    Escalated, HandOverAccepted, Returned, QuestionBegun, NothingToAsk, Consulted, ConsultationAnswered,
}
