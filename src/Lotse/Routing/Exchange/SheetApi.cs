using Lotse.Adapters.Files;
using Lotse.Adapters.Web;
using Lotse.Domain.Routing;
using Lotse.Domain.Routing.Exchange;
using Lotse.Tickets;
using Lotse.Tickets.Api;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Lotse.Routing.Exchange;

/// <param name="Kept">False where it was only tried, or something was refused: then nothing is kept.</param>
/// <param name="Gaps">For what nobody would be responsible.</param>
/// <param name="Overlaps">Rows that would cross each other; at most a thousand.</param>
public sealed record SheetOutcomeJson(bool Kept, int Added, int Changed, int Ended, int Unchanged, int Refused, IReadOnlyList<SheetLineJson> Lines, IReadOnlyList<SheetGapJson> Gaps, IReadOnlyList<SheetOverlapJson> Overlaps);

/// <param name="Line">Of the table, from 1; 0 for what it does not have.</param>
/// <param name="Id">Null for a new row.</param>
public sealed record SheetLineJson(int Line, LineStep Step, string? Id, IReadOnlyList<SheetTroubleJson> Troubles);

/// <param name="Column">Empty where it is about the row as a whole.</param>
/// <param name="Code">Why not.</param>
/// <param name="About">What stands there.</param>
public sealed record SheetTroubleJson(string Column, string Code, string? About);

public sealed record SheetGapJson(string? Product, string? Language);

/// <param name="Wins">Which of both gets a case that fits both. New rows are named by their line, as line 12.</param>
public sealed record SheetOverlapJson(string Row, string Other, string Wins);

/// <summary>The doors for programs to responsibilities and to categories as a table.</summary>
public static class SheetApi
{
    private const int OverlapsAtMost = 1000;

    private static readonly string[] s_houseLanguages = ["de", "en"];

    public static void MapSheetApi(this IEndpointRouteBuilder api)
    {
        var sheets = api.MapGroup("/communities/{id:long}").WithTags("routing");
        sheets.MapGet("/responsibilities.csv", ExportAsync).WithName("exportResponsibilities").WithSummary("Who is responsible for what, now and later, as CSV. Leads and admins only.").Produces<byte[]>(StatusCodes.Status200OK, "text/csv");
        sheets.MapPost("/responsibilities/import", ImportAsync).WithName("importResponsibilities").Accepts<byte[]>("text/csv")
            .WithSummary("Takes responsibilities in from CSV; with dryRun=true it says what would happen, with complete=true what the table does not have ends. All or nothing. Leads and admins only.");
        sheets.MapGet("/categories.csv", ExportCategoriesAsync).WithName("exportCategories").WithSummary("Products, topics and support groups as CSV. Leads and admins only.").Produces<byte[]>(StatusCodes.Status200OK, "text/csv");
        sheets.MapPost("/categories/import", ImportCategoriesAsync).WithName("importCategories").Accepts<byte[]>("text/csv")
            .WithSummary("Takes products, topics and support groups in from CSV; with dryRun=true it says what would happen. All or nothing. Leads and admins only.");
    }

    private static async Task<Results<FileContentHttpResult, NotFound, ProblemHttpResult>> ExportAsync(long id, Signed signed, ExchangeResponsibilities exchange, CancellationToken cancel) =>
        File(await exchange.ExportAsync(signed.Acting, id, ZoneOf(signed), null, ',', cancel), "responsibilities.csv");

    private static async Task<Results<FileContentHttpResult, NotFound, ProblemHttpResult>> ExportCategoriesAsync(long id, Signed signed, ExchangeCategories exchange, CancellationToken cancel) =>
        File(await exchange.ExportAsync(signed.Acting, id, null, ',', cancel), "categories.csv");

    private static Results<FileContentHttpResult, NotFound, ProblemHttpResult> File(Answer<string> csv, string name) => csv.Refusal == Refusals.NotFound ? TypedResults.NotFound()
        : csv.Refusal is { } refusal ? TicketsApi.Refused(refusal) : TypedResults.File(System.Text.Encoding.UTF8.GetBytes(csv.Value!), "text/csv; charset=utf-8", name);

