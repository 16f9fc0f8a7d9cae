using System.Globalization;
using Lotse.Adapters.Web;
using Lotse.Domain.Routing;
using Lotse.Domain.Tickets;
using Lotse.Routing.Exchange;
using Lotse.Routing.Exchange.Pages;
using Lotse.Routing.Table;
using Lotse.Tickets;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Layout;

namespace Lotse.Routing.Bulk;

/// <summary>The door for leads to the same change in many rows.</summary>
public static class BulkPages
{
    public static void MapBulkPages(this IEndpointRouteBuilder pages) => pages.MapPost(Addresses.ResponsibilityBulk, RunAsync);

    /// <summary>First it shows what was chosen, then what would become of it, then it does just that.</summary>
    private static async Task<IResult> RunAsync(HttpContext http, Signed signed, EditRows edit, SheetViews outcomes, TableViews views, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        if (signed.Acting.Role < Role.Lead || TableViews.Id(form.Field("community")) is not { } community) return TypedResults.NotFound();
        var rows = form["row"].Select(one => TableViews.Id(one) ?? 0).Distinct().ToList();
        var typed = new BulkTyped([.. form["set"].OfType<string>()], Chosen(form, "holder"), Chosen(form, "deputy"), form.Field("until"));
        if (form.Field("shown") is null) return await PageAsync(null, rows.Count == 0 ? new Domain.Refusal(EditRows.NoneChosen) : null, rows.Count == 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
        if (EditOf(typed, views) is not { } wish) return await PageAsync(null, new Domain.Refusal(KeepResponsibilities.NotKnown, "until"), StatusCodes.Status422UnprocessableEntity);
        var trying = form.Field("then") != "keep";
        var answer = await edit.RunAsync(signed.Acting, community, rows, wish, new RowsWish(trying, Seen: form.Field("seen") ?? ""), cancel);
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        if (answer.Value is { Kept: true }) return Forms.Saved(http, $"{Addresses.Responsibilities}?community={form.Field("community")}");
        var status = answer.Refusal is not null || answer.Value!.Refused ? StatusCodes.Status422UnprocessableEntity : trying ? StatusCodes.Status200OK : StatusCodes.Status409Conflict;
        return await PageAsync(answer.Value is { } outcome ? outcomes.Of(outcome, !trying && !outcome.Refused) : null, answer.Refusal, status);

        async Task<IResult> PageAsync(OutcomeView? outcome, Domain.Refusal? refusal, int code)
        {
            if (await views.BulkAsync(signed, community, rows, cancel) is not { } view) return TypedResults.NotFound();
            return Forms.Page<BulkPage>(code, ("Desk", await desks.ForAsync(http, cancel)), ("View", view with { Typed = typed, Outcome = outcome, Refusals = refusal is null ? [] : [RoutingWords.Say(viewing.T, refusal)] }));
        }
    }

    /// <summary>Null where what was typed is no time or nobody.</summary>
    private static RowEdit? EditOf(BulkTyped typed, TableViews views)
    {
        if (typed.Set.Contains("end")) return new RowEdit(EndNow: true);
        var until = views.Moment(typed.Until);
        if (typed.Set.Contains("until") && until is null && !string.IsNullOrEmpty(typed.Until)) return null;
        var holders = typed.Holders.Select(one => one[0] == 't' ? new Holder(null, TableViews.Id(one[1..]) ?? 0) : new Holder(TableViews.Id(one[1..]) ?? 0, null)).Distinct();
        return new RowEdit(typed.Set.Contains("holders") ? [.. holders] : null, typed.Set.Contains("deputies") ? [.. typed.Deputies.Select(one => TableViews.Id(one) ?? 0).Distinct()] : null, typed.Set.Contains("until") ? new Maybe(until) : null);
    }

    private static List<string> Chosen(IFormCollection form, string name) => [.. form[name].OfType<string>().Where(one => one.Length > 0)];
}
