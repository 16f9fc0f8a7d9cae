namespace Lotse.Domain.Tickets;

/// <summary>Puts unwanted mail aside, or takes it back to where its state says. Both are done quietly: whoever sends it never learns.</summary>
public sealed record MarkSpam(bool Spam)
{
    /// <param name="cameMeanwhile">Somebody wrote while it was aside.</param>
    public IReadOnlyList<Fact> Decide(Ticket ticket, bool cameMeanwhile, DateTimeOffset now) => (Spam, ticket.Lane == Lane.Spam) switch
    {
        (true, false) => [new TicketMarkedSpam(ticket.Id, now)],
        // What came was not allowed to wake it then; it does now.
        (false, true) when cameMeanwhile && ticket.State.Lane() != Lane.Active =>
            [new TicketUnmarkedSpam(ticket.Id, now), new StateChanged(ticket.Id, ticket.State, TicketState.Open, "customer-wrote", null, now)],
        (false, true) => [new TicketUnmarkedSpam(ticket.Id, now)],
        // It only looked like spam: nobody has put it aside, and now nobody says so any more.
        (false, false) when ticket.SpamScore > 0 && !ticket.Lane.IsAside() => [new TicketUnmarkedSpam(ticket.Id, now)],
        _ => [],
    };
}
