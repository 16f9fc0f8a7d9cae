using Lotse.Adapters.Web;
using Lotse.Tickets.Pages;

namespace Lotse.Tickets.Printing;

/// <summary>A ticket on paper: everything that was said, without a script.</summary>
public static class PrintDoors
{
    public static void MapPrinting(this IEndpointRouteBuilder pages) => pages.MapGet("/tickets/{number:long}/print", ShowAsync);

    /// <param name="notes">With what only staff see.</param>
    private static async Task<IResult> ShowAsync(long number, Signed signed, TicketViews tickets, CancellationToken cancel, bool notes = false) =>
        await tickets.ForAsync(signed, number, null, cancel) is { } view ? Forms.Page<PrintPage>(StatusCodes.Status200OK, ("View", view), ("Notes", notes)) : TypedResults.NotFound();
}
