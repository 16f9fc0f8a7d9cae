using Lotse.Domain.Tickets;

namespace Lotse.Domain.Replies;

/// <summary>An agent's answer to the customer.</summary>
/// <param name="LastSeen">Id of the newest message the writer has seen; null where the writer does not say.</param>
/// <param name="Then">The state the ticket gets; null for waiting for the customer.</param>
public sealed record WriteReply(long MessageId, string Text, IReadOnlyList<string> Recipients, long? LastSeen, TicketState? Then)
{
    public const string NothingWritten = "nothing-written";
    public const string NoRecipient = "no-recipient";
    public const string TooManyRecipients = "too-many-recipients";
    public const string NewerMessage = "newer-message";
    public const int RecipientsAtMost = 50;

    public Decision Decide(Ticket ticket, DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(Text)) return Decision.Refuse(NothingWritten);
        if (Recipients.Count == 0) return Decision.Refuse(NoRecipient);
        if (Recipients.Count > RecipientsAtMost) return Decision.Refuse(TooManyRecipients);
        if (LastSeen is { } seen && seen < ticket.NewestMessageId) return Decision.Refuse(NewerMessage);

        var then = Then ?? TicketState.WaitingForCustomer;
        Fact written = new ReplyWritten(ticket.Id, MessageId, Recipients, Snippets.Of(Text), now);
        return then == ticket.State
            ? Decision.Happens(written)
            : Decision.Happens(written, new StateChanged(ticket.Id, ticket.State, then, "replied", null, now));
    }
}