    private static async Task<Results<Ok<SheetOutcomeJson>, UnprocessableEntity<SheetOutcomeJson>, NotFound, ProblemHttpResult>> ImportCategoriesAsync(long id, bool? dryRun, HttpContext http, Signed signed, ExchangeCategories exchange, CancellationToken cancel)
    {
        if (await Bodies.ReadAsync(http, ExchangeResponsibilities.LongestTable, cancel) is not { } bytes) return Answers.Problem(413, ExchangeResponsibilities.TooLarge);
        var answer = await exchange.ImportAsync(signed.Acting, id, TextOfFile.Decode(bytes).Text, new RowsWish(dryRun == true), cancel);
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        if (answer.Refusal is { } refusal) return TicketsApi.Refused(refusal);
        var outcome = Json(answer.Value!.Kept, [.. answer.Value.Lines.Select(line => (line.Line, line.Step, line.Before?.Id, line.Troubles))], [], []);
        return outcome.Refused > 0 && dryRun != true ? TypedResults.UnprocessableEntity(outcome) : TypedResults.Ok(outcome);
    }

    private static async Task<Results<Ok<SheetOutcomeJson>, UnprocessableEntity<SheetOutcomeJson>, NotFound, ProblemHttpResult>> ImportAsync(
        long id, bool? dryRun, bool? complete, HttpContext http, Signed signed, ExchangeResponsibilities exchange, TimeProvider clock, CancellationToken cancel)
    {
        if (await Bodies.ReadAsync(http, ExchangeResponsibilities.LongestTable, cancel) is not { } bytes) return Answers.Problem(413, ExchangeResponsibilities.TooLarge);
        var answer = await exchange.ImportAsync(signed.Acting, id, TextOfFile.Decode(bytes).Text, ZoneOf(signed), new RowsWish(dryRun == true, complete == true), cancel);
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        if (answer.Refusal is { } refusal) return TicketsApi.Refused(refusal);
        var outcome = Json(answer.Value!, clock.GetUtcNow());
        return outcome.Refused > 0 && dryRun != true ? TypedResults.UnprocessableEntity(outcome) : TypedResults.Ok(outcome);
    }

    private static SheetOutcomeJson Json(RowsOutcome outcome, DateTimeOffset now)
    {
        var holding = outcome.After.Where(row => row.HoldsAt(now)).ToList();
        return Json(outcome.Kept, [.. outcome.Lines.Select(line => (line.Line, line.Step, line.Before?.Rule.Id, line.Troubles))],
            [.. CheckResponsibilities.Gaps(holding, outcome.Names.Products, s_houseLanguages, now).Select(gap => new SheetGapJson(gap.ProductId is { } product ? ToJson.Id(product) : null, gap.Language))],
            [.. CheckResponsibilities.Overlaps(holding).Take(OverlapsAtMost).Select(one => new SheetOverlapJson(Row(one.RowId), Row(one.OtherId), Row(one.WinsId)))]);

        static string Row(long id) => id > 0 ? ToJson.Id(id) : $"line {ToJson.Id(-id)}";
    }

    private static SheetOutcomeJson Json(bool kept, IReadOnlyList<(int Line, LineStep Step, long? Id, IReadOnlyList<CellTrouble> Troubles)> lines, IReadOnlyList<SheetGapJson> gaps, IReadOnlyList<SheetOverlapJson> overlaps)
    {
        return new SheetOutcomeJson(kept, Count(LineStep.Added), Count(LineStep.Changed), Count(LineStep.Ended), Count(LineStep.Unchanged), Count(LineStep.Refused),
            [.. lines.Select(line => new SheetLineJson(line.Line, line.Step, line.Id is { } id ? ToJson.Id(id) : null, [.. line.Troubles.Select(one => new SheetTroubleJson(one.Column, one.Refusal.Code, one.Refusal.About))]))], gaps, overlaps);

        int Count(LineStep step) => lines.Count(line => line.Step == step);
    }

    internal static TimeZoneInfo ZoneOf(Signed signed) => TimeZoneInfo.TryFindSystemTimeZoneById(signed.Preferences.TimeZone, out var zone) ? zone : TimeZoneInfo.Utc;
}
