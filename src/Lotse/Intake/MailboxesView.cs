using Lotse.Intake.Senders;

namespace Lotse.Intake;

/// <summary>How mail comes in and goes out at the moment.</summary>
public sealed record MailboxesView
{
    public IReadOnlyList<MailboxHealth> Mailboxes { get; init; } = [];
    public required OutgoingHealth Outgoing { get; init; }

    /// <summary>The domains of the mailboxes.</summary>
    public IReadOnlyList<SenderView> Senders { get; init; } = [];

    /// <summary>HOST:PORT of the LMTP door; null where it is off, and for all but admins.</summary>
    public string? Lmtp { get; init; }
}

public sealed record MailboxHealth
{
    public required string Address { get; init; }
    public required string Community { get; init; }
    public required MailboxState State { get; init; }

    /// <summary>How it takes in: lmtp, imap or http.</summary>
    public required string Door { get; init; }

    /// <summary>HOST:PORT of an IMAP server, without user or secret.</summary>
    public string? Server { get; init; }

    /// <summary>Signs in by access tokens, not by password.</summary>
    public bool ByToken { get; init; }

    public DateTimeOffset? LastMail { get; init; }
    public long MailsToday { get; init; }

    /// <summary>The last trouble: its code as of MailboxTrouble, then the server's own short words; and how many mails lie there for good, and how large. No secret, no message content.</summary>
    public string? LastError { get; init; }

    public DateTimeOffset? LastErrorAt { get; init; }

    /// <summary>When its server was last looked into without trouble; null for a door that is not asked, or never yet.</summary>
    public DateTimeOffset? LastOk { get; init; }
}

public enum MailboxState { Working, Waiting, Troubled, Off }

/// <param name="Server">HOST:PORT; null where mail is written to a folder, and for all but admins.</param>
/// <param name="Folder">Where outgoing mail lies as .eml files; null with a server, empty for all but admins.</param>
/// <param name="Waiting">Mails in the outbox.</param>
/// <param name="Failed">Mails given up that nobody has looked after.</param>
public sealed record OutgoingHealth(string? Server, string? Folder, long Waiting, long Failed, DateTimeOffset? LastSent, string? LastError = null, DateTimeOffset? LastErrorAt = null, DateTimeOffset? NextTry = null);
