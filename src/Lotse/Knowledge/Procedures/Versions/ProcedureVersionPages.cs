using System.Globalization;
using Lotse.Adapters.Web;
using Lotse.Domain.Knowledge;
using Lotse.Domain.Knowledge.Procedures;
using Lotse.Knowledge.Pages;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Language;
using Lotse.Ui.Layout;

namespace Lotse.Knowledge.Procedures.Versions;

/// <summary>The door for people to how a procedure once was.</summary>
public static class ProcedureVersionPages
{
    private const int AtMost = 200;

    public static void MapProcedureVersionPages(this IEndpointRouteBuilder pages) => pages.MapGet("/procedures/{id:long}/versions", ShowAsync);

    private static async Task<IResult> ShowAsync(long id, int? from, int? to, HttpContext http, Signed signed, ReadProcedures read, DeskViews desks, DeskNames names, Viewing viewing, CancellationToken cancel)
    {
        if (await read.VersionsAsync(signed.Acting, id, null, AtMost, cancel) is not { Count: > 0 } rows) return TypedResults.NotFound();
        var (known, t) = (await names.NowAsync(cancel), viewing.T);
        var versions = rows.ConvertAll(row => (row.Version, row.At, By: known.Agent(row.AgentId), Content: ProcedureContent.Read(row.Content)));
        var newer = versions.FirstOrDefault(v => v.Version == to) is { Version: > 0 } chosen ? chosen : versions[0];
        var older = versions.FirstOrDefault(v => v.Version == from) is { Version: > 0 } other ? other : versions.FirstOrDefault(v => v.Version == newer.Version - 1) is { Version: > 0 } before ? before : newer;
        var own = id.ToString(CultureInfo.InvariantCulture);
        var view = new VersionsView("procedures", Addresses.Procedure(own), Addresses.ProcedureVersions(own), ProcedurePanels.Title(versions[0].Content.German, versions[0].Content.English, viewing),
            [.. versions.Select(v => new VersionRow(v.Version, v.At, v.By, State(t, v.Content.State)))], older.Version, newer.Version,
            [.. ProcedureDifferences.Between(older.Content, newer.Content, kind => ProcedureText.Kind(t, kind)).Select(one => new ComparedPart(Name(one.Field, newer.Content, older.Content, viewing), WordDifference.Between(Words(one.Field, one.Before, t), Words(one.Field, one.After, t))))]);
        return Forms.Page<VersionsPage>(StatusCodes.Status200OK, ("Desk", await desks.ForAsync(http, cancel)), ("View", view));
    }

    private static string State(Texts t, string code) => TextBlockWays.Read(code) is { } state ? BlockText.State(t, state) : code;

    private static string Words(string field, string words, Texts t) => field switch
    {
        "community" when words.Length == 0 => t["procedure.forAll"],
        "state" => State(t, words),
        _ => words,
    };

    private static string Name(string field, ProcedureContent newer, ProcedureContent older, Viewing viewing)
    {
        var t = viewing.T;
        if (field.StartsWith(ProcedureDifferences.OfStep, StringComparison.Ordinal))
        {
            var key = field[ProcedureDifferences.OfStep.Length..];
            return t["procedure.stepCalled", ("words", (newer.Steps.Find(key) ?? older.Steps.Find(key))?.Words.In(viewing.Language) ?? key)];
        }
        return field switch
        {
            "german" => t["levels.form.nameGerman"],
            "english" => t["levels.form.nameEnglish"],
            "community" => t["ticket.community"],
            "form" => t["procedure.form"],
            "owner" => t["block.owner"],
            "reviewAt" => t["block.review"],
            "state" => t["procedure.state"],
            _ => t["procedure.order"],
        };
    }
}
