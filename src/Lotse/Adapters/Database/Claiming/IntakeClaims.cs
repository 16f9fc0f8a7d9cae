using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Writing;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database.Claiming;

/// <summary>Takes mails that were kept and that nobody is about to place: their desk was ended in between.</summary>
public static class IntakeClaims
{
    /// <summary>Claims up to 100, the oldest first; each claim counts as one more try.</summary>
    /// <param name="after">Only ids above this one.</param>
    /// <param name="expired">What was taken until before this moment.</param>
    /// <param name="except">A door whose mails are somebody else's; null for none.</param>
    public static async Task<List<Delivery>> ClaimAsync(DeskDatabase database, WriteGate gate, long after, DateTimeOffset expired, DateTimeOffset until, string? except, CancellationToken cancel)
    {
        // A desk of the version before says nothing of how long it needs: it is given as long.
        var (old, silent, door) = (expired.ToUnixTimeMilliseconds(), (expired - HeldWork.Lease).ToUnixTimeMilliseconds(), except ?? "");
        if (!await database.Deliveries.AnyAsync(d => d.Step != DeliveryStep.Placed && d.Step == DeliveryStep.Waiting && d.Id > after && d.Door != door
                && (d.LeasedUntil == null ? d.ReceivedAt <= expired - HeldWork.Lease : d.LeasedUntil <= expired), cancel)) return [];
        var skip = database is PostgresDatabase ? "FOR UPDATE SKIP LOCKED" : "";
        var sql = $$"""
            UPDATE deliveries SET leased_until = {0}, attempts = attempts + 1 WHERE id IN (
                SELECT id FROM deliveries WHERE step <> 1 AND step = 0 AND id > {4} AND door <> {1} AND CASE WHEN leased_until IS NULL THEN received_at <= {2} ELSE leased_until <= {3} END
                ORDER BY id LIMIT 100 {{skip}})
            RETURNING id AS "Value"
            """;
        List<long> ids;
        using (await gate.EnterAsync(cancel)) ids = await database.Database.SqlQueryRaw<long>(sql, until.ToUnixTimeMilliseconds(), door, silent, old, after).ToListAsync(cancel);
        return await database.Deliveries.Where(d => ids.Contains(d.Id)).OrderBy(d => d.Id).ToListAsync(cancel);
    }

    /// <summary>Says of mails that wait here that somebody is still at them.</summary>
    public static async Task RenewAsync(DeskDatabase database, WriteGate gate, IReadOnlyList<long> ids, DateTimeOffset until, CancellationToken cancel)
    {
        using var pass = database is PostgresDatabase ? null : await gate.EnterAsync(cancel); // See HeldWork.InDeskAsync.
        await database.Deliveries.Where(d => ids.Contains(d.Id) && d.Step == DeliveryStep.Waiting).ExecuteUpdateAsync(set => set.SetProperty(d => d.LeasedUntil, until), cancel);
    }

    /// <summary>Nobody is at them, and it was not their fault.</summary>
    public static async Task GiveBackAsync(DeskDatabase database, WriteGate gate, IReadOnlyList<long> ids, CancellationToken cancel)
    {
        using var pass = await gate.EnterAsync(cancel);
        await database.Deliveries.Where(d => ids.Contains(d.Id) && d.Step == DeliveryStep.Waiting && d.Attempts > 0)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.Attempts, d => d.Attempts - 1).SetProperty(d => d.LeasedUntil, DateTimeOffset.UnixEpoch), cancel);
    }
}
