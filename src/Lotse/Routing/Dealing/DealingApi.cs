using Lotse.Adapters.Database;
using Lotse.Adapters.Web;
using Lotse.Domain.Communities;
using Lotse.Domain.Routing;
using Lotse.Tickets.Api;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Routing.Dealing;

/// <param name="Kind">pull, roundRobin or leastLoaded.</param>
/// <param name="Capacity">Open tickets that somebody may have before they are dealt no more; null for any number.</param>
/// <param name="IdleMinutes">Working time after which a ticket that nobody touched goes on; null for never.</param>
public sealed record DistributionJson(DistributionKind Kind, int? Capacity = null, int? IdleMinutes = null);

internal static class DealingApi
{
    public static void MapDealingApi(this IEndpointRouteBuilder api)
    {
        api.MapGet("/teams/{id:long}/distribution", async Task<Results<Ok<DistributionJson>, NotFound>> (long id, Signed signed, DeskDatabase database, CancellationToken cancel) =>
            await database.Teams.SingleOrDefaultAsync(t => t.Id == id, cancel) is { } team && signed.Acting.Sees(team.CommunityId) ? TypedResults.Ok(Json(team)) : TypedResults.NotFound())
            .WithTags("routing").WithName("teamDistribution").WithSummary("How the tickets of a team's queue come to its people.");
        api.MapPut("/teams/{id:long}/distribution", async (long id, DistributionJson body, Signed signed, KeepDistribution keep, CancellationToken cancel) =>
            RoutingApi.Answered(await keep.RunAsync(signed.Acting, id, new Distribution(body.Kind, body.Capacity, body.IdleMinutes), cancel), Json))
            .WithTags("routing").WithName("setTeamDistribution").WithSummary("Says how the tickets of a team's queue come to its people. Leads and admins only.");
    }

    private static DistributionJson Json(Team team) => new(team.Distribution, team.Capacity, team.IdleMinutes);
}
