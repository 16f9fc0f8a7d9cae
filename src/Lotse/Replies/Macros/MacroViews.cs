using System.Globalization;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Web;
using Lotse.Domain.Replies.Macros;
using Lotse.Tickets.Macros;
using Lotse.Tickets.Pages;
using Lotse.Ui;

namespace Lotse.Replies.Macros;

/// <summary>The page of macros, as one person may see and change them.</summary>
public sealed class MacroViews(KeepMacros macros, DeskViews desks, DeskNames names)
{
    public async Task<IResult> ShowAsync(HttpContext http, Signed signed, MacroForm form, CancellationToken cancel, int status = StatusCodes.Status200OK)
    {
        var known = await names.NowAsync(cancel);
        var all = await macros.ListAsync(signed.Acting, cancel);
        var groups = all.GroupBy(m => m.CommunityId).OrderBy(of => of.Key is null ? "" : known.Community(of.Key.Value), StringComparer.CurrentCulture);
        var view = new MacrosView
        {
            Macros = [.. groups.SelectMany(of => of.Select((macro, place) => RowOf(macro, place, signed, known)).OfType<MacroRow>())],
            Form = form,
            Communities = [.. known.Communities.Where(c => MacroAccess.MayLead(signed.Acting, c.Key)).Select(c => new Named(Text(c.Key), c.Value)).OrderBy(c => c.Name, StringComparer.CurrentCulture)],
            Agents = [.. known.Agents.Values.Where(a => a.Active && (signed.Acting.SeesAll || a.Communities.Any(signed.Acting.Sees) || a.Id == signed.AgentId))
                .OrderBy(a => a.Name, StringComparer.CurrentCulture).Select(a => new Named(Text(a.Id), a.Name))],
            Categories = CategoryPick.For(signed.Acting, known),
            Teams = [.. known.TeamsFor(signed.Acting).Select(team => new Named(Text(team.Key), team.Value))],
            Variables = MacroSteps.Variables,
        };
        return Forms.Page<MacrosPage>(status, ("Desk", await desks.ForAsync(http, cancel)), ("View", view));
    }

    private static MacroRow? RowOf(Macro macro, int place, Signed signed, NamesNow known) => MacroSteps.Read(macro.Steps) is { } steps
        ? new MacroRow(MacroItems.Of(macro.Id, macro.Name, steps, known), macro.CommunityId is { } community ? known.Community(community) : null, MacroAccess.MayChange(signed.Acting, macro), place == 0)
        : null;

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
