using Lotse.Adapters.Web;
using Lotse.Tickets.Pages;
using Lotse.Ui.Layout;

namespace Lotse.Search;

/// <summary>The door for people to the search.</summary>
public static class SearchPages
{
    private const int RowsAtOnce = 30;

    public static void MapSearchPages(this IEndpointRouteBuilder routes) => routes.MapGet(Addresses.Search, ShowAsync).ExcludeFromDescription();

    /// <summary>Whose days are meant: the agent's.</summary>
    internal static TimeZoneInfo ZoneOf(Signed signed) => TimeZoneInfo.TryFindSystemTimeZoneById(signed.Preferences.TimeZone, out var own) ? own : TimeZoneInfo.Utc;

    private static async Task<IResult> ShowAsync(
        HttpContext http, Signed signed, SearchTickets search, DeskViews desks, DeskNames names, CancellationToken cancel, string? q = null, string? after = null)
    {
        var found = await search.RunAsync(signed.Acting, q, ZoneOf(signed), after, RowsAtOnce, cancel);
        var known = await names.NowAsync(cancel);
        var view = new SearchView
        {
            Typed = q ?? "",
            Rows = [.. found.Tickets.Select(ticket => new FoundRow(QueueViews.RowOf(ticket.Row, signed.AgentId, known), ticket.Subject, ticket.Said))],
            After = after,
            Next = found.Next,
            Misread = found.Query.Misread,
            IsEmpty = found.Query.IsEmpty,
        };
        if (Forms.FrameOf(http)?.StartsWith("found-", StringComparison.Ordinal) == true) return Forms.Page<FoundRows>(StatusCodes.Status200OK, ("View", view));
        return Forms.Page<SearchPage>(StatusCodes.Status200OK, ("Desk", await desks.ForAsync(http, cancel)), ("View", view));
    }
}
