using System.Globalization;
using Lotse.Adapters.Web;
using Lotse.Domain;
using Lotse.Tickets;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Language;
using Lotse.Ui.Layout;
using Lotse.Ui.Layout.Finding;

namespace Lotse.Search.Views;

/// <summary>The door for people to the searches they keep.</summary>
public static class ViewPages
{
    /// <summary>What a rail tells apart: above that it says 99+.</summary>
    private const int CountedAtMost = 100;

    public static void MapViews(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(Addresses.Views, ShowAsync);
        pages.MapPost(Addresses.Views, AddAsync);
        pages.MapPost("/views/{id:long}", ChangeAsync);
        pages.MapPost("/views/{id:long}/place", MoveAsync);
        pages.MapPost("/views/{id:long}/removal", RemoveAsync);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext http, Signed signed, KeepViews views, SearchTickets search, DeskViews desks, DeskNames names, CancellationToken cancel, string? here = null)
    {
        if (Forms.FrameOf(http) != "views") return await PageAsync(http, signed, views, desks, names, null, StatusCodes.Status200OK, cancel);
        var shown = (await desks.ForAsync(http, cancel)).Views;
        var counts = new Dictionary<string, int>();
        foreach (var view in shown) counts[view.Id] = await search.CountAsync(signed.Acting, view.Query, SearchPages.ZoneOf(signed), CountedAtMost, cancel);
        return Forms.Page<RailViews>(StatusCodes.Status200OK, ("Views", shown), ("Counts", counts), ("Here", here), ("Framed", true));
    }

    private static async Task<IResult> PageAsync(
        HttpContext http, Signed signed, KeepViews views, DeskViews desks, DeskNames names, ViewRefused? refused, int status, CancellationToken cancel)
    {
        var known = await names.NowAsync(cancel);
        var mine = await views.MineAsync(signed.Acting, cancel);
        return Forms.Page<ViewsPage>(status, ("Desk", await desks.ForAsync(http, cancel)), ("Refused", refused), ("Views", (IReadOnlyList<KeptView>)[.. mine.Select(v =>
            new KeptView(Text(v.Id), v.Name, v.Query, v.CommunityId is { } community ? known.Community(community) : null))]));
    }

    private static async Task<IResult> AddAsync(
        HttpContext http, Signed signed, KeepViews views, DeskViews desks, DeskNames names, Viewing viewing, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var (name, query) = (form.Field("name") ?? "", form.Field("q") ?? "");
        var community = long.TryParse(form.Field("community"), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : (long?)null;
        var answer = await views.AddAsync(signed.Acting, name, query, community, cancel);
        if (answer.Refusal is { } refusal)
        {
            return await PageAsync(http, signed, views, desks, names, new ViewRefused("", name, query, Say(viewing.T, refusal)), StatusCodes.Status422UnprocessableEntity, cancel);
        }
        JustSaid.Say(http, Said.Saved);
        return Answers.SeeOther(Addresses.SearchFor(query));
    }

    private static async Task<IResult> ChangeAsync(
        long id, HttpContext http, Signed signed, KeepViews views, DeskViews desks, DeskNames names, Viewing viewing, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var (name, query) = (form.Field("name") ?? "", form.Field("q") ?? "");
        var answer = await views.ChangeAsync(signed.Acting, id, name, query, cancel);
        if (answer.Refusal is null || answer.Refusal == Refusals.NotFound) return Done(http, answer);
        return await PageAsync(http, signed, views, desks, names, new ViewRefused(Text(id), name, query, Say(viewing.T, answer.Refusal)), StatusCodes.Status422UnprocessableEntity, cancel);
    }

    private static async Task<IResult> MoveAsync(long id, HttpContext http, Signed signed, KeepViews views, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        return Done(http, await views.MoveAsync(signed.Acting, id, form.Field("by") == "up" ? -1 : 1, cancel));
    }

    private static async Task<IResult> RemoveAsync(long id, HttpContext http, Signed signed, KeepViews views, CancellationToken cancel) =>
        Done(http, await views.RemoveAsync(signed.Acting, id, cancel));

    private static IResult Done(HttpContext http, Answer<long> answer)
    {
        if (answer.Refusal is not null) return TypedResults.NotFound();
        JustSaid.Say(http, Said.Saved);
        return Answers.SeeOther(Addresses.Views);
    }

    private static string Say(Texts t, Domain.Refusal refusal) => refusal.Code switch
    {
        Domain.Search.SavedSearch.NoName => t["views.noName"],
        Domain.Search.SavedSearch.NameTooLong => t["views.nameTooLong"],
        Domain.Search.SavedSearch.NothingSought => t["views.nothingSought"],
        Domain.Search.SavedSearch.TooMany => t["views.tooMany"],
        _ => t["views.notToShare"],
    };

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
