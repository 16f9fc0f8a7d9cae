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

    /// <summary>Mail that waits because it could not be read or placed.</summary>
    public long Parked { get; init; }

    /// <summary>Mailboxes that cannot take in or send at the moment.</summary>
    public int SickMailboxes { get; init; }

    public IReadOnlyList<Trouble> Troubles { get; init; } = [];

    /// <summary>What the last form did, said once at the top of the page.</summary>
    public Said? Said { get; init; }
}

public sealed record DeskPerson(string Id, string Name, string Email, AgentRole Role);

/// <summary>The queues every desk has.</summary>
public enum Queue { Mine, Unassigned, Open, Waiting, Done }

public sealed record QueueCount(Queue Queue, long Count);

public sealed record LevelCount(int Level, long Count);

public sealed record CommunityCount(string Id, string Name, long Count);

/// <summary>Which list of tickets is meant: one of the fixed queues, a level, or a community. Exactly one is set.</summary>
public sealed record QueueAt
{
    public Queue? Queue { get; private init; }
    public int? Level { get; private init; }
    public Named? Community { get; private init; }

    /// <summary>As it stands in a URL: mine, unassigned, open, waiting, done, level-2, community-ID.</summary>
    public string Key { get; private init; } = "";

    public static QueueAt Of(Queue queue) => new() { Queue = queue, Key = queue.ToString().ToLowerInvariant() };

    public static QueueAt OfLevel(int level) => new() { Level = level, Key = $"level-{level}" };

    public static QueueAt OfCommunity(Named community) => new() { Community = community, Key = $"community-{community.Id}" };
}

/// <summary>Something that concerns the whole desk and that whoever looks should know.</summary>
/// <param name="Count">Mails that wait because of it; 0 where that says nothing.</param>
/// <param name="Detail">The mail server's or database's own short words; no message content.</param>
/// <param name="Cause">A code, a colon, and the words of the server, for the page that says more.</param>
public sealed record Trouble(TroubleKind Kind, DateTimeOffset Since, long Count = 0, string? Detail = null, string? Cause = null);

public enum TroubleKind { StoreCannotWrite, MailServerAway, MailboxAway, DiskNearlyFull }

/// <summary>What a form has just done.</summary>
public enum Said
{
    Saved, TicketOpened, ReplyOnItsWay, NoteKept, StateChanged, AssigneeChanged, MatchConfirmed, MatchRejected, SendingAgain, MailReadAgain,
    AgentAdded, AgentDeactivated, AgentActivated, TokenRevoked, TotpOn, TotpOff, AlreadyDone,
    Merged, MergeUndone, LedToWhole, Snoozed, MarkedSpam, UnmarkedSpam, Split, Linked, Unlinked, Moved, Redacted,
}
