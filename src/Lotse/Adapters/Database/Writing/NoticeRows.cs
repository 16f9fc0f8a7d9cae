using System.Globalization;
using Lotse.Adapters.Database.Rows;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database.Writing;

/// <summary>Writes notices beside how far the journal has been told, in one transaction. Several desks may follow the same journal: who comes second writes nothing.</summary>
public static class NoticeRows
{
    /// <summary>Begins behind this line, whatever was there.</summary>
    public static async Task BeginAsync(DeskDatabase database, WriteGate gate, long position, CancellationToken cancel)
    {
        using var pass = await gate.EnterAsync(cancel);
        await database.Database.ExecuteSqlAsync(
            $"INSERT INTO settings (name, value) VALUES ({Setting.NoticesAt}, {Text(position)}) ON CONFLICT (name) DO UPDATE SET value = excluded.value", cancel);
    }

    /// <summary>Nothing where all of this has been told already: whoever has stopped watching meanwhile does not watch again.</summary>
    /// <param name="position">The last line of the journal that these and all earlier notices are about.</param>
    public static async Task WriteAsync(
        DeskDatabase database, WriteGate gate, IReadOnlyList<Notice> notices, IReadOnlyList<Watcher> watchers, long position, CancellationToken cancel)
    {
        using var pass = await gate.EnterAsync(cancel);
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        var told = await database.Database.ExecuteSqlAsync(
            $"UPDATE settings SET value = {Text(position)} WHERE name = {Setting.NoticesAt} AND CAST(value AS bigint) < {position}", cancel);
        if (told == 0) return;
        foreach (var notice in notices)
        {
            await database.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO notices (id, agent_id, ticket_id, kind, line, by_agent_id, at)
                VALUES ({notice.Id}, {notice.AgentId}, {notice.TicketId}, {notice.Kind}, {notice.Line}, {notice.ByAgentId}, {notice.At.ToUnixTimeMilliseconds()})
                ON CONFLICT (line, agent_id) DO NOTHING
                """, cancel);
        }
        foreach (var watcher in watchers) await WatchAsync(database, watcher, cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <summary>Nothing where the agent watches it already.</summary>
    public static Task WatchAsync(DeskDatabase database, Watcher watcher, CancellationToken cancel) => database.Database.ExecuteSqlAsync(
        $"""
        INSERT INTO watchers (ticket_id, agent_id, at) VALUES ({watcher.TicketId}, {watcher.AgentId}, {watcher.At.ToUnixTimeMilliseconds()})
        ON CONFLICT (ticket_id, agent_id) DO NOTHING
        """, cancel);

    /// <summary>What is older than this key goes, a few at a time.</summary>
    /// <returns>How many went.</returns>
    public static async Task<int> DropAsync(DeskDatabase database, WriteGate gate, long before, int atMost, CancellationToken cancel)
    {
        if (!await database.Notices.AnyAsync(n => n.Id < before, cancel)) return 0; // Looking costs no write.
        using var pass = await gate.EnterAsync(cancel);
        return await database.Database.ExecuteSqlAsync($"DELETE FROM notices WHERE id IN (SELECT id FROM notices WHERE id < {before} ORDER BY id LIMIT {atMost})", cancel);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
