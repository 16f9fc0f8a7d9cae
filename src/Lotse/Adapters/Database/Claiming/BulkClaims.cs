using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Writing;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database.Claiming;

/// <summary>Takes runs on many tickets so that no other process goes about the same one meanwhile.</summary>
public static class BulkClaims
{
    /// <returns>The oldest run that is not finished and nobody has worked on since the moment; null where there is none.</returns>
    public static async Task<BulkRun?> ClaimAsync(DeskDatabase database, WriteGate gate, DateTimeOffset expired, DateTimeOffset until, CancellationToken cancel)
    {
        // Looking first costs no write transaction while there is nothing to do, which is nearly always.
        if (!await database.BulkRuns.AnyAsync(r => r.FinishedAt == null && (r.LeasedUntil == null || r.LeasedUntil <= expired), cancel)) return null;
        return await RunClaims.ClaimAsync(database, gate, "bulk_runs", "", expired, until, cancel) is { } id ? await database.BulkRuns.SingleAsync(r => r.Id == id, cancel) : null;
    }

    /// <summary>For longer, where nobody else has it meanwhile.</summary>
    public static async Task<bool> RenewAsync(DeskDatabase database, long id, DateTimeOffset old, DateTimeOffset next, CancellationToken cancel) =>
        await database.BulkRuns.Where(r => r.Id == id && r.FinishedAt == null && r.LeasedUntil == old).ExecuteUpdateAsync(set => set.SetProperty(r => r.LeasedUntil, next), cancel) > 0;

    /// <summary>What this process worked on before it was stopped is free again. Only where no other process can be at it.</summary>
    public static async Task ReleaseAllAsync(DeskDatabase database, WriteGate gate, CancellationToken cancel)
    {
        using var pass = await gate.EnterAsync(cancel);
        await database.BulkRuns.Where(r => r.FinishedAt == null && r.LeasedUntil != null).ExecuteUpdateAsync(set => set.SetProperty(r => r.LeasedUntil, (DateTimeOffset?)null), cancel);
    }
}
