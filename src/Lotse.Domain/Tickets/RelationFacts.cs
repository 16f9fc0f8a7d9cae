namespace Lotse.Domain.Tickets;

/// <summary>The ticket has become part of another one. Its messages are there from now on, and so is all that comes for it.</summary>
public sealed record TicketMerged(long TicketId, long IntoTicketId, long IntoNumber, DateTimeOffset At) : TicketFact(TicketId, At);

/// <summary>The ticket stands for itself again, with the messages it had.</summary>
/// <param name="FromNumber">Of the ticket that it was part of.</param>
public sealed record MergeUndone(long TicketId, long FromTicketId, long FromNumber, DateTimeOffset At) : TicketFact(TicketId, At);

/// <summary>Messages that an agent has moved here from a ticket that turned out to be this one.</summary>
/// <param name="FromNumber">0 in what older versions wrote.</param>
/// <param name="Matched">The desk had asked whether it belongs here, and an agent has said yes.</param>
public sealed record MessagesJoined(long TicketId, long FromTicketId, int Count, DateTimeOffset At, long FromNumber = 0, bool Matched = true) : TicketFact(TicketId, At);

/// <summary>Messages that have gone to another ticket: back to one that was part of this, or into one of their own.</summary>
/// <param name="NewestMessageId">Of those that stay.</param>
/// <param name="Split">They have got a ticket of their own; else a merge was undone.</param>
public sealed record MessagesLeft(long TicketId, long ToTicketId, long ToNumber, int Count, long NewestMessageId, string Snippet, bool Split, DateTimeOffset At)
    : TicketFact(TicketId, At);

/// <summary>Unwanted mail: out of all queues, and what comes for it stays with it in silence.</summary>
public sealed record TicketMarkedSpam(long TicketId, DateTimeOffset At) : TicketFact(TicketId, At);

public sealed record TicketUnmarkedSpam(long TicketId, DateTimeOffset At) : TicketFact(TicketId, At);

/// <summary>The ticket began with messages of another one.</summary>
public sealed record SplitFrom(long TicketId, long FromTicketId, long FromNumber, int Count, DateTimeOffset At) : TicketFact(TicketId, At)
{
    /// <summary>How such a ticket came in.</summary>
    public const string Door = "split";
}

/// <summary>Said of both.</summary>
public sealed record TicketLinked(long TicketId, long OtherTicketId, long OtherNumber, DateTimeOffset At) : TicketFact(TicketId, At);

public sealed record TicketUnlinked(long TicketId, long OtherTicketId, long OtherNumber, DateTimeOffset At) : TicketFact(TicketId, At);

/// <summary>Said in the community that the ticket leaves, before it does.</summary>
public sealed record TicketLeftCommunity(long TicketId, long ToCommunityId, DateTimeOffset At) : TicketFact(TicketId, At);

/// <summary>Said in the community that the ticket has come to, with a mailbox and a contact there.</summary>
public sealed record CommunityChanged(long TicketId, long FromCommunityId, long ToCommunityId, long MailboxId, long ContactId, DateTimeOffset At) : TicketFact(TicketId, At);

/// <summary>Something in a message was blacked out for good. Says where and by whom, never what.</summary>
/// <param name="Passages">How many.</param>
/// <param name="Files">Names of the files whose bytes were taken away.</param>
/// <param name="Subject">The ticket's, as it reads now.</param>
/// <param name="Snippet">The ticket's, as it reads now.</param>
public sealed record MessageRedacted(long TicketId, long MessageId, int Passages, IReadOnlyList<string> Files, string Subject, string Snippet, DateTimeOffset At) : TicketFact(TicketId, At);
