using Lotse.Adapters.Database;
using Lotse.Domain;
using Lotse.Domain.Communities;
using Lotse.Domain.Routing;
using Lotse.Domain.Staff;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Routing.Dealing;

/// <summary>Says how a team's queue comes to its people. Leads of its community and admins say so.</summary>
public sealed class KeepDistribution(DeskDatabase database, Journal journal)
{
    public Task<Answer<Team>> RunAsync(Acting by, long teamId, Distribution wish, CancellationToken cancel) => journal.RetryAsync<Answer<Team>>(async () =>
    {
        if (await database.Teams.AsTracking().SingleOrDefaultAsync(t => t.Id == teamId, cancel) is not { } team || !by.Sees(team.CommunityId)) return Refusals.NotFound;
        if (by.Role < Role.Lead) return new Refusal(Refusals.LeadsOnly);
        if (wish.WhyNot() is { } refusal) return refusal;
        if (team.Deals == wish) return team;
        (team.Distribution, team.Capacity, team.IdleMinutes) = (wish.Kind, wish.Capacity, wish.IdleMinutes);
        journal.Record(new DistributionChanged(team.Id, wish.Kind, wish.Capacity, wish.IdleMinutes), team.CommunityId, by.AgentId);
        await journal.SaveAsync(cancel);
        return team;
    });
}
