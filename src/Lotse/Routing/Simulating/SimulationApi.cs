using Lotse.Adapters.Web;
using Lotse.Domain.Routing;
using Lotse.Routing.Table;
using Lotse.Tickets.Api;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Lotse.Routing.Simulating;

/// <param name="Row">A row to try; left out for the table as it is.</param>
/// <param name="Changes">The id of the row that it changes; left out for a new one.</param>
public sealed record SimulateJson(string? Community, SaveResponsibilityJson? Row = null, string? Changes = null);

/// <param name="Since">Tickets that came in from then on.</param>
/// <param name="All">False where there were more than are looked at; these are the newest.</param>
public sealed record SimulationJson(DateTimeOffset Since, bool All, IReadOnlyList<SimulatedJson> Tickets);

/// <param name="Then">With the row that is tried.</param>
public sealed record SimulatedJson(long Number, OutcomeJson Now, OutcomeJson Then);

/// <param name="Because">responsible, nextInList, deputy, deputyOfDeputy, team, nobodyThere or noRow.</param>
public sealed record OutcomeJson(string? Agent, string? Team, string? ActsFor, RoutedBecause Because, string? Responsibility);

internal static class SimulationApi
{
    public static void MapSimulationApi(this IEndpointRouteBuilder api) => api.MapPost("/responsibilities/simulation", SimulateAsync)
        .WithTags("routing").WithName("simulateResponsibilities").WithSummary("Who would have got the tickets of the last 30 days, by the table of today and by one with another row. Changes nothing.");

    private static async Task<Results<Ok<SimulationJson>, NotFound>> SimulateAsync(SimulateJson body, Signed signed, SimulateTable simulate, CancellationToken cancel)
    {
        if (TableViews.Id(body.Community) is not { } community || !signed.Acting.Sees(community)) return TypedResults.NotFound();
        var row = body.Row is null ? null : RoutingApi.RuleOf(body.Row, community) with { Id = TableViews.Id(body.Changes) ?? 0 };
        var found = await simulate.RunAsync(signed.Acting, community, row, cancel);
        return TypedResults.Ok(new SimulationJson(found.Since, found.All, [.. found.Tickets.Select(one => new SimulatedJson(one.Number, Json(one.Outcome.Now), Json(one.Outcome.Then)))]));
    }

    private static OutcomeJson Json(Domain.Routing.Route route) => new(RoutingApi.Text(route.AgentId), RoutingApi.Text(route.TeamId), RoutingApi.Text(route.ActsForId), route.Because, route.Row is { Id: > 0 } row ? ToJson.Id(row.Id) : null);
}
