namespace Lotse.Adapters.MailServer.Door;

/// <summary>What stands behind every mail door (LMTP, SMTP, IMAP): who is known here, and who takes a mail over.
/// The feature that owns intake gives these two; the doors know nothing else of the desk.</summary>
/// <param name="FindRecipient">Whether an address (with or without a plus tag) belongs to one of our mailboxes.</param>
/// <param name="TakeOver">Returns once the mail is durable, or says why not. Does not throw for expected trouble; may be called many at a time.
/// The caller keeps ownership of the mail and disposes it afterwards.</param>
public sealed record MailDoor(
    Func<string, CancellationToken, ValueTask<RecipientAnswer>> FindRecipient,
    Func<ReceivedMail, MailEnvelope, CancellationToken, Task<TakeOverAnswer>> TakeOver);

/// <param name="Door">lmtp, smtp, imap or http: where it came in.</param>
/// <param name="Sender">MAIL FROM without brackets; empty for the null sender; null where the door has none.</param>
/// <param name="Recipients">The accepted RCPT TO addresses, or the mailbox's own address.</param>
public sealed record MailEnvelope(string Door, string? Sender, IReadOnlyList<string> Recipients, DateTimeOffset ReceivedAt);

public enum RecipientAnswer { Known, Unknown, StoreUnavailable }

public enum TakeOverAnswer { Durable, StoreUnavailable }
