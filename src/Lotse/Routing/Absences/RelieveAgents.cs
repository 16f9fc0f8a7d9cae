using Lotse.Adapters.Database;
using Lotse.Domain.Routing;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Responsible;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Routing.Absences;

/// <summary>Sees to it that no open ticket sits with somebody who cannot work it: who is away and hands over, who is not here any more, who does not work for the community.</summary>
public sealed class RelieveAgents(DeskDatabase database, Journal journal, RoutingNow routing, TimeProvider clock)
{
    /// <summary>In one save.</summary>
    public const int AtOnce = 100;

    /// <returns>How many tickets went elsewhere.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var table = await routing.TableAsync(database, cancel);
        var now = clock.GetUtcNow();
        // The counts of queues tell who has open tickets of which community, without looking at a ticket.
        var having = await database.QueueCounts.Where(c => c.AssigneeId != 0 && c.Count > 0).Select(c => new { c.AssigneeId, c.CommunityId }).Distinct().ToListAsync(cancel);
        var moved = 0;
        foreach (var one in having)
        {
            // Somebody whom the table does not know yet is not somebody who may not.
            if (!table.Roster.People.ContainsKey(one.AssigneeId)) continue;
            var occasion = !table.Roster.MayHave(one.AssigneeId, one.CommunityId) ? TicketRouted.CannotWork : HandsOver(table, one.AssigneeId, now) ? TicketRouted.Absence : null;
            if (occasion is not null) moved += await OfAgentAsync(one.AssigneeId, one.CommunityId, occasion, cancel);
        }
        return moved;
    }

    private async Task<int> OfAgentAsync(long agentId, long communityId, string occasion, CancellationToken cancel)
    {
        var moved = 0;
        for (long after = 0; ;)
        {
            var (count, last) = await journal.RetryAsync(() => SomeAsync(agentId, communityId, occasion, after, cancel));
            moved += count;
            if (last is not { } next) return moved;
            after = next;
        }
    }

    private async Task<(int Count, long? Last)> SomeAsync(long agentId, long communityId, string occasion, long after, CancellationToken cancel)
    {
        var table = await routing.TableAsync(database, cancel);
        var tickets = await database.Tickets.AsTracking().Where(t => t.AssigneeId == agentId && t.Lane == Lane.Active && t.CommunityId == communityId && t.Id > after).OrderBy(t => t.Id).Take(AtOnce).ToListAsync(cancel);
        if (tickets.Count == 0) return (0, null);
        var contacts = tickets.Select(t => t.ContactId).Distinct().ToList();
        var organisations = table.NamesOrganisations
            ? await database.Contacts.Where(c => contacts.Contains(c.Id) && c.OrganisationId != null).ToDictionaryAsync(c => c.Id, c => c.OrganisationId, cancel)
            : [];
        var (count, now) = (0, clock.GetUtcNow());
        foreach (var ticket in tickets)
        {
            var facts = RouteTicket.Relieve(ticket, Case.Of(ticket, organisations.GetValueOrDefault(ticket.ContactId)), table, occasion, now);
            if (facts.Count == 0) continue;
            journal.Record(ticket, facts, null);
            count++;
        }
        var last = tickets[^1].Id;
        await journal.SaveAsync(cancel);
        return (count, tickets.Count < AtOnce ? null : last);
    }

    private static bool HandsOver(RoutingTable table, long agentId, DateTimeOffset now) =>
        table.Roster.People.TryGetValue(agentId, out var person) && person.Presence.AbsenceAt(now) is { Tickets: WithTickets.HandOver };
}
