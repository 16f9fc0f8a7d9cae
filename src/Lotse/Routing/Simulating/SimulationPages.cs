using Lotse.Adapters.Web;
using Lotse.Tickets.Pages;
using Lotse.Ui.Layout;

namespace Lotse.Routing.Simulating;

/// <summary>The door for people to what last month's tickets say about the table.</summary>
public static class SimulationPages
{
    public static void MapSimulationPages(this IEndpointRouteBuilder pages) => pages.MapGet(Addresses.Simulation, ShowAsync);

    private static async Task<IResult> ShowAsync(string? community, HttpContext http, Signed signed, SimulationViews views, DeskViews desks, CancellationToken cancel) =>
        await views.ForAsync(signed, community, cancel) is { } view ? Forms.Page<SimulationPage>(StatusCodes.Status200OK, ("Desk", await desks.ForAsync(http, cancel)), ("View", view)) : TypedResults.NotFound();
}
