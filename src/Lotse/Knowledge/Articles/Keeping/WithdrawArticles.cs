using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain;
using Lotse.Domain.Knowledge.Articles;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Knowledge.Articles.Keeping;

/// <summary>Takes articles away from customers; what they say is kept, to be published again.</summary>
public sealed class WithdrawArticles(DeskDatabase database, Journal journal, TimeProvider clock)
{
    public Task<Answer<Article>> RunAsync(Acting by, long id, CancellationToken cancel) => journal.RetryAsync<Answer<Article>>(async () =>
    {
        if (await database.Articles.AsTracking().VisibleTo(by).SingleOrDefaultAsync(a => a.Id == id, cancel) is not { } article) return Refusals.NotFound;
        if (!(await database.WritingAsync(by, cancel)).May(article.CommunityId)) return new Refusal(KeepArticles.Forbidden);
        if (article.State != ArticleState.Withdrawn) await WithdrawAsync([article], ArticleWithdrawn.ByHand, by, cancel);
        await journal.SaveAsync(cancel);
        return article;
    });

    /// <summary>With the source: what staff do not stand by any more, customers are not told either. Saved by whoever retires it, in the same save, in every community.</summary>
    public async Task OfRetiredAsync(Acting by, ArticleSource source, CancellationToken cancel)
    {
        var (block, procedure) = source;
        var articles = await database.Articles.AsTracking().Where(a => a.State == ArticleState.Published && ((block != null && a.TextBlockId == block) || (procedure != null && a.ProcedureId == procedure))).ToListAsync(cancel);
        if (articles.Count > 0) await WithdrawAsync(articles, ArticleWithdrawn.SourceRetired, by, cancel);
    }

    private async Task WithdrawAsync(List<Article> articles, string why, Acting by, CancellationToken cancel)
    {
        var ids = articles.ConvertAll(a => a.Id);
        foreach (var text in await database.ArticleTexts.AsTracking().Where(t => ids.Contains(t.ArticleId)).ToListAsync(cancel)) text.Published = false;
        database.ArticleWords.RemoveRange(await database.ArticleWords.AsTracking().Where(w => ids.Contains(w.ArticleId)).ToListAsync(cancel));
        foreach (var article in articles)
        {
            (article.State, article.Version, article.UpdatedAt, article.UpdatedById) = (ArticleState.Withdrawn, article.Version + 1, clock.GetUtcNow(), by.AgentId);
            journal.Record(new ArticleWithdrawn(article.Id, why), article.CommunityId, by.AgentId);
        }
    }
}
