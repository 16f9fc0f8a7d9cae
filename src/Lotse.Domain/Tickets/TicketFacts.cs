using Lotse.Domain.Intake;
using Lotse.Domain.Intake.Mail.Forwards;
using Lotse.Domain.Intake.Spam;

namespace Lotse.Domain.Tickets;

/// <summary>A fact about one ticket.</summary>
public abstract record TicketFact(long TicketId, DateTimeOffset At) : Fact;

/// <param name="Channel">Null where the door says it.</param>
/// <param name="Spam">What speaks for spam; null for nothing.</param>
public sealed record TicketOpened(
    long TicketId, long CommunityId, long MailboxId, long ContactId, string Subject, string? Language, Level Level, string Door, DateTimeOffset At,
    TicketChannel? Channel = null, SpamScore? Spam = null)
    : TicketFact(TicketId, At);

/// <param name="Why">By what the desk knew that the message belongs here.</param>
/// <param name="NewParticipant">The sender had not been part of this ticket before.</param>
public sealed record MessageReceived(
    long TicketId, long MessageId, string From, MailKind Kind, PlacedBy Why, bool NewParticipant, string Snippet, DateTimeOffset At)
    : TicketFact(TicketId, At);

/// <summary>Automatic mail, receipts and echoes: kept and shown, without any effect on the ticket's state.</summary>
/// <param name="MessageId">Null where the mail is our own coming back: nothing new to show.</param>
public sealed record MailRecorded(long TicketId, long? MessageId, string From, MailKind Kind, PlacedBy Why, DateTimeOffset At)
    : TicketFact(TicketId, At);

/// <summary>Somebody of ours forwarded a customer's mail, and the ticket is the customer's. Who that is was read out of the forwarded text: not verified.</summary>
/// <param name="By">Who forwarded it, by the address in From.</param>
/// <param name="Original">Whom the forwarded text names as its sender.</param>
/// <param name="Check">What a mail server of ours found out about the mail of whoever forwarded it.</param>
public sealed record MailForwarded(long TicketId, long MessageId, string By, string ByName, string Original, ForwardedAs How, SenderCheck Check, DateTimeOffset At)
    : TicketFact(TicketId, At);

/// <summary>A forwarded mail that names somebody of ours in From, of which a mail server of ours says that it is not from there. It counts as a mail of its sender.</summary>
public sealed record ForwardNotBelieved(long TicketId, long MessageId, string By, DateTimeOffset At) : TicketFact(TicketId, At);

public sealed record ReplyWritten(long TicketId, long MessageId, IReadOnlyList<string> Recipients, string Snippet, DateTimeOffset At)
    : TicketFact(TicketId, At);

/// <summary>An answer that waits until somebody's chosen time.</summary>
public sealed record ReplyScheduled(long TicketId, long MessageId, DateTimeOffset SendAt, DateTimeOffset At) : TicketFact(TicketId, At);

/// <summary>An answer that had not left is gone from the ticket, and a draft again.</summary>
/// <param name="NewestMessageId">What the newest message is now, unless one has come since.</param>
/// <param name="Because">agent, or customer-wrote: the customer wrote before it was to leave.</param>
public sealed record ReplyTakenBack(long TicketId, long MessageId, long NewestMessageId, string Snippet, string Because, DateTimeOffset At) : TicketFact(TicketId, At);

/// <summary>The desk has told the sender that the request has come. Moves nothing.</summary>
/// <param name="MessageId">Of the acknowledgement.</param>
public sealed record Acknowledged(long TicketId, long MessageId, string Recipient, DateTimeOffset At) : TicketFact(TicketId, At);

/// <summary>The desk acknowledges, but not this mail.</summary>
/// <param name="MessageId">The mail that opened the ticket.</param>
public sealed record AcknowledgementWithheld(long TicketId, long MessageId, WhyNoAnswer Why, DateTimeOffset At) : TicketFact(TicketId, At);

/// <summary>A rule has written to the customer. Moves nothing: it is no answer of a person.</summary>
public sealed record AutomaticReplyWritten(long TicketId, long MessageId, string Recipient, DateTimeOffset At) : TicketFact(TicketId, At);

/// <summary>A rule would have written to the customer, but a machine must not.</summary>
public sealed record AutomaticReplyWithheld(long TicketId, WhyNoAnswer Why, DateTimeOffset At) : TicketFact(TicketId, At);

public sealed record NoteWritten(long TicketId, long MessageId, DateTimeOffset At) : TicketFact(TicketId, At);

/// <param name="Because">customer-wrote, replied, agent, opened-by-agent, not-this-ticket, merged, merge-undone, snooze-over, undone: what made it change.</param>
public sealed record StateChanged(long TicketId, TicketState From, TicketState To, string Because, DateTimeOffset? SnoozedUntil, DateTimeOffset At)
    : TicketFact(TicketId, At);

public sealed record TicketAssigned(long TicketId, long? From, long? To, DateTimeOffset At) : TicketFact(TicketId, At);

public sealed record TeamChanged(long TicketId, long? From, long? To, DateTimeOffset At) : TicketFact(TicketId, At);

public sealed record PriorityChanged(long TicketId, Priority From, Priority To, DateTimeOffset At) : TicketFact(TicketId, At);

public sealed record SubjectChanged(long TicketId, string From, string To, DateTimeOffset At) : TicketFact(TicketId, At);

public sealed record TagsChanged(long TicketId, IReadOnlyList<string> Added, IReadOnlyList<string> Removed, DateTimeOffset At) : TicketFact(TicketId, At);

/// <summary>Something weaker than a proof speaks for another ticket; an agent decides.</summary>
public sealed record PossibleMatchFound(long TicketId, long OtherTicketId, PlacedBy Why, DateTimeOffset At) : TicketFact(TicketId, At);

/// <summary>An agent has decided: the messages belong to the other ticket, or not.</summary>
public sealed record PossibleMatchSettled(long TicketId, long OtherTicketId, bool Belongs, DateTimeOffset At) : TicketFact(TicketId, At);

public sealed record MailDelivered(long TicketId, long MessageId, string Recipient, DateTimeOffset At) : TicketFact(TicketId, At);

/// <param name="Final">Another try is pointless or has been given up.</param>
public sealed record DeliveryFailed(long TicketId, long MessageId, string Recipient, string Reason, bool Final, DateTimeOffset At) : TicketFact(TicketId, At);

/// <summary>What a mail server or a reader says about a mail of ours that has not failed: late, delivered, read, complained of. Moves nothing.</summary>
/// <param name="MessageId">The mail of ours.</param>
/// <param name="Address">Whom it concerns; empty where the report does not say.</param>
public sealed record ReportReceived(long TicketId, long MessageId, MailKind Kind, string Address, string? Reason, DateTimeOffset At) : TicketFact(TicketId, At);

/// <summary>An agent had a sealed mail read once more, with the keys that are set up by now.</summary>
/// <param name="Opened">It could be decrypted this time.</param>
public sealed record SealReadAgain(long TicketId, long MessageId, bool Opened, DateTimeOffset At) : TicketFact(TicketId, At);

public sealed record DeliveryRetried(long TicketId, long MessageId, DateTimeOffset At) : TicketFact(TicketId, At);
