using System.Globalization;
using Lotse.Adapters.Web;
using Lotse.Search.Offering;
using Lotse.Search.Views;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Layout;

namespace Lotse.Search;

/// <summary>The door for people to the search.</summary>
public static class SearchPages
{
    private const int RowsAtOnce = 30;

    private const int PeopleAtMost = 4;

    public static void MapSearchPages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").ExcludeFromDescription();
        pages.MapGet(Addresses.Search, ShowAsync);
        pages.MapOffers();
        pages.MapViews();
    }

    /// <summary>Whose days are meant: the agent's.</summary>
    internal static TimeZoneInfo ZoneOf(Signed signed) => TimeZoneInfo.TryFindSystemTimeZoneById(signed.Preferences.TimeZone, out var own) ? own : TimeZoneInfo.Utc;

    private static async Task<IResult> ShowAsync(
        HttpContext http, Signed signed, SearchTickets search, SearchFollower index, FindContacts contacts, DeskViews desks, DeskNames names, CancellationToken cancel, string? q = null, string? after = null)
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
            OnlySince = index.OnlySince,
            IsEmpty = found.Query.IsEmpty,
            MayShare = [.. known.Communities.Where(c => KeepViews.MayShare(signed.Acting, c.Key)).OrderBy(c => c.Value, StringComparer.CurrentCulture)
                .Select(c => new Named(c.Key.ToString(CultureInfo.InvariantCulture), c.Value))],
        };
        if (after is null) view = view with { People = await PeopleAsync(signed, q, contacts, known, cancel) };
        if (Forms.FrameOf(http)?.StartsWith("found-", StringComparison.Ordinal) == true) return Forms.Page<FoundRows>(StatusCodes.Status200OK, ("View", view));
        return Forms.Page<SearchPage>(StatusCodes.Status200OK, ("Desk", await desks.ForAsync(http, cancel)), ("View", view));
    }
    private static async Task<IReadOnlyList<FoundPerson>> PeopleAsync(Signed signed, string? q, FindContacts contacts, NamesNow known, CancellationToken cancel) =>
        [.. (await contacts.RunAsync(signed.Acting, q, PeopleAtMost, cancel)).Select(c => new FoundPerson(
            c.Id.ToString(CultureInfo.InvariantCulture), c.Name.Length > 0 ? c.Name : c.Address ?? "?",
            string.Join(" · ", ((string?[])[c.Name.Length > 0 ? c.Address : null, c.Organisation, known.Communities.Count > 1 ? known.Community(c.CommunityId) : null]).OfType<string>())))];
}
