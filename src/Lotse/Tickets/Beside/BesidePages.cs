using Lotse.Adapters.Web;
using Lotse.Tickets.Pages;
using Lotse.Ui;

namespace Lotse.Tickets.Beside;

/// <summary>Where the ticket's page asks for what stands beside it.</summary>
public static class BesidePages
{
    public static void MapBeside(this IEndpointRouteBuilder pages) => pages.MapGet("/tickets/{number:long}/beside", ShowAsync);

    private static async Task<IResult> ShowAsync(long number, Signed signed, IEnumerable<BesidePart> parts, IServiceProvider services, Viewing viewing, CancellationToken cancel)
    {
        var shown = new List<ShownBeside>();
        foreach (var part in parts.OrderBy(part => part.Order))
        {
            if (await part.ShowAsync(services, signed, number, viewing, cancel) is not { } content) return TypedResults.NotFound();
            shown.Add(new ShownBeside(part.Heading, content));
        }
        return Forms.Page<BesideTicket>(StatusCodes.Status200OK, ("Parts", shown));
    }
}
