using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Domain.Knowledge.Articles;
using Lotse.Domain.Tickets;
using Lotse.Ui.Layout;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Knowledge.Articles.Api;

/// <summary>Articles as programs read them.</summary>
public sealed class ReadArticle(DeskDatabase database)
{
    /// <returns>Null where it is not there or not for this agent.</returns>
    public async Task<ArticleJson?> RunAsync(Acting by, long id, CancellationToken cancel)
    {
        if (await database.Articles.VisibleTo(by).Where(a => a.Id == id).Select(a => new
            {
                Article = a,
                Key = database.HelpSites.Where(s => s.CommunityId == a.CommunityId).Select(s => s.Key).FirstOrDefault(),
                Block = database.TextBlocks.Where(b => b.Id == a.TextBlockId).Select(b => (int?)b.Version).FirstOrDefault(),
                Procedure = database.Procedures.Where(p => p.Id == a.ProcedureId).Select(p => (int?)p.Version).FirstOrDefault(),
            }).SingleOrDefaultAsync(cancel) is not { Article: var article } found) return null;
        var texts = await database.ArticleTexts.Where(t => t.ArticleId == id).ToListAsync(cancel);
        var said = await database.ArticleFeedback.Where(f => f.ArticleId == id).ToDictionaryAsync(f => f.Language, cancel);
        var remarks = await database.ArticleRemarks.Where(r => r.ArticleId == id).OrderByDescending(r => r.Id).Take(SayWhatIsMissing.KeptOfOne).ToListAsync(cancel);
        return new ArticleJson(Text(id), Text(article.CommunityId), article.TextBlockId is { } block ? Text(block) : null, article.ProcedureId is { } procedure ? Text(procedure) : null, ArticleStates.Code(article.State),
            (found.Block ?? found.Procedure ?? 0) > article.SourceVersion, article.Version, article.UpdatedAt,
            texts.ToDictionary(t => t.Language, t => new ArticleTextJson(t.Title, t.Slug, t.Section, t.Lead, t.Html, t.Published && found.Key is { } key ? HelpAddresses.Article(key, t.Language, t.Slug) : null,
                said.GetValueOrDefault(t.Language)?.Yes ?? 0, said.GetValueOrDefault(t.Language)?.No ?? 0), StringComparer.Ordinal),
            [.. remarks.Select(r => new ArticleRemarkJson(r.Language, r.At, r.Words))]);
    }

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
