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

    /// <summary>The server refuses to hand out a mail; it is tried a few times, then left behind.</summary>
    MailRefused,

    /// <summary>Mail was taken but could not be marked, moved or deleted.</summary>
    AfterTaking,
}

public enum LeftBehindReason { TooLarge, Unreadable }

/// <summary>A mail that stays on the server, flagged there, and is not tried again.</summary>
public sealed record LeftBehindMail(uint Uid, LeftBehindReason Reason);

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
public sealed record ImapCursor(uint UidValidity, uint LastUid);

/// <summary>What the desk keeps for its mailboxes. All three get the mailbox's address.</summary>
/// <param name="SaveCursor">Called after the mails up to the cursor are durable. It may be lost: then they come again and are found to be the same.</param>
/// <param name="Report">Called from the mailbox's own task; should be quick.</param>
public sealed record ImapMemory(
    Func<string, CancellationToken, ValueTask<ImapCursor?>> LoadCursor,
    Func<string, ImapCursor, CancellationToken, ValueTask> SaveCursor,
    Action<MailboxHealth> Report);
