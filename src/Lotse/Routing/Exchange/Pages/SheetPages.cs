using System.Text;
using Lotse.Adapters.Files;
using Lotse.Adapters.Web;
using Lotse.Domain;
using Lotse.Domain.Routing.Exchange;
using Lotse.Domain.Tickets;
using Lotse.Routing.Table;
using Lotse.Tickets;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Language;
using Lotse.Ui.Layout;

namespace Lotse.Routing.Exchange.Pages;

/// <summary>The doors for leads to responsibilities and to categories as a table.</summary>
public static class SheetPages
{
    /// <summary>Beside the table: what a form has of its own.</summary>
    private const int LongestForm = ExchangeResponsibilities.LongestTable + 100_000;

    public static void MapSheetPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(Addresses.ResponsibilitySheet, ShowAsync);
        pages.MapGet(Addresses.ResponsibilityFile, ExportAsync);
        pages.MapPost(Addresses.ResponsibilitySheet, ImportAsync).WithFormOptions(valueLengthLimit: LongestForm);
        pages.MapGet(Addresses.CategorySheet, ShowCategoriesAsync);
        pages.MapGet(Addresses.CategoryFile, ExportCategoriesAsync);
        pages.MapPost(Addresses.CategorySheet, ImportCategoriesAsync).WithFormOptions(valueLengthLimit: LongestForm);
    }

    private static async Task<IResult> ShowAsync(string? community, HttpContext http, Signed signed, TableViews tables, DeskViews desks, Viewing viewing, CancellationToken cancel) =>
        await PageAsync(Rows(viewing.T), TableViews.Id(community), SheetForm.Empty, null, null, http, signed, tables, desks, viewing, StatusCodes.Status200OK, cancel);

    private static async Task<IResult> ShowCategoriesAsync(string? community, HttpContext http, Signed signed, TableViews tables, DeskViews desks, Viewing viewing, CancellationToken cancel) =>
        await PageAsync(Kinds(viewing.T), TableViews.Id(community), SheetForm.Empty, null, null, http, signed, tables, desks, viewing, StatusCodes.Status200OK, cancel);

    private static async Task<IResult> ExportAsync(string? community, Signed signed, ExchangeResponsibilities exchange, Viewing viewing, CancellationToken cancel) =>
        File(await exchange.ExportAsync(signed.Acting, TableViews.Id(community) ?? 0, viewing.Zone, viewing.T, Between(viewing), cancel), "responsibilities.csv");

    private static async Task<IResult> ExportCategoriesAsync(string? community, Signed signed, ExchangeCategories exchange, Viewing viewing, CancellationToken cancel) =>
        File(await exchange.ExportAsync(signed.Acting, TableViews.Id(community) ?? 0, viewing.T, Between(viewing), cancel), "categories.csv");

    /// <summary>Where a comma stands in numbers, spreadsheets expect semicolons.</summary>
    private static char Between(Viewing viewing) => viewing.Language == "de" ? ';' : ',';

    /// <summary>Tried first: the page comes back with what would happen, and the table in it, to be kept then.</summary>
    private static async Task<IResult> ImportAsync(HttpContext http, Signed signed, ExchangeResponsibilities exchange, SheetViews views, TableViews tables, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        var typed = await SheetForm.ReadAsync(http, cancel);
        if (typed.Community is not { } community) return TypedResults.NotFound();
        var answer = typed.Refusal is { } unread ? unread : await exchange.ImportAsync(signed.Acting, community, typed.Csv, viewing.Zone, new RowsWish(typed.Trying, typed.Complete, typed.Seen ?? ""), cancel);
        if (answer.Refusal is { Code: Refusals.LeadsOnly } || answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        if (answer.Value is { Kept: true }) return Forms.Saved(http, $"{Addresses.Responsibilities}?community={http.Request.Form["community"]}");
        var status = answer.Refusal is not null || answer.Value!.Refused ? StatusCodes.Status422UnprocessableEntity : typed.Trying ? StatusCodes.Status200OK : StatusCodes.Status409Conflict;
        return await PageAsync(Rows(viewing.T), community, typed, answer.Value is { } outcome ? views.Of(outcome, !typed.Trying && !outcome.Refused) : null, answer.Refusal, http, signed, tables, desks, viewing, status, cancel);
    }

    private static async Task<IResult> ImportCategoriesAsync(HttpContext http, Signed signed, ExchangeCategories exchange, SheetViews views, TableViews tables, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        var typed = await SheetForm.ReadAsync(http, cancel);
        if (typed.Community is not { } community) return TypedResults.NotFound();
        var answer = typed.Refusal is { } unread ? unread : await exchange.ImportAsync(signed.Acting, community, typed.Csv, new RowsWish(typed.Trying, Seen: typed.Seen ?? ""), cancel);
        if (answer.Refusal is { Code: Refusals.LeadsOnly } || answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        if (answer.Value is { Kept: true }) return Forms.Saved(http, $"{Addresses.Categories}?community={http.Request.Form["community"]}");
        var status = answer.Refusal is not null || answer.Value!.Refused ? StatusCodes.Status422UnprocessableEntity : typed.Trying ? StatusCodes.Status200OK : StatusCodes.Status409Conflict;
        return await PageAsync(Kinds(viewing.T), community, typed, answer.Value is { } outcome ? views.Of(outcome, !typed.Trying && !outcome.Refused) : null, answer.Refusal, http, signed, tables, desks, viewing, status, cancel);
    }

    private static async Task<IResult> PageAsync(SheetPlace place, long? community, SheetForm typed, OutcomeView? outcome, Domain.Refusal? refusal, HttpContext http, Signed signed, TableViews tables, DeskViews desks, Viewing viewing, int status, CancellationToken cancel)
    {
        if (signed.Acting.Role < Role.Lead || await tables.PicksAsync(signed, community, cancel) is not { } picks) return TypedResults.NotFound();
        var view = new SheetView(place, picks.Community, picks.Communities, typed.Csv, typed.Complete, refusal is null ? null : SheetWords.Say(viewing.T, refusal), typed.Encoding, outcome);
        return Forms.Page<SheetPage>(status, ("Desk", await desks.ForAsync(http, cancel)), ("View", view));
    }

    private static SheetPlace Rows(Texts t) => new(t["sheet.responsibilities"], t["sheet.responsibilities.text"], Addresses.ResponsibilitySheet, Addresses.Responsibilities, t["responsible.title"], Addresses.ResponsibilityFile,
        Columns.OfResponsibilities, t["sheet.columns.text"], t["sheet.out.text"], CanBeComplete: true);

    private static SheetPlace Kinds(Texts t) => new(t["sheet.categories"], t["sheet.responsibilities.text"], Addresses.CategorySheet, Addresses.Categories, t["category.title"], Addresses.CategoryFile,
        Columns.OfCategories, t["sheet.categories.columns"], t["sheet.categories.out"], CanBeComplete: false);

    private static IResult File(Answer<string> csv, string name) => csv.Value is { } text ? TypedResults.File(Encoding.UTF8.GetBytes(text), "text/csv; charset=utf-8", name) : TypedResults.NotFound();
}
