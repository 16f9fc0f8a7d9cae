namespace Lotse.Adapters.MailServer.Imap;

/// <summary>Why a mailbox is not being emptied just now.</summary>
public enum MailboxTrouble
{
    /// <summary>The options make no sense.</summary>
    Options,
    Unreachable,
    TimedOut,
    Tls,
    SignIn,

    /// <summary>The server does not take the access token.</summary>
    TokenNotTaken,

    /// <summary>There is no access token: see <see cref="Tokens.TokenTrouble"/> for this and those that follow.</summary>
    TokenClient,
    TokenGrant,
    TokenConsent,
    TokenEndpointAway,
    TokenNotUnderstood,

    /// <summary>There is no such folder, or it may only be read.</summary>
    Folder,
    ConnectionLost,

    /// <summary>The desk itself cannot store mail; it stays on the server meanwhile.</summary>
    StoreUnavailable,

    /// <summary>The server does not hand out a mail, which the detail names by its UID. It is tried again every few minutes, while others are taken, and in the end left behind.</summary>
    MailRefused,

    /// <summary>Mail was taken but could not be marked, moved or deleted.</summary>
    AfterTaking,
}

public enum LeftBehindReason { TooLarge, Unreadable }

/// <summary>A mail that stays on the server, flagged there. One that was unreadable is tried again once a day.</summary>
/// <param name="Bytes">As the server says.</param>
/// <param name="ReceivedAt">When the server got it.</param>
public sealed record LeftBehindMail(uint Uid, LeftBehindReason Reason, long Bytes = 0, DateTimeOffset? ReceivedAt = null);

/// <summary>How a mailbox is doing. Reported after every look into it, good or bad.</summary>
/// <param name="LastOkAt">When it was last seen empty of new mail; null since the start of this process.</param>
/// <param name="Detail">The server's words; for administrators, not for logs.</param>
/// <param name="ConsecutiveFailures">Looks that failed one after the other; 0 while all is well.</param>
public sealed record MailboxHealth(
    string Mailbox,
    DateTimeOffset? LastOkAt,
    MailboxTrouble? Trouble,
    string Detail,
    int ConsecutiveFailures,
    IReadOnlyList<LeftBehindMail> LeftBehind);

/// <summary>Up to where a folder has been taken in (RFC 3501 section 2.3.1.1). Another validity means that all UIDs are new.</summary>
public sealed record ImapCursor(uint UidValidity, uint LastUid)
{
    /// <summary>When it was saved last. Whoever keeps it says so.</summary>
    public DateTimeOffset? LastMailAt { get; init; }

    /// <summary>Mails left behind that the server does not remember for us, as it keeps no keywords; their UIDs and reasons are kept.</summary>
    public IReadOnlyList<LeftBehindMail> Unmarked { get; init; } = [];
}

/// <summary>What the desk keeps for its mailboxes.</summary>
/// <param name="SaveCursor">Called after the mails up to the cursor are durable. It may be lost: then they come again and are found to be the same. Nothing is to be saved where the mailbox has other settings by now.</param>
/// <param name="Report">Called from the mailbox's own task; should be quick.</param>
public sealed record ImapMemory(
    Func<ImapMailboxOptions, CancellationToken, ValueTask<ImapCursor?>> LoadCursor,
    Func<ImapMailboxOptions, ImapCursor, CancellationToken, ValueTask> SaveCursor,
    Action<MailboxHealth> Report);
