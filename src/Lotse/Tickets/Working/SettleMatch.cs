using Lotse.Adapters.Database;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Merging;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Working;

/// <summary>An agent says whether a ticket that came in on its own belongs to an older one. If it does, it becomes part of that one, and that can be undone.</summary>
public sealed class SettleMatch(DeskDatabase database, Journal journal, JoinTickets join, TimeProvider clock)
{
    /// <returns>The number of the ticket to go on with.</returns>
    public Task<Answer<long>> RunAsync(Acting by, long number, bool belongs, CancellationToken cancel) => journal.RetryAsync<Answer<long>>(async () =>
    {
        if (await database.FindPartAsync(by, number, cancel) is not { PossibleMatchId: { } otherId } ticket) return Refusals.NotFound;
        if (!belongs)
        {
            journal.Record(ticket, [new PossibleMatchSettled(ticket.Id, otherId, false, clock.GetUtcNow())], by.AgentId);
            await journal.SaveAsync(cancel);
            return ticket.Number;
        }
        var other = await database.Tickets.AsTracking().VisibleTo(by).SingleOrDefaultAsync(t => t.Id == otherId, cancel);
        if (other is null) return Refusals.NotFound;
        var head = other.MergedIntoId is null ? other : (await TicketHeads.WayOfAsync(database, other, tracking: true, cancel))[^1];
        return await join.JoinAsync(by, ticket, head, new MergeTickets(Matched: true), cancel);
    });
}
