using Lotse.Domain.Tickets;

namespace Lotse.Domain.Replies;

/// <summary>An answer that has not left is taken back: by an agent who has thought again, or by the desk because the customer wrote before it was to leave.</summary>
/// <param name="NewestBefore">The ticket's newest message before the answer; 0 for none.</param>
/// <param name="SnippetBefore">The beginning of what is the newest message then.</param>
/// <param name="StateBefore">The ticket's state before the answer.</param>
/// <param name="StateSince">The state that the answer gave it.</param>
/// <param name="Because">agent or customer-wrote.</param>
public sealed record TakeBackReply(
    long MessageId, long NewestBefore, string SnippetBefore, TicketState StateBefore, TicketState StateSince, DateTimeOffset? SnoozedBefore, string Because)
{
    public const string AlreadyLeft = "already-left";
    public const string ByAgent = "agent", CustomerWrote = "customer-wrote";

    /// <param name="left">One of its mails has been sent or is on its way at this moment.</param>
    public Decision Decide(Ticket ticket, bool left, DateTimeOffset now)
    {
        if (left) return Decision.Refuse(AlreadyLeft);
        var facts = new List<Fact> { new ReplyTakenBack(ticket.Id, MessageId, NewestBefore, SnippetBefore, Because, now) };
        // Whoever has changed the state since meant it: it stays.
        if (ticket.State == StateSince && StateSince != StateBefore)
        {
            var slept = StateBefore == TicketState.Snoozed;
            var back = slept && !(SnoozedBefore > now) ? TicketState.Open : StateBefore;
            facts.Add(new StateChanged(ticket.Id, ticket.State, back, "taken-back", back == TicketState.Snoozed ? SnoozedBefore : null, now));
        }
        return Decision.Happens(facts);
    }
}
