using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Writing;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database.Claiming;

/// <summary>Takes due mails out of the outbox so that no other worker or process sends them meanwhile.</summary>
public static class OutboxClaims
{
    /// <summary>Claims up to 50 due items; tracked, the oldest first.</summary>
    /// <param name="expired">What was claimed until before this moment is free.</param>
    /// <param name="until">Until when they are claimed.</param>
    public static async Task<List<OutboxItem>> ClaimAsync(DeskDatabase database, WriteGate gate, DateTimeOffset now, DateTimeOffset expired, DateTimeOffset until, CancellationToken cancel)
    {
        // Looking first costs no write transaction while nothing is due, which is nearly always.
        if (!await database.Outbox.AnyAsync(o => o.Step == OutboxStep.Waiting && o.NextAt <= now && (o.LeasedUntil == null || o.LeasedUntil <= expired), cancel)) return [];
        var skip = database is PostgresDatabase ? "FOR UPDATE SKIP LOCKED" : "";
        var sql = $$"""
            UPDATE outbox SET leased_until = {1} WHERE id IN (
                SELECT id FROM outbox WHERE step = 0 AND next_at <= {0} AND (leased_until IS NULL OR leased_until <= {2}) ORDER BY next_at, id LIMIT 50 {{skip}})
            RETURNING id AS "Value"
            """;
        List<long> ids;
        using (await gate.EnterAsync(cancel)) ids = await database.Database.SqlQueryRaw<long>(sql, now.ToUnixTimeMilliseconds(), until.ToUnixTimeMilliseconds(), expired.ToUnixTimeMilliseconds()).ToListAsync(cancel);
        return await database.Outbox.AsTracking().Where(o => ids.Contains(o.Id)).OrderBy(o => o.Id).ToListAsync(cancel);
    }

    /// <summary>For longer, those that nobody else has meanwhile.</summary>
    /// <returns>False where none is left.</returns>
    public static async Task<bool> RenewAsync(DeskDatabase database, IReadOnlyList<long> ids, DateTimeOffset old, DateTimeOffset next, CancellationToken cancel) =>
        await database.Outbox.Where(o => ids.Contains(o.Id) && o.Step == OutboxStep.Waiting && o.LeasedUntil == old).ExecuteUpdateAsync(set => set.SetProperty(o => o.LeasedUntil, next), cancel) > 0;

    /// <summary>Whether all of these are still claimed until that moment.</summary>
    public static async Task<bool> AreOursAsync(DeskDatabase database, IReadOnlyList<long> ids, DateTimeOffset until, CancellationToken cancel) =>
        await database.Outbox.CountAsync(o => ids.Contains(o.Id) && o.Step == OutboxStep.Waiting && o.LeasedUntil == until, cancel) == ids.Count;

    /// <summary>Those of these that are still claimed until that moment are free again, and due no sooner than the next one.</summary>
    /// <param name="said">Why they wait; null leaves what was said before.</param>
    public static async Task<int> PutOffAsync(
        DeskDatabase database, WriteGate gate, IReadOnlyList<long> ids, DateTimeOffset until, DateTimeOffset next, string? said, CancellationToken cancel)
    {
        // Past the gate where there are several writers: the claim must not wait with it to be made longer.
        using var pass = database is PostgresDatabase ? null : await gate.EnterAsync(cancel);
        return await database.Outbox.Where(o => ids.Contains(o.Id) && o.Step == OutboxStep.Waiting && o.LeasedUntil == until)
            .ExecuteUpdateAsync(set => set.SetProperty(o => o.LeasedUntil, (DateTimeOffset?)null).SetProperty(o => o.NextAt, o => o.NextAt > next ? o.NextAt : next)
                .SetProperty(o => o.LastReply, o => said ?? o.LastReply), cancel);
    }

    /// <summary>These have left, and nobody sends them again, whatever else is known of them.</summary>
    public static async Task EndAsync(DeskDatabase database, WriteGate gate, IReadOnlyList<long> ids, DateTimeOffset now, CancellationToken cancel)
    {
        using var pass = await gate.EnterAsync(cancel);
        await database.Outbox.Where(o => ids.Contains(o.Id) && o.Step == OutboxStep.Waiting)
            .ExecuteUpdateAsync(set => set.SetProperty(o => o.Step, OutboxStep.Sent).SetProperty(o => o.DoneAt, now).SetProperty(o => o.LeasedUntil, (DateTimeOffset?)null), cancel);
    }

    /// <summary>Mails to single recipients that are still to be sent.</summary>
    public static long Waiting(DeskDatabase database) => database.Outbox.LongCount(o => o.Step == OutboxStep.Waiting);

    /// <summary>What this process had claimed before it was stopped is due again. Only where no other process can be at it.</summary>
    public static async Task ReleaseAllAsync(DeskDatabase database, WriteGate gate, CancellationToken cancel)
    {
        using var pass = await gate.EnterAsync(cancel);
        await database.Outbox.Where(o => o.Step == OutboxStep.Waiting && o.LeasedUntil != null)
            .ExecuteUpdateAsync(set => set.SetProperty(o => o.LeasedUntil, (DateTimeOffset?)null), cancel);
    }
}
