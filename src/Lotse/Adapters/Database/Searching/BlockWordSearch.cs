using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database.Searching;

/// <summary>A word of a text block that was asked for.</summary>
public sealed record FoundBlockWord(long TextBlockId, string Word, bool Learned, int Weight);

/// <summary>Finds the blocks for which words weigh most: of each word a few, each by its index, all in one question.</summary>
public static class BlockWordSearch
{
    /// <param name="words">Stems, few.</param>
    /// <param name="communityId">Whose blocks are found beside those of all communities.</param>
    public static Task<List<FoundBlockWord>> FindAsync(DeskDatabase database, IReadOnlyList<string> words, long communityId, int perWord, CancellationToken cancel)
    {
        if (database.Database.IsNpgsql()) return OfPostgresAsync(database, words, communityId, perWord, cancel);
        var sql = new StringBuilder();
        for (var at = 0; at < words.Count; at++)
        {
            foreach (var of in (string[])["community_id IS NULL", "community_id = {0}"])
            {
                foreach (var learned in (string[])["{1}", "{2}"])
                {
                    if (sql.Length > 0) sql.Append(" UNION ALL ");
                    sql.Append(CultureInfo.InvariantCulture, $"SELECT * FROM (SELECT text_block_id AS \"TextBlockId\", word AS \"Word\", learned AS \"Learned\", weight AS \"Weight\" FROM text_block_words ")
                        .Append(CultureInfo.InvariantCulture, $"WHERE word = {{{at + 3}}} AND {of} AND learned = {learned} ORDER BY weight DESC LIMIT {perWord}) AS w{sql.Length}");
                }
            }
        }
        return database.Database.SqlQueryRaw<FoundBlockWord>(sql.ToString(), [communityId, false, true, .. words]).ToListAsync(cancel);
    }

    /// <summary>The same, once for all words: there a statement of forty parts takes longer to plan than to answer. The order names what is the same in all rows too:
    /// by IS NULL alone PostgreSQL does not see that, and sorts all rows of a word instead of walking the index (54 ms for 4 of a question).</summary>
    private static Task<List<FoundBlockWord>> OfPostgresAsync(DeskDatabase database, IReadOnlyList<string> words, long communityId, int perWord, CancellationToken cancel)
    {
        var sought = words.ToArray();
        return database.Database.SqlQuery<FoundBlockWord>(
            $"""
            SELECT f.text_block_id AS "TextBlockId", f.word AS "Word", f.learned AS "Learned", f.weight AS "Weight"
            FROM unnest(CAST({sought} AS text[])) AS s(word) CROSS JOIN (VALUES (FALSE), (TRUE)) AS l(learned) CROSS JOIN LATERAL (
                SELECT t.* FROM text_block_words t WHERE t.word = s.word AND t.community_id IS NULL AND t.learned = l.learned ORDER BY t.community_id DESC, t.learned DESC, t.weight DESC LIMIT {perWord}) f
            UNION ALL
            SELECT f.text_block_id, f.word, f.learned, f.weight
            FROM unnest(CAST({sought} AS text[])) AS s(word) CROSS JOIN (VALUES (FALSE), (TRUE)) AS l(learned) CROSS JOIN LATERAL (
                SELECT t.* FROM text_block_words t WHERE t.word = s.word AND t.community_id = {communityId} AND t.learned = l.learned ORDER BY t.weight DESC LIMIT {perWord}) f
            """).ToListAsync(cancel);
    }
}
