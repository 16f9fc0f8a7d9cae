using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Tickets;

namespace Lotse.Knowledge.Articles;

/// <summary>The gate to articles for staff: those of one's own communities. Who writes text blocks of a community publishes them. Customers' pages ask for what is published, and for nothing else.</summary>
public static class ArticleAccess
{
    public static IQueryable<Article> VisibleTo(this IQueryable<Article> articles, Acting by)
    {
        if (by.SeesAll) return articles;
        var communities = by.Communities;
        return articles.Where(a => communities.Contains(a.CommunityId));
    }
}
