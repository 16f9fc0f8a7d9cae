using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Web;
using Lotse.Domain.Knowledge;
using Lotse.Domain.Knowledge.Articles;
using Lotse.Domain.Tickets;
using Lotse.Knowledge.Articles.Keeping;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Layout;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Knowledge.Articles.Pages;

/// <summary>What the pages about articles show to staff.</summary>
public sealed class ArticleViews(DeskDatabase database, ReadSource sources, DeskNames names)
{
    private const int RowsAtOnce = 50;

    /// <param name="after">The last id of the page before.</param>
    public async Task<ArticlesView> ListAsync(Signed signed, long? community, ArticleState? state, long? after, CancellationToken cancel)
    {
        var known = await names.NowAsync(cancel);
        var rows = await RowsAsync(signed.Acting, community, state, after, RowsAtOnce + 1, cancel);
        var shown = rows.Take(RowsAtOnce).ToList();
        var code = state is { } one ? ArticleStates.Code(one) : null;
        var keys = await database.HelpSites.ToDictionaryAsync(s => s.CommunityId, s => s.Key, cancel);
        return new ArticlesView([.. shown.Select(row => row with { Community = known.Community(row.CommunityId) })], [.. known.Communities.Where(c => signed.Acting.Sees(c.Key)).Select(c => new Named(Text(c.Key), c.Value)).OrderBy(c => c.Name, StringComparer.CurrentCulture)],
            community is { } of ? Text(of) : null, code, rows.Count > shown.Count ? Addresses.ArticlesAfter(community is { } c2 ? Text(c2) : null, code, Text(shown[^1].Id)) : null,
            [.. known.Communities.Where(c => signed.Acting.Sees(c.Key) && keys.ContainsKey(c.Key) && (community is null || community == c.Key)).Select(c => new Named(HelpAddresses.Site(keys[c.Key]), c.Value)).OrderBy(c => c.Name, StringComparer.CurrentCulture)]);
    }

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<ArticleRow>> RowsAsync(Acting by, long? community, ArticleState? state, long? after, int limit, CancellationToken cancel)
    {
        var articles = database.Articles.VisibleTo(by);
        if (community is { } one) articles = articles.Where(a => a.CommunityId == one);
        if (state is { } wanted) articles = articles.Where(a => a.State == wanted);
        if (after is { } last) articles = articles.Where(a => a.Id < last);
        var rows = await articles.OrderByDescending(a => a.Id).Take(limit).Select(a => new
        {
            Article = a,
            Block = database.TextBlocks.Where(b => b.Id == a.TextBlockId).Select(b => new { b.Version, b.State }).FirstOrDefault(),
            Procedure = database.Procedures.Where(p => p.Id == a.ProcedureId).Select(p => new { p.Version, p.State }).FirstOrDefault(),
            Yes = database.ArticleFeedback.Where(f => f.ArticleId == a.Id).Sum(f => (long?)f.Yes) ?? 0,
            No = database.ArticleFeedback.Where(f => f.ArticleId == a.Id).Sum(f => (long?)f.No) ?? 0,
            Texts = database.ArticleTexts.Where(t => t.ArticleId == a.Id).Select(t => new { t.Language, t.Title }).ToList(),
        }).AsSingleQuery().ToListAsync(cancel);
        return [.. rows.Select(row => new ArticleRow(row.Article.Id, row.Article.CommunityId, "", row.Texts.OrderBy(t => Place(t.Language)).Select(t => t.Title).FirstOrDefault() ?? "", row.Article.State, [.. row.Texts.OrderBy(t => Place(t.Language)).Select(t => t.Language)],
            row.Yes, row.No, (row.Block?.Version ?? row.Procedure?.Version) is { } version && version > row.Article.SourceVersion && row.Article.State != ArticleState.Withdrawn, row.Block?.State ?? row.Procedure?.State ?? TextBlockState.Retired))];
    }

