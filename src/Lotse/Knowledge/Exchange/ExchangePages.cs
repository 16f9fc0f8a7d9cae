using System.Text;
using Lotse.Adapters.Web;
using Lotse.Domain.Tickets;
using Lotse.Knowledge.Pages;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Layout;

namespace Lotse.Knowledge.Exchange;

/// <param name="Tried">Nothing is kept yet.</param>
public sealed record ExchangeView(IReadOnlyList<(int Line, string Title, ImportStep Step, string? Why)> Lines, bool Tried, string Csv, string? Refused);

/// <summary>The doors for leads to text blocks as a table.</summary>
public static class ExchangePages
{
    private const int LongestTable = 10_000_000;

    public static void MapExchangePages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(Addresses.TextBlockExchange, (HttpContext http, Signed signed, DeskViews desks, CancellationToken cancel) => ShowAsync(http, signed, desks, new ExchangeView([], false, "", null), StatusCodes.Status200OK, cancel));
        pages.MapGet("/text-blocks/exchange/text-blocks.csv", ExportAsync);
        pages.MapPost(Addresses.TextBlockExchange, ImportAsync);
    }

    private static bool Leads(Signed signed) => signed.Acting.Role >= Role.Lead;

    private static async Task<IResult> ShowAsync(HttpContext http, Signed signed, DeskViews desks, ExchangeView view, int status, CancellationToken cancel) => Leads(signed)
        ? Forms.Page<ExchangePage>(status, ("Desk", await desks.ForAsync(http, cancel)), ("View", view)) : TypedResults.StatusCode(StatusCodes.Status403Forbidden);

    private static async Task<IResult> ExportAsync(Signed signed, ExchangeBlocks exchange, CancellationToken cancel) => Leads(signed)
        ? TypedResults.File(Encoding.UTF8.GetBytes(await exchange.ExportAsync(signed.Acting, cancel)), "text/csv; charset=utf-8", "text-blocks.csv") : TypedResults.StatusCode(StatusCodes.Status403Forbidden);

    /// <summary>Tried first: the page comes back with what would happen, and the table in it, to be kept then.</summary>
    private static async Task<IResult> ImportAsync(HttpContext http, Signed signed, ExchangeBlocks exchange, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        if (!Leads(signed)) return TypedResults.StatusCode(StatusCodes.Status403Forbidden);
        var form = await http.Request.ReadFormAsync(cancel);
        var (trying, file) = (form.Field("then") != "import", (await form.FilesAsync(cancel)).FirstOrDefault(f => f.Bytes.Length > 0));
        var csv = file is { Bytes.Length: <= LongestTable } ? Encoding.UTF8.GetString(file.Bytes) : form.Field("csv") ?? "";
        if (csv.Length is 0 or > LongestTable) return await ShowAsync(http, signed, desks, new ExchangeView([], true, "", viewing.T["exchange.noTable"]), StatusCodes.Status422UnprocessableEntity, cancel);
        var (blocks, refusal) = BlockSheet.Read(csv);
        if (blocks is null) return await ShowAsync(http, signed, desks, new ExchangeView([], true, csv, viewing.T["exchange.notRight", ("about", refusal!.About)]), StatusCodes.Status422UnprocessableEntity, cancel);
        var lines = await exchange.ImportAsync(signed.Acting, blocks, trying, cancel);
        var view = new ExchangeView([.. lines.Select(line => (line.Line, line.Title, line.Step, line.Refusal is { } why ? BlockText.Say(viewing.T, why).Text : null))], trying || lines.Any(line => line.Step == ImportStep.Refused), csv, null);
        return await ShowAsync(http, signed, desks, view, lines.Any(line => line.Step == ImportStep.Refused) ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK, cancel);
    }
}
