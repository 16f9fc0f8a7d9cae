using Lotse.Adapters.Database.Rows.Automation;
using Lotse.Adapters.Database.Writing;
using Lotse.Domain.Rules;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database.Claiming;

/// <summary>Takes due work of rules and webhooks so that no other desk goes about the same meanwhile.</summary>
public static class RuleClaims
{
    /// <summary>Claims up to 20 due tellings; tracked, the oldest first.</summary>
    /// <param name="expired">What was claimed until before this moment is free.</param>
    public static async Task<List<WebhookDelivery>> DeliveriesAsync(DeskDatabase database, WriteGate gate, DateTimeOffset now, DateTimeOffset expired, DateTimeOffset until, CancellationToken cancel)
    {
        // Looking first costs no write transaction while nothing is due, which is nearly always.
        if (!await database.WebhookDeliveries.AnyAsync(d => d.Step == WebhookStep.Waiting && d.NextAt <= now && (d.LeasedUntil == null || d.LeasedUntil <= expired), cancel)) return [];
        var skip = database is PostgresDatabase ? "FOR UPDATE SKIP LOCKED" : "";
        var sql = $$"""
            UPDATE webhook_deliveries SET leased_until = {1} WHERE id IN (
                SELECT id FROM webhook_deliveries WHERE step = 0 AND next_at <= {0} AND (leased_until IS NULL OR leased_until <= {2}) ORDER BY next_at, id LIMIT 20 {{skip}})
            RETURNING id AS "Value"
            """;
        List<long> ids;
        using (await gate.EnterAsync(cancel)) ids = await database.Database.SqlQueryRaw<long>(sql, now.ToUnixTimeMilliseconds(), until.ToUnixTimeMilliseconds(), expired.ToUnixTimeMilliseconds()).ToListAsync(cancel);
        return await database.WebhookDeliveries.AsTracking().Where(d => ids.Contains(d.Id)).OrderBy(d => d.Id).ToListAsync(cancel);
    }

    /// <summary>For longer, those that nobody else has meanwhile.</summary>
    public static async Task<bool> RenewAsync(DeskDatabase database, IReadOnlyList<long> ids, DateTimeOffset old, DateTimeOffset next, CancellationToken cancel) =>
        await database.WebhookDeliveries.Where(d => ids.Contains(d.Id) && d.LeasedUntil == old).ExecuteUpdateAsync(set => set.SetProperty(d => d.LeasedUntil, next), cancel) > 0;

    /// <summary>To be called first in the transaction that deals with the tickets whose time has come.</summary>
    /// <returns>False where another desk has looked at them.</returns>
    public static async Task<bool> LookedAsync(DeskDatabase database, long ruleId, DateTimeOffset from, DateTimeOffset until, CancellationToken cancel)
    {
        var (before, after) = (from.ToUnixTimeMilliseconds(), until.ToUnixTimeMilliseconds());
        return await database.Database.ExecuteSqlAsync($"UPDATE rules SET looked_until = {after} WHERE id = {ruleId} AND looked_until = {before}", cancel) == 1;
    }
}
