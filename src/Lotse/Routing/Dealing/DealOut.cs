using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Claiming;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Writing;
using Lotse.Domain.Communities;
using Lotse.Domain.Routing;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Responsible;
using Lotse.Tickets.Working;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Routing.Dealing;

/// <summary>One pass over the teams that deal out their queues: each waiting ticket goes to whoever is next, and one that nobody touched for too long goes on to another one.</summary>
/// <remarks>One process at a time does it, so that nobody gets more than they can carry from two desks at once.</remarks>
public sealed class DealOut(DeskDatabase database, WriteGate gate, Journal journal, RoutingNow routing, TimeProvider clock)
{
    /// <summary>Looked at in one save.</summary>
    private const int AtOnce = 100;

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <returns>How many tickets went to somebody, or back.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var teams = await database.Teams.Where(t => t.Distribution != DistributionKind.Pull).OrderBy(t => t.Id).ToListAsync(cancel);
        if (teams.Count == 0 || !await Leases.TakeAsync(database, gate, Setting.DealingLease, clock.GetUtcNow(), clock.GetUtcNow() + Lease, cancel)) return 0;
        try
        {
            var dealt = 0;
            foreach (var team in teams)
            {
                dealt += await IdleAsync(team, cancel) + await WaitingAsync(team, cancel);
                await Leases.KeepAsync(database, gate, Setting.DealingLease, clock.GetUtcNow() + Lease, cancel);
            }
            return dealt;
        }
        finally
        {
            await Leases.KeepAsync(database, gate, Setting.DealingLease, DateTimeOffset.UnixEpoch, CancellationToken.None);
        }
    }

    /// <summary>What waits in the queue: what is urgent first, then what has waited longest.</summary>
    private Task<int> WaitingAsync(Team team, CancellationToken cancel) => journal.RetryAsync(async () =>
    {
        var waiting = await database.Tickets.AsTracking().Where(t => t.TeamId == team.Id && t.AssigneeId == null && t.Lane == Lane.Active)
            .OrderByDescending(t => t.Priority).ThenBy(t => t.CreatedAt).ThenBy(t => t.Id).Take(AtOnce).ToListAsync(cancel);
        return await DealAsync(team, waiting, cancel);
    });

    /// <summary>What somebody has and nobody touched, in working time.</summary>
    private Task<int> IdleAsync(Team team, CancellationToken cancel) => team.IdleMinutes is not { } minutes ? Task.FromResult(0) : journal.RetryAsync(async () =>
    {
        var (now, idle) = (clock.GetUtcNow(), TimeSpan.FromMinutes(minutes));
        var since = now - idle;
        var quiet = await database.Tickets.AsTracking().Where(t => t.TeamId == team.Id && t.AssigneeId != null && t.Lane == Lane.Active && t.UpdatedAt <= since)
            .OrderBy(t => t.UpdatedAt).ThenBy(t => t.Id).Take(AtOnce).ToListAsync(cancel);
        if (quiet.Count == 0) return 0;
        var plan = (await database.PlansAsync(cancel)).GetValueOrDefault(team.CommunityId);
        return await DealAsync(team, quiet.FindAll(t => plan is null || plan.Of(team.Id, t.Level).Between(t.UpdatedAt, now) >= idle), cancel);
    });

    private async Task<int> DealAsync(Team team, List<Ticket> tickets, CancellationToken cancel)
    {
        if (tickets.Count == 0) return 0;
        var (table, now, how) = (await routing.TableAsync(database, cancel), clock.GetUtcNow(), team.Deals);
        var members = await database.AgentTeams.AsTracking().Where(link => link.TeamId == team.Id).ToListAsync(cancel);
        var hands = await HandsAsync(members, cancel);
        var count = 0;
        foreach (var ticket in tickets)
        {
            var had = ticket.AssigneeId;
            var to = how.Next(hands.Values.Where(one => table.Roster.CanWorkNow(one.AgentId, Case.Of(ticket, null), now)), had);
            if (to == had) to = null; // Nobody else is there: it waits where everybody sees it.
            if (to is null && had is null) continue;
            journal.Record(ticket, [new TicketDealt(ticket.Id, had, to, team.Id, had is null ? how.Kind.ToString() : TicketDealt.Idle, now)], null);
            if (had is { } before && hands.TryGetValue(before, out var eased)) hands[before] = eased with { Open = eased.Open - 1 };
            if (to is { } next)
            {
                hands[next] = hands[next] with { Open = hands[next].Open + 1, LastGiven = now };
                members.Find(link => link.AgentId == next)!.LastGivenAt = now;
            }
            count++;
        }
        if (count > 0) await journal.SaveAsync(cancel);
        return count;
    }

    private async Task<Dictionary<long, Hands>> HandsAsync(List<AgentTeam> members, CancellationToken cancel)
    {
        var ids = members.ConvertAll(link => link.AgentId);
        var active = Enum.GetValues<TicketState>().Where(state => state.Lane() == Lane.Active).Select(state => (int)state).ToList();
        // The counts of queues tell how many somebody has, without looking at a ticket.
        var open = await database.QueueCounts.Where(c => ids.Contains(c.AssigneeId) && active.Contains(c.State)).GroupBy(c => c.AssigneeId)
            .Select(group => new { AgentId = group.Key, Open = group.Sum(c => c.Count) }).ToDictionaryAsync(one => one.AgentId, one => (int)one.Open, cancel);
        return members.ToDictionary(link => link.AgentId, link => new Hands(link.AgentId, open.GetValueOrDefault(link.AgentId), link.LastGivenAt));
    }
}
