using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Claiming;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Writing;
using Lotse.Domain.Communities;
using Lotse.Domain.Routing;
using Lotse.Domain.ServiceTimes;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Responsible;
using Lotse.Tickets.Working;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Routing.Dealing;

/// <summary>One pass over the queues of teams: what waits goes to whoever is next, and what somebody let lie for too long goes on to another one, or back where people pull.</summary>
/// <remarks>One process at a time does it, so that nobody gets more than they can carry from two desks at once.</remarks>
public sealed class DealOut(DeskDatabase database, WriteGate gate, HeldWork held, Journal journal, RoutingNow routing, TimeProvider clock)
{
    /// <summary>In one save; the rest follows with the next pass.</summary>
    public const int AtOnce = 100;

    /// <returns>How many tickets went to somebody, or back.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var teams = await database.Teams.Where(t => t.Distribution != DistributionKind.Pull || t.IdleMinutes != null).OrderBy(t => t.Id).ToListAsync(cancel);
        if (teams.Count == 0 || await Leases.HoldAsync(database, gate, held, Setting.DealingLease, cancel) is not { } claim) return 0;
        try
        {
            var dealt = 0;
            foreach (var team in teams)
            {
                if (!await claim.IsSureAsync(cancel)) break;
                dealt += await OfTeamAsync(team, cancel);
            }
            return dealt;
        }
        finally
        {
            await Leases.GiveBackAsync(database, gate, Setting.DealingLease, claim);
        }
    }

    private async Task<int> OfTeamAsync(Team team, CancellationToken cancel)
    {
        // The counts of queues tell at which levels something waits, without looking at a ticket.
        var lying = (await database.QueueCounts.Where(c => c.TeamId == team.Id && c.Count > 0).Select(c => new { c.Level, c.State, Waits = c.AssigneeId == 0 }).Distinct().ToListAsync(cancel))
            .FindAll(c => ((TicketState)c.State).Lane() == Lane.Active);
        var dealt = 0;
        foreach (var level in lying.Select(one => one.Level).Distinct().Order().ToList())
        {
            if (team.IdleMinutes is { } minutes && lying.Exists(one => one.Level == level && !one.Waits)) dealt += await PassOnAsync(team, (Level)level, TimeSpan.FromMinutes(minutes), cancel);
            if (team.Distribution != DistributionKind.Pull && lying.Exists(one => one.Level == level && one.Waits)) dealt += await GiveAsync(team, (Level)level, cancel);
        }
        return dealt;
    }

    /// <summary>What nobody has: what is urgent first, then what has waited longest.</summary>
    private Task<int> GiveAsync(Team team, Level level, CancellationToken cancel) => journal.RetryAsync(async () =>
    {
        var hands = await HandsOfTeam.AtAsync(database, team, level, await routing.TableAsync(database, cancel), clock.GetUtcNow(), cancel);
        if (hands.Next(except: null) is null) return 0;
        var waiting = await database.Tickets.AsTracking().Where(t => t.TeamId == team.Id && t.AssigneeId == null && t.Lane == Lane.Active && t.Level == level)
            .OrderByDescending(t => t.Priority).ThenBy(t => t.CreatedAt).ThenBy(t => t.Id).Take(AtOnce).ToListAsync(cancel);
        return await DealAsync(team, waiting, hands, cancel);
    });

    /// <summary>What somebody has, nobody has touched and nobody is writing an answer to, in working time.</summary>
    private Task<int> PassOnAsync(Team team, Level level, TimeSpan idle, CancellationToken cancel) => journal.RetryAsync(async () =>
    {
        var now = clock.GetUtcNow();
        var since = now - idle;
        var quiet = await database.Tickets.AsTracking().Where(t => t.TeamId == team.Id && t.AssigneeId != null && t.Lane == Lane.Active && t.Level == level && t.UpdatedAt <= since
                && !database.Drafts.Any(d => d.TicketId == t.Id && d.UpdatedAt > since))
            .OrderBy(t => t.UpdatedAt).ThenBy(t => t.Id).Take(AtOnce).ToListAsync(cancel);
        if (quiet.Count == 0) return 0;
        var work = (await database.PlansAsync(cancel)).GetValueOrDefault(team.CommunityId)?.Of(team.Id, level);
        var hands = await HandsOfTeam.AtAsync(database, team, level, await routing.TableAsync(database, cancel), now, cancel);
        return await DealAsync(team, [.. quiet.TakeWhile(t => work is null || work.Between(t.UpdatedAt, now) >= idle)], hands, cancel);
    });

    private async Task<int> DealAsync(Team team, IReadOnlyList<Ticket> tickets, HandsOfTeam hands, CancellationToken cancel)
    {
        var (count, now) = (0, clock.GetUtcNow());
        foreach (var ticket in tickets)
        {
            var had = ticket.AssigneeId;
            var to = hands.Next(except: had);
            // Where tickets are dealt and nobody else is there, it stays with whoever has it: from the queue it would come back to them.
            if (to is null && (had is null || team.Distribution != DistributionKind.Pull)) continue;
            journal.Record(ticket, [new TicketDealt(ticket.Id, had, to, team.Id, had is null ? team.Distribution.ToString() : TicketDealt.Idle, now)], null);
            hands.Moved(had, to, now);
            count++;
        }
        if (count > 0) await journal.SaveAsync(cancel);
        return count;
    }
}
