using System.Text;
using Lotse.Adapters.Web;
using Lotse.Domain;
using Lotse.Domain.Tickets;
using Lotse.Knowledge.Exchange;
using Lotse.Tickets;
using Lotse.Tickets.Drafts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Lotse.Knowledge.Api;

/// <param name="Where">The line of the table, or the path of the file.</param>
/// <param name="Step">new, changed, same or refused.</param>
/// <param name="Refusal">A code; null where nothing stands in the way.</param>
/// <param name="About">What it concerns.</param>
/// <param name="FilesIn">Files that come to the block; filesOut those that go.</param>
public sealed record ImportLineJson(string Where, string Title, string Step, string? Refusal, string? About, int FilesIn, int FilesOut);

/// <param name="Kept">False where it was only tried, or something was refused: then nothing is kept.</param>
public sealed record ImportJson(bool Kept, IReadOnlyList<ImportLineJson> Items);

/// <summary>The program's door for text blocks as a table and as files; for leads and admins.</summary>
public static class TextBlockExchangeApi
{
    public static void MapTextBlockExchangeApi(this IEndpointRouteBuilder api)
    {
        var exchange = api.MapGroup("/text-blocks").WithTags("textBlocks");
        exchange.MapGet("/table", TableAsync).WithName("exportTextBlocksAsTable").WithSummary("All text blocks as CSV, a row for each language.").Produces<byte[]>(StatusCodes.Status200OK, "text/csv");
        exchange.MapGet("/files", FilesAsync).WithName("exportTextBlocksAsFiles").WithSummary("All text blocks as a ZIP of files, one for each language, with their own files beside them.").Produces<byte[]>(StatusCodes.Status200OK, "application/zip");
        exchange.MapPost("/table", ImportTableAsync).WithName("importTextBlocksFromTable").Accepts<byte[]>("text/csv").WithSummary("Takes text blocks in from CSV; with dryRun=true it says what would happen. All or nothing.");
        exchange.MapPost("/files", ImportFilesAsync).WithName("importTextBlocksFromFiles").Accepts<byte[]>("application/zip").WithSummary("Takes text blocks in from a ZIP of files; with dryRun=true it says what would happen. All or nothing.");
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> TableAsync(Signed signed, ExchangeBlocks exchange, CancellationToken cancel) => Leads(signed)
        ? TypedResults.File(Encoding.UTF8.GetBytes(BlockSheet.Write(await exchange.ExportAsync(signed.Acting, withFiles: false, cancel))), "text/csv; charset=utf-8", "text-blocks.csv") : NotYours;

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> FilesAsync(Signed signed, ZipOfBlocks zip, CancellationToken cancel) =>
        Leads(signed) ? TypedResults.Stream(await zip.ExportAsync(signed.Acting, cancel), "application/zip", "text-blocks.zip") : NotYours;

    private static async Task<Results<Ok<ImportJson>, UnprocessableEntity<ImportJson>, ProblemHttpResult>> ImportTableAsync(HttpContext http, bool? dryRun, Signed signed, ExchangeBlocks exchange, CancellationToken cancel)
    {
        if (!Leads(signed)) return NotYours;
        if (await Bodies.ReadAsync(http, ExchangePages.LongestTable, cancel) is not { } bytes) return Answers.Problem(413, "table-too-large");
        var (blocks, refusal) = BlockSheet.Read(Encoding.UTF8.GetString(bytes));
        return blocks is null ? Answers.Problem(422, refusal!.Code, refusal.About) : Done(await exchange.ImportAsync(signed.Acting, blocks, dryRun == true, cancel), dryRun == true);
    }

    private static async Task<Results<Ok<ImportJson>, UnprocessableEntity<ImportJson>, ProblemHttpResult>> ImportFilesAsync(
        HttpContext http, bool? dryRun, Signed signed, ZipOfBlocks zip, AttachmentLimit limit, CancellationToken cancel)
    {
        if (!Leads(signed)) return NotYours;
        if (await Bodies.ReadAsync(http, limit.Bytes, cancel) is not { } bytes) return Answers.Problem(413, Adapters.Files.UnpackZip.TooLarge);
        var (lines, refusal) = await zip.ImportAsync(signed.Acting, bytes, dryRun == true, cancel);
        return refusal is not null ? Answers.Problem(422, refusal.Code, refusal.About) : Done(lines, dryRun == true);
    }

    private static Results<Ok<ImportJson>, UnprocessableEntity<ImportJson>, ProblemHttpResult> Done(IReadOnlyList<ImportLine> lines, bool trying)
    {
        var refused = lines.Any(line => line.Step == ImportStep.Refused);
        var items = lines.Select(line => new ImportLineJson(line.Where, line.Title, line.Step switch { ImportStep.New => "new", ImportStep.Changed => "changed", ImportStep.Same => "same", _ => "refused" },
            line.Refusal?.Code, line.Refusal?.About, line.FilesIn, line.FilesOut)).ToList();
        return refused && !trying ? TypedResults.UnprocessableEntity(new ImportJson(false, items)) : TypedResults.Ok(new ImportJson(!trying && !refused, items));
    }

    private static bool Leads(Signed signed) => signed.Acting.Role >= Role.Lead;

    private static ProblemHttpResult NotYours => Answers.Problem(403, Refusals.LeadsOnly);
}
