using System.Globalization;
using Lotse.Adapters.Web;
using Lotse.Domain;
using Lotse.Domain.Knowledge.Articles;
using Lotse.Knowledge.Articles.Keeping;
using Lotse.Knowledge.Articles.Pages;
using Lotse.Tickets;
using Lotse.Tickets.Api;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Lotse.Knowledge.Articles.Api;

/// <summary>The program's door to articles.</summary>
public static class ArticlesApi
{
    private const int MostAtOnce = 100;

    public static void MapArticlesApi(this IEndpointRouteBuilder api)
    {
        api.MapGet("/articles", ListAsync).WithName("listArticles").WithTags("articles").WithSummary("Articles, newest first.");
        api.MapGet("/articles/{id:long}", ReadAsync).WithName("readArticle").WithTags("articles").WithSummary("One article with its texts and what readers say of it.");
        api.MapPost("/articles", CreateAsync).WithName("createArticle").WithTags("articles").WithSummary("Makes an article of a published text block or procedure, published or as a draft.");
        api.MapPut("/articles/{id:long}", ChangeAsync).WithName("changeArticle").WithTags("articles").WithSummary("Changes what stands around an article's text; old addresses lead to the new ones.");
        api.MapPost("/articles/{id:long}/publication", PublishAsync).WithName("publishArticle").WithTags("articles").WithSummary("Shows an article to everybody, in the words that its source has now.");
        api.MapPost("/articles/{id:long}/withdrawal", WithdrawAsync).WithName("withdrawArticle").WithTags("articles").WithSummary("Takes an article away from everybody; what it says is kept.");
    }

    private static async Task<Results<Ok<ArticleListJson>, ProblemHttpResult>> ListAsync(string? community, string? state, string? after, int? limit, Signed signed, ArticleViews views, CancellationToken cancel)
    {
        if (state is not null && ArticleStates.Read(state) is null) return Answers.Problem(400, "article-state-not-right", "state");
        var most = Math.Clamp(limit ?? 50, 1, MostAtOnce);
        var rows = await views.RowsAsync(signed.Acting, community is null ? null : Id(community) ?? 0, ArticleStates.Read(state), Id(after), most + 1, cancel);
        return TypedResults.Ok(new ArticleListJson([.. rows.Take(most).Select(row => new ArticleItemJson(Text(row.Id), Text(row.CommunityId), row.Title, ArticleStates.Code(row.State), row.Newer, row.Languages, row.Yes, row.No))],
            rows.Count > most ? Text(rows[most - 1].Id) : null));
    }

    private static async Task<Results<Ok<ArticleJson>, NotFound>> ReadAsync(long id, Signed signed, ReadArticle read, CancellationToken cancel) =>
        await read.RunAsync(signed.Acting, id, cancel) is { } article ? TypedResults.Ok(article) : TypedResults.NotFound();

    private static async Task<Results<Created<ArticleJson>, NotFound, ProblemHttpResult>> CreateAsync(WriteArticleJson body, Signed signed, KeepArticles keep, ReadArticle read, CancellationToken cancel)
    {
        foreach (var (name, id) in (ReadOnlySpan<(string, string?)>)[("community", body.Community), ("textBlock", body.TextBlock), ("procedure", body.Procedure)])
        {
            if (id is not null && Id(id) is null) return TicketsApi.Refused(new Refusal("id-not-right", name));
        }
        var answer = await keep.SaveAsync(signed.Acting, null, new ArticleDraft(Id(body.Community) ?? 0, new ArticleSource(Id(body.TextBlock), Id(body.Procedure)), Heads(body) ?? [], body.Publish), null, cancel);
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        if (answer.Refusal is { } refusal) return TicketsApi.Refused(refusal);
        return TypedResults.Created($"/api/v1/articles/{answer.Value!.Id}", await read.RunAsync(signed.Acting, answer.Value.Id, cancel));
    }

    private static async Task<Results<Ok<ArticleJson>, NotFound, ProblemHttpResult>> ChangeAsync(long id, WriteArticleJson body, Signed signed, KeepArticles keep, ReadArticle read, CancellationToken cancel) =>
        await AnsweredAsync(await keep.SaveAsync(signed.Acting, id, new ArticleDraft(0, new ArticleSource(null, null), Heads(body), body.Publish), body.Version, cancel), signed, read, cancel);

    private static async Task<Results<Ok<ArticleJson>, NotFound, ProblemHttpResult>> PublishAsync(long id, Signed signed, KeepArticles keep, ReadArticle read, CancellationToken cancel) =>
        await AnsweredAsync(await keep.SaveAsync(signed.Acting, id, new ArticleDraft(0, new ArticleSource(null, null), null, Publish: true), null, cancel), signed, read, cancel);

    private static async Task<Results<Ok<ArticleJson>, NotFound, ProblemHttpResult>> WithdrawAsync(long id, Signed signed, WithdrawArticles withdraw, ReadArticle read, CancellationToken cancel) =>
        await AnsweredAsync(await withdraw.RunAsync(signed.Acting, id, cancel), signed, read, cancel);

    private static async Task<Results<Ok<ArticleJson>, NotFound, ProblemHttpResult>> AnsweredAsync(Answer<Adapters.Database.Rows.Article> answer, Signed signed, ReadArticle read, CancellationToken cancel)
    {
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        return answer.Refusal is { } refusal ? TicketsApi.Refused(refusal) : TypedResults.Ok((await read.RunAsync(signed.Acting, answer.Value!.Id, cancel))!);
    }

    /// <returns>Null where none were sent.</returns>
    private static Dictionary<string, ArticleHead>? Heads(WriteArticleJson body) =>
        body.Texts?.ToDictionary(text => text.Key, text => new ArticleHead(text.Value?.Title ?? "", text.Value?.Slug ?? "", text.Value?.Section ?? "", text.Value?.Lead ?? ""), StringComparer.Ordinal);

    private static long? Id(string? typed) => long.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
