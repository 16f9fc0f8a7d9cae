using System.Globalization;
using System.Text;
using Lotse.Domain.Knowledge.Articles;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database.Searching;

/// <summary>Finds published articles for which words weigh most: of each word a few, each by its index, all in one question.</summary>
public static class ArticleWordSearch
{
    /// <param name="words">Stems, few.</param>
    public static async Task<IReadOnlyList<FoundArticleWord>> FindAsync(DeskDatabase database, IReadOnlyList<string> words, long communityId, string language, CancellationToken cancel)
    {
        if (words.Count == 0) return [];
        var sql = new StringBuilder();
        for (var at = 0; at < words.Count; at++)
        {
            if (sql.Length > 0) sql.Append(" UNION ALL ");
            sql.Append(CultureInfo.InvariantCulture, $"SELECT * FROM (SELECT article_id AS \"ArticleId\", word AS \"Word\", weight AS \"Weight\" FROM article_words ")
                .Append(CultureInfo.InvariantCulture, $"WHERE community_id = {{0}} AND language = {{1}} AND word = {{{at + 2}}} ORDER BY weight DESC, article_id DESC LIMIT {ArticleWords.PerWord}) AS w{at}");
        }
        return await database.Database.SqlQueryRaw<FoundArticleWord>(sql.ToString(), [communityId, language, .. words]).ToListAsync(cancel);
    }
}
