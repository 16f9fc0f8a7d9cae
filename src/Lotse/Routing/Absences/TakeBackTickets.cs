using Lotse.Adapters.Database;
using Lotse.Domain;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Lotse.Tickets.Responsible;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Routing.Absences;

/// <summary>Gives somebody who is back the open tickets that others have for them.</summary>
public sealed class TakeBackTickets(DeskDatabase database, Journal journal, RoutingNow routing, TimeProvider clock)
{
    public const string StillAway = "still-away";

    /// <summary>In one go.</summary>
    public const int AtOnce = 200;

    /// <param name="numbers">Null for all.</param>
    /// <returns>How many.</returns>
    public Task<Answer<int>> RunAsync(Acting by, long agentId, IReadOnlyCollection<long>? numbers, CancellationToken cancel) => journal.RetryAsync<Answer<int>>(async () =>
    {
        if (!await database.ColleaguesOf(by).AnyAsync(a => a.Id == agentId, cancel)) return Refusals.NotFound;
        if (!by.MaySayOf(agentId)) return new Refusal(KeepAbsences.NotYours);
        var (table, now) = (await routing.TableAsync(database, cancel), clock.GetUtcNow());
        if (table.Roster.AwayAt(agentId, now) is not null) return new Refusal(StillAway);
        var tickets = await database.Tickets.AsTracking().VisibleTo(by).Where(t => t.ActsForId == agentId && t.Lane <= Lane.Waiting && (numbers == null || numbers.Contains(t.Number))).OrderBy(t => t.Id).Take(AtOnce).ToListAsync(cancel);
        tickets.RemoveAll(ticket => !table.Roster.MayHave(agentId, ticket.CommunityId));
        foreach (var ticket in tickets) journal.Record(ticket, [new TicketAssigned(ticket.Id, ticket.AssigneeId, agentId, now)], by.AgentId);
        if (tickets.Count > 0) await journal.SaveAsync(cancel);
        return tickets.Count;
    });
}
