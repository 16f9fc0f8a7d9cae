using Lotse.Adapters.Web;
using Lotse.Tickets.Beside;
using Lotse.Tickets.Pages;
using Lotse.Ui;

namespace Lotse.Levels.Panel;

/// <summary>Where the ticket's page asks for its frame about levels.</summary>
public static class PanelPage
{
    public static void MapLevelPanel(this IEndpointRouteBuilder pages) => pages.MapGet("/tickets/{number:long}/levels", ShowAsync);

    /// <summary>With all else that stands beside the ticket.</summary>
    public static readonly BesidePart Part = new(1, t => t["nav.levels"], async (services, signed, number, viewing, cancel) =>
        await services.GetRequiredService<LevelPanels>().ForAsync(signed, number, viewing, cancel) is { } view ? BesidePart.Of<LevelPanel>(("View", view), ("IsInside", true)) : null);

    private static async Task<IResult> ShowAsync(long number, Signed signed, LevelPanels panels, Viewing viewing, CancellationToken cancel) =>
        await panels.ForAsync(signed, number, viewing, cancel) is { } view ? Forms.Page<LevelPanel>(StatusCodes.Status200OK, ("View", view)) : TypedResults.NotFound();
}
