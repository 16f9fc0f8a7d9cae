using System.Text;
using Lotse.Adapters.Web;
using Lotse.Domain.Tickets;
using Lotse.Knowledge.Pages;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Layout;

namespace Lotse.Knowledge.Exchange;

/// <param name="Where">Its line, or its file.</param>
public sealed record ExchangedView(string Where, string Title, ImportStep Step, string? Why, int FilesIn, int FilesOut);

/// <param name="Tried">Nothing is kept yet.</param>
/// <param name="Files">It was files, not a table.</param>
public sealed record ExchangeView(IReadOnlyList<ExchangedView> Lines, bool Tried, string Csv, string? Refused, bool Files = false);

/// <summary>The doors for leads to text blocks as a table and as files.</summary>
public static class ExchangePages
{
    public const int LongestTable = 10_000_000;

    public static void MapExchangePages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(Addresses.TextBlockExchange, (HttpContext http, Signed signed, DeskViews desks, CancellationToken cancel) => ShowAsync(http, signed, desks, new ExchangeView([], false, "", null), StatusCodes.Status200OK, cancel));
        pages.MapGet("/text-blocks/exchange/text-blocks.csv", ExportAsync);
        pages.MapGet("/text-blocks/exchange/text-blocks.zip", ExportFilesAsync);
        pages.MapPost(Addresses.TextBlockExchange, ImportAsync);
        pages.MapPost(Addresses.TextBlockFilesExchange, ImportFilesAsync);
    }

    private static bool Leads(Signed signed) => signed.Acting.Role >= Role.Lead;

    private static async Task<IResult> ShowAsync(HttpContext http, Signed signed, DeskViews desks, ExchangeView view, int status, CancellationToken cancel) => Leads(signed)
        ? Forms.Page<ExchangePage>(status, ("Desk", await desks.ForAsync(http, cancel)), ("View", view)) : TypedResults.StatusCode(StatusCodes.Status403Forbidden);

    private static async Task<IResult> ExportAsync(Signed signed, ExchangeBlocks exchange, CancellationToken cancel) => Leads(signed)
        ? TypedResults.File(Encoding.UTF8.GetBytes(BlockSheet.Write(await exchange.ExportAsync(signed.Acting, withFiles: false, cancel))), "text/csv; charset=utf-8", "text-blocks.csv") : TypedResults.StatusCode(StatusCodes.Status403Forbidden);

    private static async Task<IResult> ExportFilesAsync(Signed signed, ZipOfBlocks zip, CancellationToken cancel) => Leads(signed)
        ? TypedResults.Stream(await zip.ExportAsync(signed.Acting, cancel), "application/zip", "text-blocks.zip") : TypedResults.StatusCode(StatusCodes.Status403Forbidden);

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
        return await DoneAsync(http, signed, desks, viewing, await exchange.ImportAsync(signed.Acting, blocks, trying, cancel), trying, csv, cancel);
    }

    /// <summary>The same with a ZIP. What was chosen stays in the browser: only what would happen is drawn anew.</summary>
    private static async Task<IResult> ImportFilesAsync(HttpContext http, Signed signed, ZipOfBlocks zip, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        if (!Leads(signed)) return TypedResults.StatusCode(StatusCodes.Status403Forbidden);
        var form = await http.Request.ReadFormAsync(cancel);
        var (trying, file) = (form.Field("then") != "import", (await form.FilesAsync(cancel)).FirstOrDefault(f => f.Bytes.Length > 0));
        var (lines, refusal) = file is null ? ([], new Domain.Refusal(ImportText.NoZip)) : await zip.ImportAsync(signed.Acting, file.Bytes, trying, cancel);
        return refusal is not null ? await ShowAsync(http, signed, desks, new ExchangeView([], true, "", ImportText.Say(viewing.T, refusal), Files: true), StatusCodes.Status422UnprocessableEntity, cancel)
            : await DoneAsync(http, signed, desks, viewing, lines, trying, null, cancel);
    }

    private static Task<IResult> DoneAsync(HttpContext http, Signed signed, DeskViews desks, Viewing viewing, IReadOnlyList<ImportLine> lines, bool trying, string? csv, CancellationToken cancel)
    {
        var refused = lines.Any(line => line.Step == ImportStep.Refused);
        var shown = lines.Select(line => new ExchangedView(line.Where, line.Title, line.Step, line.Refusal is { } why ? ImportText.Say(viewing.T, why) : null, line.FilesIn, line.FilesOut)).ToList();
        return ShowAsync(http, signed, desks, new ExchangeView(shown, trying || refused, csv ?? "", null, csv is null), refused ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK, cancel);
    }
}
