using Lotse.Adapters.Web;
using Lotse.Tickets.Pages;
using Lotse.Ui;

namespace Lotse.Levels.Panel;

/// <summary>Where the ticket's page asks for its frame about levels.</summary>
public static class PanelPage
{
    public static void MapLevelPanel(this IEndpointRouteBuilder pages) => pages.MapGet("/tickets/{number:long}/levels", ShowAsync);

    private static async Task<IResult> ShowAsync(long number, Signed signed, LevelPanels panels, Viewing viewing, CancellationToken cancel) =>
        await panels.ForAsync(signed, number, viewing, cancel) is { } view ? Forms.Page<LevelPanel>(StatusCodes.Status200OK, ("View", view)) : TypedResults.NotFound();
}
