using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Communities;
using Lotse.Domain.Routing;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Routing.Dealing;

/// <summary>Those of a team who are here and work at a level, and what they have in hand while tickets are dealt out to them.</summary>
internal sealed class HandsOfTeam
{
    private readonly Distribution _deals;
    private readonly Dictionary<long, AgentTeam> _members;
    private readonly Dictionary<long, Hands> _there;

    private HandsOfTeam(Distribution deals, Dictionary<long, AgentTeam> members, Dictionary<long, Hands> there) => (_deals, _members, _there) = (deals, members, there);

    public static async Task<HandsOfTeam> AtAsync(DeskDatabase database, Team team, Level level, RoutingTable table, DateTimeOffset now, CancellationToken cancel)
    {
        var one = new Case(team.CommunityId, null, null, null, 0, level, null);
        var members = (await database.AgentTeams.AsTracking().Where(link => link.TeamId == team.Id).ToListAsync(cancel)).FindAll(link => table.Roster.CanWorkNow(link.AgentId, one, now)).ToDictionary(link => link.AgentId);
        var counts = await database.QueueCounts.Where(c => members.Keys.Contains(c.AssigneeId) && c.Count > 0).Select(c => new { c.AssigneeId, c.State, c.Count }).ToListAsync(cancel);
        var open = counts.FindAll(c => ((TicketState)c.State).Lane() == Lane.Active).GroupBy(c => c.AssigneeId).ToDictionary(group => group.Key, group => (int)group.Sum(c => c.Count));
        return new HandsOfTeam(team.Deals, members, members.Values.ToDictionary(link => link.AgentId, link => new Hands(link.AgentId, open.GetValueOrDefault(link.AgentId), link.LastGivenAt)));
    }

    /// <param name="except">Who has it already.</param>
    public long? Next(long? except) => _deals.Next(_there.Values.Where(one => one.AgentId != except));

    /// <summary>Put down to be saved: whose turn it is holds for all desks.</summary>
    public void Moved(long? from, long? to, DateTimeOffset now)
    {
        if (from is { } had && _there.TryGetValue(had, out var eased)) _there[had] = eased with { Open = eased.Open - 1 };
        if (to is not { } next) return;
        _there[next] = _there[next] with { Open = _there[next].Open + 1, LastGiven = now };
        _members[next].LastGivenAt = now;
    }
}