    /// <summary>The form for what is not an article yet.</summary>
    /// <returns>Null where the source is not there or not for this agent, or where they may publish in no community.</returns>
    public async Task<ArticleForm?> NewAsync(Signed signed, ArticleSource source, long? community, CancellationToken cancel)
    {
        var known = await names.NowAsync(cancel);
        var writing = await database.WritingAsync(signed.Acting, cancel);
        var own = await OwnCommunityAsync(signed.Acting, source, cancel);
        if (!own.Found) return null;
        var choices = known.Communities.Where(c => signed.Acting.Sees(c.Key) && writing.May(c.Key) && (own.Community is null || own.Community == c.Key)).OrderBy(c => c.Value, StringComparer.CurrentCulture).ToList();
        if (choices.Count == 0) return null;
        var chosen = choices.Exists(c => c.Key == community) ? community!.Value : choices[0].Key;
        if (await sources.RunAsync(signed.Acting, source, chosen, cancel) is not { } now) return null;
        var there = await database.Articles.VisibleTo(signed.Acting).Where(a => a.CommunityId == chosen && ((a.TextBlockId != null && a.TextBlockId == source.TextBlockId) || (a.ProcedureId != null && a.ProcedureId == source.ProcedureId))).Select(a => (long?)a.Id).FirstOrDefaultAsync(cancel);
        // A text block has one title, and nobody says in which language: it is offered once.
        var first = now.Titles.Keys.OrderBy(Place).First();
        return new ArticleForm
        {
            Source = source, SourceName = now.Name, SourceState = now.State, Community = Text(chosen), Communities = [.. choices.Select(c => new Named(Text(c.Key), c.Value))], There = there is { } id ? Text(id) : null,
            Texts = [.. now.Html.Keys.OrderBy(Place).Select(language => new ArticleField(language, source.ProcedureId is not null || language == first ? now.Titles[language] : "", "", "", "", now.Html[language], null))],
        };
    }

    /// <returns>Null where it is not there or not for this agent.</returns>
    public async Task<ArticleForm?> FormAsync(Signed signed, long id, CancellationToken cancel)
    {
        if (await database.Articles.VisibleTo(signed.Acting).SingleOrDefaultAsync(a => a.Id == id, cancel) is not { } article) return null;
        var known = await names.NowAsync(cancel);
        var texts = await database.ArticleTexts.Where(t => t.ArticleId == id).ToListAsync(cancel);
        var now = await sources.RunAsync(signed.Acting, ArticleSource.Of(article), article.CommunityId, cancel);
        var said = await database.ArticleFeedback.Where(f => f.ArticleId == id).ToDictionaryAsync(f => f.Language, f => (f.Yes, f.No), cancel);
        var remarks = await database.ArticleRemarks.Where(r => r.ArticleId == id).OrderByDescending(r => r.Id).Take(20).Select(r => new ShownRemark(r.Language, r.At, r.Words)).ToListAsync(cancel);
        var key = await database.HelpSites.Where(s => s.CommunityId == article.CommunityId).Select(s => s.Key).SingleOrDefaultAsync(cancel);
        return new ArticleForm
        {
            Id = Text(id), Source = ArticleSource.Of(article), SourceName = now?.Name ?? "", SourceState = now?.State ?? TextBlockState.Retired, Version = article.Version.ToString(CultureInfo.InvariantCulture),
            State = article.State, Newer = now is not null && now.Version > article.SourceVersion, Community = Text(article.CommunityId), Communities = [new Named(Text(article.CommunityId), known.Community(article.CommunityId))],
            Texts = [.. texts.Select(t => t.Language).Union(now?.Html.Keys ?? [], StringComparer.Ordinal).OrderBy(Place).Select(language => Field(article, texts.Find(t => t.Language == language), language, now, key))],
            Said = said, Remarks = remarks, MayWrite = (await database.WritingAsync(signed.Acting, cancel)).May(article.CommunityId),
        };
    }

    private static ArticleField Field(Article article, ArticleText? text, string language, SourceNow? now, string? key) => text is null ? new ArticleField(language, "", "", "", "", now!.Html[language], null)
        : new ArticleField(language, text.Title, text.Slug, text.Section, text.Lead, text.Html, article.State == ArticleState.Published && key is not null ? HelpAddresses.Article(key, language, text.Slug) : null);

    private async Task<(bool Found, long? Community)> OwnCommunityAsync(Acting by, ArticleSource source, CancellationToken cancel)
    {
        var found = source.TextBlockId is { } block ? await database.TextBlocks.VisibleTo(by).Where(b => b.Id == block).Select(b => new { b.CommunityId }).SingleOrDefaultAsync(cancel)
            : source.ProcedureId is { } procedure ? await Knowledge.Procedures.ProcedureAccess.VisibleTo(database.Procedures, by).Where(p => p.Id == procedure).Select(p => new { p.CommunityId }).SingleOrDefaultAsync(cancel) : null;
        return (found is not null, found?.CommunityId);
    }

    /// <summary>German, English, and the others by their code.</summary>
    private static string Place(string language) => language switch { "de" => "0", "en" => "1", _ => language };

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
