using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Knowledge.Articles;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database.Writing;

/// <summary>Counts what readers say of articles. Of those who say so nothing is kept.</summary>
public static class FeedbackRows
{
    public static async Task CountAsync(DeskDatabase database, WriteGate gate, long articleId, string language, bool helped, CancellationToken cancel)
    {
        var (yes, no) = helped ? (1L, 0L) : (0L, 1L);
        using var pass = await gate.EnterAsync(cancel);
        await database.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO article_feedback (article_id, language, yes, no) VALUES ({articleId}, {language}, {yes}, {no})
            ON CONFLICT (article_id, language) DO UPDATE SET yes = article_feedback.yes + excluded.yes, no = article_feedback.no + excluded.no
            """, cancel);
    }

    /// <summary>The newest few stay: whoever writes ten thousand times fills nothing.</summary>
    public static async Task KeepAsync(DeskDatabase database, WriteGate gate, ArticleRemark remark, CancellationToken cancel)
    {
        using var pass = await gate.EnterAsync(cancel);
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        await database.Database.ExecuteSqlAsync(
            $"INSERT INTO article_remarks (id, article_id, language, at, words) VALUES ({remark.Id}, {remark.ArticleId}, {remark.Language}, {remark.At.ToUnixTimeMilliseconds()}, {remark.Words})", cancel);
        await database.Database.ExecuteSqlAsync(
            $"DELETE FROM article_remarks WHERE article_id = {remark.ArticleId} AND id NOT IN (SELECT id FROM article_remarks WHERE article_id = {remark.ArticleId} ORDER BY id DESC LIMIT {SayWhatIsMissing.KeptOfOne})", cancel);
        await transaction.CommitAsync(cancel);
    }
}
