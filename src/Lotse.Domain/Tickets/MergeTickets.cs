using Lotse.Domain.Intake;

namespace Lotse.Domain.Tickets;

/// <summary>One ticket becomes part of another: what stands in the way, and what happens to both.</summary>
/// <param name="Matched">The desk had asked whether it belongs there.</param>
public sealed record MergeTickets(bool Matched = false)
{
    public const string IntoItself = "merge-into-itself", OtherCommunity = "merge-other-community", MergedAlready = "merged-already", IsSpam = "ticket-is-spam", Higher = "merge-into-higher";

    /// <param name="into">Stands for itself: whoever names one that is part of another means that one.</param>
    public static Refusal? WhyNot(Ticket ticket, Ticket into) =>
        ticket.MergedIntoId is not null ? new Refusal(MergedAlready)
        : ticket.Id == into.Id ? new Refusal(IntoItself, "into")
        : ticket.CommunityId != into.CommunityId ? new Refusal(OtherCommunity, "into")
        : ticket.Lane == Lane.Spam || into.Lane == Lane.Spam ? new Refusal(IsSpam, "into")
        // Whoever was called in further up would lose it, and the other one would go up without having been handed up.
        : ticket.Level > into.Level && ticket.Lane == Lane.Active ? new Refusal(Higher, "into")
        : null;

    public IReadOnlyList<Fact> Leaves(Ticket ticket, Ticket into, DateTimeOffset now) => Matched
        ? [new PossibleMatchSettled(ticket.Id, into.Id, true, now), new TicketMerged(ticket.Id, into.Id, into.Number, now)]
        : [new TicketMerged(ticket.Id, into.Id, into.Number, now)];

    /// <summary>The newest of the messages counts as one that has come, so that whoever is answering is told; and work that was open does not get lost in a ticket that rests.</summary>
    /// <param name="moved">Oldest first.</param>
    public IReadOnlyList<Fact> Arrives(Ticket ticket, Ticket into, IReadOnlyList<Message> moved, DateTimeOffset now)
    {
        var facts = new List<Fact> { new MessagesJoined(into.Id, ticket.Id, moved.Count, now, ticket.Number, Matched) };
        if (moved.LastOrDefault(m => m.Kind == MessageKind.Incoming) is { } last && last.Id > into.NewestMessageId)
        {
            facts.Add(new MessageReceived(into.Id, last.Id, last.FromAddress, last.MailKind, PlacedBy.Agent, true, Snippets.Of(last.Visible ?? last.Text), now));
        }
        if (into.PossibleMatchId == ticket.Id) facts.Add(new PossibleMatchSettled(into.Id, ticket.Id, true, now));
        if (ticket.Lane == Lane.Active && into.Lane != Lane.Active) facts.Add(new StateChanged(into.Id, into.State, TicketState.Open, "merged", null, now));
        return facts;
    }
}
