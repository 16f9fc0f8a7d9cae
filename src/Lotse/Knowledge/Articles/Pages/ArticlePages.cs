using System.Globalization;
using Lotse.Adapters.Web;
using Lotse.Domain.Knowledge.Articles;
using Lotse.Knowledge.Articles.Keeping;
using Lotse.Knowledge.Pages;
using Lotse.Tickets;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Layout;

namespace Lotse.Knowledge.Articles.Pages;

/// <summary>The doors for staff to articles: the list, publishing a text block or a procedure, changing and withdrawing.</summary>
public static class ArticlePages
{
    public static void MapArticlePages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(Addresses.Articles, ListAsync);
        pages.MapGet("/articles/new", NewAsync);
        pages.MapGet("/articles/{id:long}", ShowAsync);
        pages.MapPost(Addresses.Articles, (HttpContext http, Signed signed, KeepArticles keep, ArticleViews views, DeskViews desks, Viewing viewing, CancellationToken cancel) => SaveAsync(null, http, signed, keep, views, desks, viewing, cancel));
        pages.MapPost("/articles/{id:long}", (long id, HttpContext http, Signed signed, KeepArticles keep, ArticleViews views, DeskViews desks, Viewing viewing, CancellationToken cancel) => SaveAsync(id, http, signed, keep, views, desks, viewing, cancel));
        pages.MapPost("/articles/{id:long}/publication", PublishAsync);
        pages.MapPost("/articles/{id:long}/withdrawal", WithdrawAsync);
    }

    private static async Task<IResult> ListAsync(string? community, string? state, long? after, HttpContext http, Signed signed, ArticleViews views, DeskViews desks, CancellationToken cancel) =>
        Forms.Page<ArticlesPage>(StatusCodes.Status200OK, ("Desk", await desks.ForAsync(http, cancel)), ("View", await views.ListAsync(signed, ReadBlockForm.Id(community), ArticleStates.Read(state), after, cancel)));

    private static async Task<IResult> NewAsync(long? block, long? procedure, long? community, HttpContext http, Signed signed, ArticleViews views, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        if (await views.NewAsync(signed, new ArticleSource(block, procedure), community, cancel) is not { } form) return TypedResults.NotFound();
        if (form is { There: { } there, Communities.Count: 1 }) return Answers.SeeOther(Addresses.Article(there));
        // What will stand in the way is said before anybody has typed.
        var refusal = PublishSource.WhyNot(form.SourceState, form.Texts.ToDictionary(t => t.Language, t => t.Html, StringComparer.Ordinal), form.Texts.Select(t => t.Language));
        return await PageAsync(http, refusal is null ? form : form with { Refusals = [ArticleSays.Say(viewing.T, refusal)] }, StatusCodes.Status200OK, desks, cancel);
    }

    private static async Task<IResult> ShowAsync(long id, HttpContext http, Signed signed, ArticleViews views, DeskViews desks, CancellationToken cancel) =>
        await views.FormAsync(signed, id, cancel) is { } form ? await PageAsync(http, form, StatusCodes.Status200OK, desks, cancel) : TypedResults.NotFound();

    /// <summary>Saves, publishes, or only shows what it would look like. What was typed comes back either way.</summary>
    private static async Task<IResult> SaveAsync(long? id, HttpContext http, Signed signed, KeepArticles keep, ArticleViews views, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        var sent = await http.Request.ReadFormAsync(cancel);
        var source = new ArticleSource(ReadBlockForm.Id(sent.Field("block")), ReadBlockForm.Id(sent.Field("procedure")));
        var community = ReadBlockForm.Id(sent.Field("community"));
        if (sent.Field("then") is not "preview")
        {
            var answer = await keep.SaveAsync(signed.Acting, id, new ArticleDraft(community ?? 0, source, Heads(sent), sent.Field("then") == "publish"), int.TryParse(sent.Field("version"), NumberStyles.None, CultureInfo.InvariantCulture, out var seen) ? seen : null, cancel);
            if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
            if (answer.Refusal is null)
            {
                JustSaid.Say(http, Said.Saved);
                return Answers.SeeOther(Addresses.Article(answer.Value!.Id.ToString(CultureInfo.InvariantCulture)));
            }
            return await AgainAsync(ArticleSays.Say(viewing.T, answer.Refusal));
        }
        return await AgainAsync(null);

        async Task<IResult> AgainAsync(Ui.Refusal? refusal)
        {
            if (await (id is { } one ? views.FormAsync(signed, one, cancel) : views.NewAsync(signed, source, community, cancel)) is not { } form) return TypedResults.NotFound();
            return await PageAsync(http, Typed(form, sent) with { Refusals = refusal is null ? [] : [refusal] }, refusal is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity, desks, cancel);
        }
    }

    /// <summary>As it is, with the words that the source has now.</summary>
    private static async Task<IResult> PublishAsync(long id, HttpContext http, Signed signed, KeepArticles keep, ArticleViews views, DeskViews desks, Viewing viewing, CancellationToken cancel) =>
        await DoneAsync(id, await keep.SaveAsync(signed.Acting, id, new ArticleDraft(0, new ArticleSource(null, null), null, Publish: true), null, cancel), http, signed, views, desks, viewing, cancel);

    private static async Task<IResult> WithdrawAsync(long id, HttpContext http, Signed signed, WithdrawArticles withdraw, ArticleViews views, DeskViews desks, Viewing viewing, CancellationToken cancel) =>
        await DoneAsync(id, await withdraw.RunAsync(signed.Acting, id, cancel), http, signed, views, desks, viewing, cancel);

    private static async Task<IResult> DoneAsync(long id, Answer<Adapters.Database.Rows.Article> answer, HttpContext http, Signed signed, ArticleViews views, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        if (answer.Refusal is { } refusal)
        {
            return refusal != Refusals.NotFound && await views.FormAsync(signed, id, cancel) is { } form
                ? await PageAsync(http, form with { Refusals = [ArticleSays.Say(viewing.T, refusal)] }, StatusCodes.Status422UnprocessableEntity, desks, cancel) : TypedResults.NotFound();
        }
        JustSaid.Say(http, Said.Saved);
        return Answers.SeeOther(Addresses.Article(id.ToString(CultureInfo.InvariantCulture)));
    }

    private static async Task<IResult> PageAsync(HttpContext http, ArticleForm form, int status, DeskViews desks, CancellationToken cancel) =>
        Forms.Page<ArticlePage>(status, ("Desk", await desks.ForAsync(http, cancel)), ("Form", form));

    /// <summary>A language without a title is one in which it is not to be read.</summary>
    private static Dictionary<string, ArticleHead> Heads(IFormCollection sent) => sent["language"].OfType<string>().Where(Domain.Knowledge.WriteTextBlock.IsLanguage).Distinct(StringComparer.Ordinal)
        .Select(language => (language, head: HeadOf(sent, language))).Where(one => !string.IsNullOrWhiteSpace(one.head.Title)).ToDictionary(one => one.language, one => one.head, StringComparer.Ordinal);

    private static ArticleHead HeadOf(IFormCollection sent, string language) =>
        new(sent.Field($"title-{language}") ?? "", sent.Field($"slug-{language}") ?? "", sent.Field($"section-{language}") ?? "", sent.Field($"lead-{language}") ?? "");

    private static ArticleForm Typed(ArticleForm form, IFormCollection sent) => form with
    {
        Version = sent.Field("version") ?? form.Version,
        Texts = [.. form.Texts.Select(text => sent["language"].Contains(text.Language) ? text with { Title = HeadOf(sent, text.Language).Title, Slug = HeadOf(sent, text.Language).Slug, Section = HeadOf(sent, text.Language).Section, Lead = HeadOf(sent, text.Language).Lead } : text)],
    };
}
