using Lotse.Adapters.Database.Rows.Automation;
using Lotse.Adapters.Database.Writing;
using Lotse.Domain.Rules;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database.Claiming;

/// <summary>A telling that was taken, and whom it is for, as both stood in one moment.</summary>
public sealed record TakenDelivery(WebhookDelivery Delivery, Webhook Webhook);

/// <summary>Takes due work of rules and webhooks so that no other desk goes about the same meanwhile.</summary>
public static class RuleClaims
{
    /// <summary>Claims up to 20 due tellings, the oldest first, and of one webhook no more than four: where nobody answers, a try takes as long as it may, and all others of a batch wait for it.</summary>
    /// <param name="expired">What was claimed until before this moment is free.</param>
    /// <returns>Their ids.</returns>
    public static async Task<List<long>> DeliveriesAsync(DeskDatabase database, WriteGate gate, DateTimeOffset now, DateTimeOffset expired, DateTimeOffset until, CancellationToken cancel)
    {
        // Looking first costs no write transaction while nothing is due, which is nearly always.
        if (!await database.WebhookDeliveries.AnyAsync(d => d.Step == WebhookStep.Waiting && d.NextAt <= now && (d.LeasedUntil == null || d.LeasedUntil <= expired), cancel)) return [];
        using (await gate.EnterAsync(cancel))
        {
            return await database.Database.SqlQueryRaw<long>(ClaimSql(database is PostgresDatabase), now.ToUnixTimeMilliseconds(), until.ToUnixTimeMilliseconds(), expired.ToUnixTimeMilliseconds()).ToListAsync(cancel);
        }
    }

    /// <summary>However many wait, it looks at the 500 oldest. What is free is asked again where the rows are locked: another desk may have taken them a moment ago.</summary>
    internal static string ClaimSql(bool postgres) =>
        $$"""
        UPDATE webhook_deliveries SET leased_until = {1} WHERE id IN (
            SELECT id FROM webhook_deliveries WHERE step = 0 AND (leased_until IS NULL OR leased_until <= {2}) AND id IN (
                SELECT id FROM (
                    SELECT id, next_at, row_number() OVER (PARTITION BY webhook_id ORDER BY next_at, id) AS place FROM (
                        SELECT id, webhook_id, next_at FROM webhook_deliveries WHERE step = 0 AND next_at <= {0} AND (leased_until IS NULL OR leased_until <= {2}) ORDER BY next_at, id LIMIT 500) AS due) AS placed
                WHERE place <= 4 ORDER BY next_at, id LIMIT 20)
            {{(postgres ? "FOR UPDATE SKIP LOCKED" : "")}})
        RETURNING id AS "Value"
        """;

    /// <summary>What was claimed, the oldest first, and whom it is for. What its webhook may not be told goes: a webhook may have gone or been moved to another community since it was put down, and so may a ticket.
    /// Both are read in one statement, so that nothing of one community leaves to an address of another.</summary>
    public static async Task<List<TakenDelivery>> TakenAsync(DeskDatabase database, WriteGate gate, IReadOnlyList<long> ids, CancellationToken cancel)
    {
        var taken = await database.WebhookDeliveries.Where(d => ids.Contains(d.Id)).Join(database.Webhooks, d => d.WebhookId, w => w.Id, (d, w) => new { Delivery = d, Webhook = w })
            .Where(one => one.Webhook.CommunityId == null || one.Delivery.TicketId == null || database.Tickets.Any(t => t.Id == one.Delivery.TicketId && t.CommunityId == one.Webhook.CommunityId))
            .OrderBy(one => one.Delivery.Id).ToListAsync(cancel);
        var unfit = ids.Except(taken.Select(one => one.Delivery.Id)).ToList();
        if (unfit.Count > 0)
        {
            using var pass = await gate.EnterAsync(cancel);
            await database.WebhookDeliveries.Where(d => unfit.Contains(d.Id)).ExecuteDeleteAsync(cancel);
        }
        return taken.ConvertAll(one => new TakenDelivery(one.Delivery, one.Webhook));
    }

    /// <summary>Of a webhook that is moved to another community, nothing of the one before may be told any more, neither by itself nor by hand.</summary>
    public static async Task MovedAsync(DeskDatabase database, WriteGate gate, long webhook, long community, CancellationToken cancel)
    {
        using var pass = await gate.EnterAsync(cancel);
        await database.WebhookDeliveries.Where(d => d.WebhookId == webhook && d.Step != WebhookStep.Done && d.TicketId != null && !database.Tickets.Any(t => t.Id == d.TicketId && t.CommunityId == community))
            .ExecuteDeleteAsync(cancel);
    }

    /// <summary>All of a webhook, in the transaction that lets it go.</summary>
    public static async Task<bool> RemovedAsync(DeskDatabase database, long webhook, CancellationToken cancel) =>
        await database.WebhookDeliveries.Where(d => d.WebhookId == webhook).ExecuteDeleteAsync(cancel) >= 0;

    /// <summary>What waits for a webhook where nobody answers is due later, all of it together; what has waited as long as anything is tried is given up. A test is not: somebody is looking.</summary>
    /// <param name="longAgo">What was put down before is given up.</param>
    public static async Task PutOffAsync(DeskDatabase database, WriteGate gate, long webhook, DateTimeOffset now, DateTimeOffset next, DateTimeOffset longAgo, CancellationToken cancel)
    {
        var due = database.WebhookDeliveries.Where(d => d.Step == WebhookStep.Waiting && d.NextAt <= now && d.WebhookId == webhook && d.LeasedUntil == null && d.Event != "test");
        if (!await due.AnyAsync(cancel)) return;
        using var pass = await gate.EnterAsync(cancel);
        await due.Where(d => d.CreatedAt < longAgo).ExecuteUpdateAsync(set => set.SetProperty(d => d.Step, WebhookStep.GivenUp).SetProperty(d => d.FinishedAt, now)
            .SetProperty(d => d.Trouble, d => d.Trouble ?? "too-slow"), cancel);
        await due.ExecuteUpdateAsync(set => set.SetProperty(d => d.NextAt, next), cancel);
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
