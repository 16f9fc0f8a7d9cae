using System.Globalization;
using Lotse.Adapters.Web;
using Lotse.Domain.Tickets;
using Lotse.Routing.Table;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Language;
using Lotse.Ui.Layout;

namespace Lotse.Routing.Changes;

/// <summary>The door for leads to what was changed in how the desk decides.</summary>
public static class ChangesPages
{
    public static void MapChangesPages(this IEndpointRouteBuilder pages) => pages.MapGet(Addresses.SettingChanges, ShowAsync);

    private static async Task<IResult> ShowAsync(string? about, string? after, HttpContext http, Signed signed, ListChanges list, DeskNames desk, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        if (signed.Acting.Role < Role.Lead) return TypedResults.NotFound();
        var chosen = about is not null && ListChanges.About.ContainsKey(about) ? about : null;
        var (part, names, t) = (await list.RunAsync(signed.Acting, chosen, TableViews.Id(after), cancel), await desk.NowAsync(cancel), viewing.T);
        var words = new ChangeSentence(t, viewing.Moments, names, part.Rows);
        var lines = part.Changes.Select(change =>
        {
            var (sentence, differences) = words.Of(change);
            return new ChangeLine(change.Id.ToString(CultureInfo.InvariantCulture), change.At, names.Agent(change.AgentId), change.CommunityId is { } community && names.Communities.Count > 1 ? names.Community(community) : null, sentence, differences);
        });
        IReadOnlyList<Named> kinds = [.. ListChanges.About.Keys.Order(StringComparer.Ordinal).Select(kind => new Named(kind, Said(t, kind))).OrderBy(kind => kind.Name, StringComparer.CurrentCulture)];
        return Forms.Page<ChangesPage>(StatusCodes.Status200OK, ("Desk", await desks.ForAsync(http, cancel)), ("View", new ChangesView(kinds, chosen, [.. lines], part.Next?.ToString(CultureInfo.InvariantCulture))));
    }

    private static string Said(Texts t, string kind) => kind switch
    {
        "absences" => t["changes.about.absences"],
        "categories" => t["changes.about.categories"],
        "deputies" => t["changes.about.deputies"],
        "distribution" => t["changes.about.distribution"],
        "responsibilities" => t["changes.about.responsibilities"],
        "rules" => t["changes.about.rules"],
        _ => t["changes.about.serviceTimes"],
    };
}
