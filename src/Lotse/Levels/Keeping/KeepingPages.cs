using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Web;
using Lotse.Domain.Levels;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Pages;
using Lotse.Tickets.Working;
using Lotse.Ui;
using Lotse.Ui.Layout;

namespace Lotse.Levels.Keeping;

/// <summary>The doors for leads to what a community's levels are, and to its hand-over forms.</summary>
public static class KeepingPages
{
    public static void MapKeepingLevels(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/levels/{community:long}", ShowAsync);
        pages.MapPost("/levels/{community:long}", SaveAsync);
        pages.MapGet("/levels/{community:long}/forms/{key}", ShowFormAsync);
        pages.MapPost("/levels/{community:long}/forms/{key}", SaveFormAsync);
        pages.MapPost("/levels/{community:long}/forms/{key}/removal", RemoveFormAsync);
    }

    /// <summary>In the place of a key: a form that is not there yet.</summary>
    private const string New = "new";

    private static async Task<IResult> ShowAsync(long community, HttpContext http, Signed signed, DeskDatabase database, DeskNames names, DeskViews desks, CancellationToken cancel) =>
        signed.Acting.Role >= Role.Lead && await FindAsync(signed, community, database, names, cancel) is { } view ? await PageAsync(http, desks, view, cancel) : TypedResults.NotFound();

    private static async Task<IResult> SaveAsync(long community, HttpContext http, Signed signed, KeepLevels keep, DeskDatabase database, DeskNames names, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        if (await FindAsync(signed, community, database, names, cancel) is not { } view) return TypedResults.NotFound();
        var form = await http.Request.ReadFormAsync(cancel);
        var (typed, seen) = (ReadLevelsForm.Levels(form, view.Levels), form.Field("version"));
        var refusal = typed is null ? new Domain.Refusal(SetLevels.HoursNotRight) : seen is not null && seen != view.Seen ? Tickets.Refusals.Changed
            : (await keep.RunAsync(signed.Acting, community, typed, view.Version, cancel)).Refusal;
        if (refusal == Tickets.Refusals.NotFound) return TypedResults.NotFound();
        if (refusal is not null) return await PageAsync(http, desks, view with { Levels = typed ?? view.Levels, Seen = seen ?? view.Seen, Refusals = [LevelRefusals.Say(viewing.T, refusal)] }, cancel, Forms.StatusOf(refusal));
        JustSaid.Say(http, Said.Saved);
        return Answers.SeeOther(Addresses.LevelsOf(view.Community));
    }

    private static async Task<IResult> ShowFormAsync(long community, string key, HttpContext http, Signed signed, DeskDatabase database, DeskNames names, DeskViews desks, CancellationToken cancel)
    {
        if (signed.Acting.Role < Role.Lead || await FindAsync(signed, community, database, names, cancel) is not { } view) return TypedResults.NotFound();
        var form = key == New ? new HandOverForm("", new TwoLanguages("", ""), []) : view.Levels.Form(key);
        return form is null ? TypedResults.NotFound() : await PageAsync(http, desks, new HandOverFormView(view.Community, view.Name, form, key == New, key == New ? null : HandOverFormView.SeenOf(form), []), cancel);
    }

    private static async Task<IResult> SaveFormAsync(
        long community, string key, HttpContext http, Signed signed, KeepLevels keep, DeskDatabase database, DeskNames names, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        if (await FindAsync(signed, community, database, names, cancel) is not { } view || (key != New && view.Levels.Form(key) is null)) return TypedResults.NotFound();
        var sent = await http.Request.ReadFormAsync(cancel);
        var (typed, seen, now) = (ReadLevelsForm.Form(sent, key == New ? null : key, view.Levels.Forms.Select(form => form.Key).Append(New)), sent.Field("version"), view.Levels.Form(key));
        var nameless = typed.Name.In("de").Length == 0;
        IReadOnlyList<HandOverForm> forms = key == New ? [.. view.Levels.Forms, typed] : [.. view.Levels.Forms.Select(form => form.Key == key ? typed : form)];
        var refusal = nameless ? new Domain.Refusal(SetLevels.KeysNotRight) : seen is not null && now is not null && seen != HandOverFormView.SeenOf(now) ? Tickets.Refusals.Changed
            : (await keep.RunAsync(signed.Acting, community, view.Levels with { Forms = forms }, view.Version, cancel)).Refusal;
        if (refusal == Tickets.Refusals.NotFound) return TypedResults.NotFound();
        if (refusal is not null) return await PageAsync(http, desks, new HandOverFormView(view.Community, view.Name, typed, key == New, seen, [LevelRefusals.Say(viewing.T, refusal)]), cancel, Forms.StatusOf(refusal));
        JustSaid.Say(http, Said.Saved);
        return Answers.SeeOther(Addresses.LevelForm(view.Community, typed.Key));
    }

    private static async Task<IResult> RemoveFormAsync(
        long community, string key, HttpContext http, Signed signed, KeepLevels keep, DeskDatabase database, DeskNames names, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        if (signed.Acting.Role < Role.Lead || await FindAsync(signed, community, database, names, cancel) is not { } view || view.Levels.Form(key) is not { } now) return TypedResults.NotFound();
        var seen = (await http.Request.ReadFormAsync(cancel)).Field("version");
        var refusal = seen is not null && seen != HandOverFormView.SeenOf(now) ? Tickets.Refusals.Changed
            : (await keep.RunAsync(signed.Acting, community, view.Levels with { Forms = [.. view.Levels.Forms.Where(form => form.Key != key)] }, view.Version, cancel)).Refusal;
        if (refusal == Tickets.Refusals.Changed)
        {
            return await PageAsync(http, desks, new HandOverFormView(view.Community, view.Name, now, false, HandOverFormView.SeenOf(now), [LevelRefusals.Say(viewing.T, refusal)]), cancel, Forms.StatusOf(refusal));
        }
        if (refusal is not null) return TypedResults.NotFound();
        JustSaid.Say(http, Said.Saved);
        return Answers.SeeOther(Addresses.LevelsOf(view.Community));
    }

    private static async Task<LevelsFormView?> FindAsync(Signed signed, long community, DeskDatabase database, DeskNames names, CancellationToken cancel)
    {
        var known = await names.NowAsync(cancel);
        if (!signed.Acting.Sees(community) || !known.Communities.ContainsKey(community)) return null;
        var (levels, version) = await database.LevelsSeenAsync(community, cancel);
        return new LevelsFormView(
            community.ToString(CultureInfo.InvariantCulture), known.Community(community), levels,
            [.. known.TeamsOf(community).Select(team => new Named(team.Key.ToString(CultureInfo.InvariantCulture), team.Value))], version, LevelsFormView.SeenOf(levels), []);
    }

    private static async Task<IResult> PageAsync(HttpContext http, DeskViews desks, LevelsFormView view, CancellationToken cancel, int status = StatusCodes.Status200OK) =>
        Forms.Page<LevelsFormPage>(status, ("Desk", await desks.ForAsync(http, cancel)), ("View", view));

    private static async Task<IResult> PageAsync(HttpContext http, DeskViews desks, HandOverFormView view, CancellationToken cancel, int status = StatusCodes.Status200OK) =>
        Forms.Page<HandOverFormPage>(status, ("Desk", await desks.ForAsync(http, cancel)), ("View", view));
}
