using Lotse.Domain.Knowledge;
using Lotse.Domain.Tickets;

namespace Lotse.Domain.Replies;

/// <summary>An agent's answer to the customer.</summary>
/// <param name="LastSeen">Id of the newest message the writer has seen; null where the writer does not say.</param>
/// <param name="Then">The state the ticket gets; null for waiting for the customer.</param>
/// <param name="SnoozedUntil">How long it sleeps, where it is snoozed then.</param>
/// <param name="SendAt">When it is to leave, where somebody chose a time; null for now.</param>
public sealed record WriteReply(
    long MessageId, string Text, IReadOnlyList<string> Recipients, long? LastSeen, TicketState? Then, DateTimeOffset? SnoozedUntil = null, DateTimeOffset? SendAt = null)
{
    public const string NothingWritten = "nothing-written";
    public const string NoRecipient = "no-recipient";
    public const string TooManyRecipients = "too-many-recipients";
    public const string NewerMessage = "newer-message";
    public const string SendAtOutOfRange = "send-at-out-of-range";
    public const int RecipientsAtMost = 50;

    /// <summary>Nobody knows in a year what was meant.</summary>
    public static readonly TimeSpan LatestSending = TimeSpan.FromDays(366);

    /// <summary>What is sent beside the plain words, cleaned; null for nothing.</summary>
    public string? Html { get; init; }

    public Decision Decide(Ticket ticket, DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(Text)) return Decision.Refuse(NothingWritten);
        if (MissingValues.WhyNotSend(Text, Html) is { } missing) return Decision.Refuse(missing.Code, missing.About);
        if (Recipients.Count == 0) return Decision.Refuse(NoRecipient);
        if (Recipients.Count > RecipientsAtMost) return Decision.Refuse(TooManyRecipients);
        if (LastSeen is { } seen && seen < ticket.NewestMessageId) return Decision.Refuse(NewerMessage);
        if (SendAt is { } at && (at <= now || at - now > LatestSending)) return Decision.Refuse(SendAtOutOfRange);

        var then = Then ?? TicketState.WaitingForCustomer;
        if (then == TicketState.Snoozed && SnoozedUntil is null) return Decision.Refuse(ChangeTicket.SnoozeNeedsTime);
        if (SnoozedUntil <= now) return Decision.Refuse(ChangeTicket.SnoozeInPast);
        var until = then == TicketState.Snoozed ? SnoozedUntil : null;
        var facts = new List<Fact> { new ReplyWritten(ticket.Id, MessageId, Recipients, Snippets.Of(Text), now) };
        if (SendAt is { } later) facts.Add(new ReplyScheduled(ticket.Id, MessageId, later, now));
        if (then != ticket.State || until != ticket.SnoozedUntil) facts.Add(new StateChanged(ticket.Id, ticket.State, then, "replied", until, now));
        return Decision.Happens(facts);
    }
}
