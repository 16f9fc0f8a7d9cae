namespace Lotse.Adapters.Database.Rows;

/// <summary>One fact in the append-only journal. Ids are given out in the order of commits, so that a follower resumes by id alone.</summary>
public sealed class JournalRow
{
    public long Id { get; set; }
    public DateTimeOffset At { get; init; }

    /// <summary>The fact's name in camel case, such as ticketOpened.</summary>
    public string Kind { get; set; } = "";

    public long? CommunityId { get; init; }
    public long? TicketId { get; set; }

    /// <summary>Who did it; null where the desk did.</summary>
    public long? AgentId { get; init; }

    /// <summary>The rules that led to it, one after the other, the last one did it: "12 15". Null where none did.</summary>
    public string? Cause { get; init; }

    /// <summary>The fact as JSON.</summary>
    public string Data { get; set; } = "";
}

/// <summary>A counter that is raised inside the transaction which uses it; its row lock puts writers in order on every database.</summary>
public sealed class Sequence
{
    public const string JournalId = "journal", TicketNumber = "ticket", WhoActs = "who-acts", Learned = "learned", Desk = "desk";

    public string Name { get; init; } = "";
    public long Value { get; set; }
}

/// <summary>How many tickets are in one place, but for those put aside; kept up with every save, never counted.</summary>
public sealed class QueueCount
{
    public long CommunityId { get; init; }
    public int State { get; init; }
    public int Level { get; init; }

    /// <summary>0 for nobody, and for anybody where the ticket is not to be worked on at present.</summary>
    public long AssigneeId { get; init; }

    /// <summary>0 for no team, and for any where the ticket is not to be worked on at present.</summary>
    public long TeamId { get; init; }

    public long Count { get; init; }
}

/// <summary>A value of the desk as a whole.</summary>
public sealed class Setting
{
    public const string SigningKey = "signing-key", SetUpAt = "set-up-at", AutomaticCaps = "automatic-caps", SmtpOAuth = "smtp-oauth", TrustedReceivers = "trusted-receivers";

    /// <summary>How far the journal has been told to agents; and until when one process mails what they have not read.</summary>
    public const string NoticesAt = "notices-at", NoticeMailLease = "notice-mail-lease";

    /// <summary>How far the journal has been looked through for tickets that a text block solved.</summary>
    public const string BlocksAt = "text-blocks-at";

    /// <summary>How far the journal has been looked through for rules and webhooks.</summary>
    public const string RulesAt = "rules-at";

    /// <summary>How far the journal has been followed into promises to tickets; and until when one process does.</summary>
    public const string PromisesAt = "promises-at", PromisesLease = "promises-lease";

    /// <summary>Until when one process deals out queues.</summary>
    public const string DealingLease = "dealing-lease";

    /// <summary>The oldest migration that a program must know of to serve this data; see MigrateDatabase.</summary>
    public const string ServesFrom = "serves-from";

    /// <summary>Until when one process fetches a mailbox.</summary>
    public static string FetchingOf(long mailboxId) => $"fetching:{mailboxId}";

    /// <summary>Mails of a fetched mailbox that were left behind and that its server does not remember for us.</summary>
    public static string LeftBehindOf(long mailboxId) => $"left-behind:{mailboxId}";

    /// <summary>Until when one process deletes by rule.</summary>
    public const string RetentionLease = "retention-lease";

    /// <summary>Up to which raw mail it is known which files they name; and until when one process takes files away that nothing names.</summary>
    public const string FilesOfMailsAt = "files-of-mails-at", FilesLease = "files-lease";

    /// <summary>The row for the key that mail from a domain is signed with.</summary>
    public static string DkimOf(string domain) => $"dkim:{domain}";

    /// <summary>How far an IMAP folder has been imported.</summary>
    /// <param name="place">Tells one folder from another; no secret.</param>
    public static string ImportOf(string place) => $"import:{place}";

    public string Name { get; init; } = "";
    public string Value { get; set; } = "";
}
