using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Writing;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database.Claiming;

/// <summary>Takes informings of customers so that no other process goes about the same one meanwhile.</summary>
public static class InformClaims
{
    /// <returns>The oldest one with something to do; a stopped one has only where it is taken back.</returns>
    public static async Task<InformRun?> ClaimAsync(DeskDatabase database, WriteGate gate, DateTimeOffset expired, DateTimeOffset until, CancellationToken cancel)
    {
        if (!await database.Informings.AnyAsync(i => i.FinishedAt == null && (i.StoppedAt == null || i.UndoAt != null) && (i.LeasedUntil == null || i.LeasedUntil <= expired), cancel)) return null;
        return await RunClaims.ClaimAsync(database, gate, "informings", "AND (stopped_at IS NULL OR undo_at IS NOT NULL)", expired, until, cancel) is { } id
            ? await database.Informings.SingleAsync(i => i.Id == id, cancel) : null;
    }

    /// <summary>For longer, where nobody else has it meanwhile.</summary>
    public static async Task<bool> RenewAsync(DeskDatabase database, long id, DateTimeOffset old, DateTimeOffset next, CancellationToken cancel) =>
        await database.Informings.Where(r => r.Id == id && r.FinishedAt == null && r.LeasedUntil == old).ExecuteUpdateAsync(set => set.SetProperty(r => r.LeasedUntil, next), cancel) > 0;

    /// <summary>What this process worked on before it was stopped is free again. Only where no other process can be at it.</summary>
    public static async Task ReleaseAllAsync(DeskDatabase database, WriteGate gate, CancellationToken cancel)
    {
        using var pass = await gate.EnterAsync(cancel);
        await database.Informings.Where(i => i.FinishedAt == null && i.LeasedUntil != null).ExecuteUpdateAsync(set => set.SetProperty(i => i.LeasedUntil, (DateTimeOffset?)null), cancel);
    }
}
