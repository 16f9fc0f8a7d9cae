using System.Text.Json;
using Lotse.Adapters.Database;
using Lotse.Domain.ServiceTimes;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Working;

/// <summary>When communities work and what they promise. It stands here because lists and tickets say how much of that time is left.</summary>
public static class PlansInForce
{
    /// <summary>Of all communities that have said something.</summary>
    public static async Task<IReadOnlyDictionary<long, PlanInForce>> PlansAsync(this DeskDatabase database, CancellationToken cancel) =>
        (await database.ServicePlans.ToListAsync(cancel)).ToDictionary(row => row.CommunityId, row => new PlanInForce(Of(row.Plan), row.Since));

    public static async Task<ServicePlan> ServicePlanAsync(this DeskDatabase database, long communityId, CancellationToken cancel) =>
        Of(await database.ServicePlans.Where(row => row.CommunityId == communityId).Select(row => row.Plan).SingleOrDefaultAsync(cancel));

    /// <summary>To be changed: with the version that is seen, 0 where nobody has said anything.</summary>
    public static async Task<(ServicePlan Plan, long Version)> ServicePlanSeenAsync(this DeskDatabase database, long communityId, CancellationToken cancel)
    {
        var row = await database.ServicePlans.SingleOrDefaultAsync(p => p.CommunityId == communityId, cancel);
        return (Of(row?.Plan), row?.Version ?? 0);
    }

    public static ServicePlan Of(string? kept) => kept is null ? ServicePlan.None : JsonSerializer.Deserialize<ServicePlan>(kept, StandingOf.Json)!;

    /// <summary>Written so in the database and at the program's door.</summary>
    public static string Write(ServicePlan plan) => JsonSerializer.Serialize(plan, StandingOf.Json);
}
