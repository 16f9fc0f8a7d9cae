using Lotse.Adapters.Database.Claiming;
using Lotse.Adapters.Database.Rows;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database.Writing;

/// <summary>A use of a text block whose ticket was solved by it, or is so no longer.</summary>
/// <param name="Words">The ticket's, by spaces: learned, or forgotten.</param>
public sealed record SettledUse(long UseId, long TextBlockId, long? CommunityId, bool Solved, string Words);

/// <summary>Counts uses of text blocks and learns the words of tickets they solved, beside how far the journal has been followed.</summary>
public static class BlockRows
{
    /// <param name="counted">Blocks whose uses became more or fewer.</param>
    /// <param name="line">The line of the journal that says so.</param>
    /// <returns>False where another desk has dealt with the line.</returns>
    public static async Task<bool> SettleAsync(DeskDatabase database, WriteGate gate, IReadOnlyList<SettledUse> uses, IReadOnlyCollection<long> counted, long line, CancellationToken cancel)
    {
        using var pass = await gate.EnterAsync(cancel);
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        if (!await LineClaims.ClaimAsync(database, Setting.BlocksAt, line, cancel)) return false;
        foreach (var use in uses) await SettleAsync(database, use, cancel);
        await CountAsync(database, [.. counted, .. uses.Select(use => use.TextBlockId)], cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }

    /// <summary>Forgets what was learned of tickets that go, in the transaction that takes them away, while their messages are there.</summary>
    /// <param name="messages">Their ids, by commas.</param>
    /// <returns>The blocks, to be counted when the uses are gone with the messages.</returns>
    internal static async Task<IReadOnlyList<long>> UnlearnAsync(DeskDatabase database, string messages, CancellationToken cancel)
    {
        // Whoever follows the journal takes this row first: one at a time learns and forgets, and what is read here is not settled meanwhile.
        await database.Database.ExecuteSqlAsync($"UPDATE settings SET value = value WHERE name = {Setting.BlocksAt}", cancel);
        var sql = $"SELECT * FROM text_block_uses WHERE message_id IN ({messages})";
        var uses = await database.TextBlockUses.FromSqlRaw(sql).Select(use => new { use.Id, use.TextBlockId, use.Solved, use.Words }).ToListAsync(cancel);
        foreach (var use in uses.Where(use => use.Solved)) await SettleAsync(database, new SettledUse(use.Id, use.TextBlockId, null, false, use.Words), cancel);
        return uses.ConvertAll(use => use.TextBlockId);
    }

    internal static async Task CountAsync(DeskDatabase database, IReadOnlyList<long> blocks, CancellationToken cancel)
    {
        foreach (var block in blocks.Distinct().Order()) await CountAsync(database, block, cancel);
    }

    private static async Task SettleAsync(DeskDatabase database, SettledUse use, CancellationToken cancel)
    {
        var kept = use.Solved ? use.Words : "";
        if (await database.Database.ExecuteSqlAsync($"UPDATE text_block_uses SET solved = {use.Solved}, words = {kept} WHERE id = {use.UseId} AND solved <> {use.Solved}", cancel) == 0) return;
        foreach (var word in use.Words.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (use.Solved)
            {
                await database.Database.ExecuteSqlAsync(
                    $"""
                    INSERT INTO text_block_words (text_block_id, word, learned, community_id, weight) VALUES ({use.TextBlockId}, {word}, {true}, {use.CommunityId}, 1)
                    ON CONFLICT (text_block_id, word, learned) DO UPDATE SET weight = text_block_words.weight + 1
                    """, cancel);
            }
            else
            {
                await database.Database.ExecuteSqlAsync($"UPDATE text_block_words SET weight = weight - 1 WHERE text_block_id = {use.TextBlockId} AND word = {word} AND learned = {true}", cancel);
                await database.Database.ExecuteSqlAsync($"DELETE FROM text_block_words WHERE text_block_id = {use.TextBlockId} AND word = {word} AND learned = {true} AND weight <= 0", cancel);
            }
        }
    }

    private static Task CountAsync(DeskDatabase database, long block, CancellationToken cancel) => database.Database.ExecuteSqlAsync(
        $"""
        UPDATE text_blocks SET sent = (SELECT COUNT(*) FROM text_block_uses WHERE text_block_id = {block}),
            solved = (SELECT COUNT(*) FROM text_block_uses WHERE text_block_id = {block} AND solved = {true}) WHERE id = {block}
        """, cancel);
}
