using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain;
using Lotse.Domain.Knowledge.Articles;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Lotse.Tickets.Pages;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Knowledge.Articles.Keeping;

/// <summary>Makes articles of text blocks and procedures, changes what stands around them, and publishes them anew. What customers read is a snapshot.</summary>
public sealed class KeepArticles(DeskDatabase database, Journal journal, Ids ids, ReadSource sources, PutArticle put, DeskNames names, TimeProvider clock)
{
    public const string Forbidden = "article-not-yours", AlreadyThere = "article-already-there";

    /// <param name="id">Null for a new one.</param>
    /// <param name="version">As whoever writes has seen it; null where they do not say.</param>
    public Task<Answer<Article>> SaveAsync(Acting by, long? id, ArticleDraft draft, int? version, CancellationToken cancel) =>
        journal.RetryAsync(() => WriteAsync(by, id, draft, version, cancel));

    private async Task<Answer<Article>> WriteAsync(Acting by, long? id, ArticleDraft draft, int? version, CancellationToken cancel)
    {
        var article = id is { } there ? await database.Articles.AsTracking().VisibleTo(by).SingleOrDefaultAsync(a => a.Id == there, cancel) : null;
        if (id is not null && article is null) return Refusals.NotFound;
        var community = article?.CommunityId ?? draft.CommunityId;
        if (await WhyNotAsync(by, article, draft, community, version, cancel) is { } refusal) return refusal;
        var texts = article is null ? [] : await database.ArticleTexts.AsTracking().Where(t => t.ArticleId == article.Id).ToListAsync(cancel);
        var heads = Trimmed(draft.Heads ?? texts.ToDictionary(t => t.Language, t => new ArticleHead(t.Title, t.Slug, t.Section, t.Lead), StringComparer.Ordinal));
        if (new WriteArticle(heads).WhyNot() is { } wrong) return wrong;
        // A language that is new to it has no words of its own yet.
        var anew = article is null || draft.Publish ? heads.Keys : heads.Keys.Where(language => texts.TrueForAll(t => t.Language != language));
        var source = anew.Any() ? await sources.RunAsync(by, article is null ? draft.Source : ArticleSource.Of(article), community, cancel) : null;
        if (anew.Any() && source is null) return article is null ? Refusals.NotFound : new Refusal(PublishSource.NotPublished);
        if (source is not null && PublishSource.WhyNot(source.State, source.Html, anew) is { } unfit) return unfit;
        var slugs = await put.SlugsAsync(article?.Id, community, heads, texts, cancel);
        if (slugs.Refusal is { } taken) return taken;

        var isNew = article is null;
        if (article is null)
        {
            database.Articles.Add(article = new Article { Id = ids.Next(), CommunityId = community, TextBlockId = draft.Source.TextBlockId, ProcedureId = draft.Source.ProcedureId, CreatedAt = clock.GetUtcNow() });
        }
        (article.Version, article.UpdatedAt, article.UpdatedById) = (article.Version + 1, clock.GetUtcNow(), by.AgentId);
        if (isNew || draft.Publish) article.SourceVersion = source!.Version;
        if (draft.Publish) article.State = ArticleState.Published;
        await put.TextsAsync(article, heads, slugs.Value!, anew.ToDictionary(language => language, language => source!.Html[language], StringComparer.Ordinal), texts, cancel);
        if (article.State == ArticleState.Published) await put.SiteAsync(community, (await names.NowAsync(cancel)).Community(community), cancel);
        journal.Record(draft.Publish ? new ArticlePublished(article.Id, article.Version, [.. heads.Keys.Order(StringComparer.Ordinal)]) : new ArticleChanged(article.Id, article.Version), community, by.AgentId);
        await journal.SaveAsync(cancel);
        return article;
    }

    private async Task<Refusal?> WhyNotAsync(Acting by, Article? article, ArticleDraft draft, long community, int? version, CancellationToken cancel)
    {
        if (!by.Sees(community) || !(await names.NowAsync(cancel)).Communities.ContainsKey(community)) return new Refusal("no-such-community", "community");
        if (!(await database.WritingAsync(by, cancel)).May(community)) return new Refusal(Forbidden);
        if (article is not null) return version is { } seen && seen != article.Version ? Refusals.Changed : null;
        var (block, procedure) = draft.Source;
        return await database.Articles.Where(a => a.CommunityId == community && ((block != null && a.TextBlockId == block) || (procedure != null && a.ProcedureId == procedure)))
            .Select(a => (long?)a.Id).FirstOrDefaultAsync(cancel) is { } same ? new Refusal(AlreadyThere, same.ToString(System.Globalization.CultureInfo.InvariantCulture)) : null;
    }

    private static Dictionary<string, ArticleHead> Trimmed(IReadOnlyDictionary<string, ArticleHead> heads) =>
        heads.ToDictionary(head => head.Key, head => new ArticleHead(head.Value.Title.Trim(), head.Value.Slug.Trim().ToLowerInvariant(), head.Value.Section.Trim(), head.Value.Lead.Trim()), StringComparer.Ordinal);
}
