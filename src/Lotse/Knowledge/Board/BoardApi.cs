using Lotse.Adapters.Web;
using Lotse.Domain.Knowledge.Board;
using Lotse.Ui;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Lotse.Knowledge.Board;

/// <param name="Item">Address of the text block or the procedure.</param>
public sealed record NewsJson(string Id, string Item, string Title, DateTimeOffset At, string? By);

/// <param name="Form">Key of the hand-over form; <paramref name="Reason"/> key of the reason.</param>
/// <param name="Lately">Handed up within four weeks; <paramref name="Below"/> of those that the level below could do the next time.</param>
public sealed record CaseKindJson(string Community, string Form, string Reason, int Lately, int Below, IReadOnlyList<CaseCoverJson> Covers);

/// <param name="Before">Cases a week in the four weeks before; <paramref name="After"/> since, null while it is too early to say.</param>
public sealed record CaseCoverJson(string Item, string Title, DateTimeOffset PublishedAt, double Before, double? After);

/// <summary>The door for programs to what the board of knowledge shows.</summary>
public static class BoardApi
{
    public static void MapBoardApi(this IEndpointRouteBuilder api)
    {
        var knowledge = api.MapGroup("/knowledge").WithTags("knowledge");
        knowledge.MapGet("/news", NewsAsync).WithName("listKnowledgeNews").WithSummary("What was published for whoever asks and is not read yet.");
        knowledge.MapPost("/news/{id:long}/reading", ReadAsync).WithName("readKnowledgeNews").WithSummary("Says that it is read.");
        knowledge.MapGet("/cases", CasesAsync).WithName("listCaseKinds").WithSummary("Kinds of cases that were handed up, what is written for them, and how many went up before and since.");
    }

    private static async Task<Ok<IReadOnlyList<NewsJson>>> NewsAsync(Signed signed, BoardViews views, Viewing viewing, CancellationToken cancel) =>
        TypedResults.Ok<IReadOnlyList<NewsJson>>([.. (await views.NewsAsync(signed, viewing, cancel)).Select(one => new NewsJson(one.Id, one.Address, one.Title, one.At, one.By))]);

    private static async Task<Results<NoContent, NotFound>> ReadAsync(long id, Signed signed, ReadNews read, CancellationToken cancel) =>
        await read.RunAsync(signed.Acting, id, cancel) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Ok<IReadOnlyList<CaseKindJson>>> CasesAsync(Signed signed, CasesViews views, Viewing viewing, CancellationToken cancel)
    {
        var view = await views.ForAsync(signed, viewing, null, null, cancel);
        return TypedResults.Ok<IReadOnlyList<CaseKindJson>>([.. view.Uncovered.Concat(view.Covered).Select(row => (row, kind: CaseKind.Read(row.Kind) ?? default)).Select(one =>
            new CaseKindJson(one.row.CommunityId, one.kind.Form, one.kind.Reason, one.row.Lately, one.row.Below, [.. one.row.Covers.Select(c => new CaseCoverJson(c.Address, c.Title, c.PublishedAt, c.Trend.Before, c.Trend.After))]))]);
    }
}
