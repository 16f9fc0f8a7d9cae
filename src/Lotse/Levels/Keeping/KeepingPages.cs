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
        var typed = ReadLevelsForm.Levels(await http.Request.ReadFormAsync(cancel), view.Levels);
        var refusal = typed is null ? new Domain.Refusal(SetLevels.HoursNotRight) : (await keep.RunAsync(signed.Acting, community, typed, cancel)).Refusal;
        if (refusal == Tickets.Refusals.NotFound) return TypedResults.NotFound();
        if (refusal is not null) return await PageAsync(http, desks, view with { Levels = typed ?? view.Levels, Refusals = [LevelRefusals.Say(viewing.T, refusal)] }, cancel);
        JustSaid.Say(http, Said.Saved);
        return Answers.SeeOther(Addresses.LevelsOf(view.Community));
    }

    private static async Task<IResult> ShowFormAsync(long community, string key, HttpContext http, Signed signed, DeskDatabase database, DeskNames names, DeskViews desks, CancellationToken cancel)
    {
        if (signed.Acting.Role < Role.Lead || await FindAsync(signed, community, database, names, cancel) is not { } view) return TypedResults.NotFound();
        var form = key == New ? new HandOverForm("", new TwoLanguages("", ""), []) : view.Levels.Form(key);
        return form is null ? TypedResults.NotFound() : await PageAsync(http, desks, new HandOverFormView(view.Community, view.Name, form, key == New, []), cancel);
    }

    private static async Task<IResult> SaveFormAsync(
        long community, string key, HttpContext http, Signed signed, KeepLevels keep, DeskDatabase database, DeskNames names, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        if (await FindAsync(signed, community, database, names, cancel) is not { } view || (key != New && view.Levels.Form(key) is null)) return TypedResults.NotFound();
        var typed = ReadLevelsForm.Form(await http.Request.ReadFormAsync(cancel), key == New ? null : key, view.Levels.Forms.Select(form => form.Key).Append(New));
        var nameless = typed.Name.In("de").Length == 0;
        IReadOnlyList<HandOverForm> forms = key == New ? [.. view.Levels.Forms, typed] : [.. view.Levels.Forms.Select(form => form.Key == key ? typed : form)];
        var refusal = nameless ? new Domain.Refusal(SetLevels.KeysNotRight) : (await keep.RunAsync(signed.Acting, community, view.Levels with { Forms = forms }, cancel)).Refusal;
        if (refusal == Tickets.Refusals.NotFound) return TypedResults.NotFound();
        if (refusal is not null) return await PageAsync(http, desks, new HandOverFormView(view.Community, view.Name, typed, key == New, [LevelRefusals.Say(viewing.T, refusal)]), cancel);
        JustSaid.Say(http, Said.Saved);
        return Answers.SeeOther(Addresses.LevelForm(view.Community, typed.Key));
    }

    private static async Task<IResult> RemoveFormAsync(long community, string key, HttpContext http, Signed signed, KeepLevels keep, DeskDatabase database, DeskNames names, CancellationToken cancel)
    {
        if (await FindAsync(signed, community, database, names, cancel) is not { } view) return TypedResults.NotFound();
        var answer = await keep.RunAsync(signed.Acting, community, view.Levels with { Forms = [.. view.Levels.Forms.Where(form => form.Key != key)] }, cancel);
        if (answer.Refusal is not null) return TypedResults.NotFound();
        JustSaid.Say(http, Said.Saved);
        return Answers.SeeOther(Addresses.LevelsOf(view.Community));
    }

    private static async Task<LevelsFormView?> FindAsync(Signed signed, long community, DeskDatabase database, DeskNames names, CancellationToken cancel)
    {
        var known = await names.NowAsync(cancel);
        return !signed.Acting.Sees(community) || !known.Communities.ContainsKey(community) ? null : new LevelsFormView(
            community.ToString(CultureInfo.InvariantCulture), known.Community(community), await database.LevelsAsync(community, cancel),
            [.. known.TeamsOf(community).Select(team => new Named(team.Key.ToString(CultureInfo.InvariantCulture), team.Value))], []);
    }

    private static async Task<IResult> PageAsync(HttpContext http, DeskViews desks, LevelsFormView view, CancellationToken cancel) =>
        Forms.Page<LevelsFormPage>(Status(view.Refusals), ("Desk", await desks.ForAsync(http, cancel)), ("View", view));

    private static async Task<IResult> PageAsync(HttpContext http, DeskViews desks, HandOverFormView view, CancellationToken cancel) =>
        Forms.Page<HandOverFormPage>(Status(view.Refusals), ("Desk", await desks.ForAsync(http, cancel)), ("View", view));

    private static int Status(IReadOnlyList<Refusal> refusals) => refusals.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity;
}
