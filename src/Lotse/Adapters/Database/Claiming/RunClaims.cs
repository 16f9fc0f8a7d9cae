using Lotse.Adapters.Database.Writing;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database.Claiming;

/// <summary>Takes rows of work so that no other process goes about the same one meanwhile.</summary>
internal static class RunClaims
{
    /// <param name="table">With id, finished_at and leased_until.</param>
    /// <param name="wanted">What else has to hold, in SQL, beginning with AND.</param>
    /// <returns>The oldest row that is not finished and nobody has worked on since the moment; null where there is none.</returns>
    public static async Task<long?> ClaimAsync(DeskDatabase database, WriteGate gate, string table, string wanted, DateTimeOffset expired, DateTimeOffset until, CancellationToken cancel)
    {
        var skip = database is PostgresDatabase ? "FOR UPDATE SKIP LOCKED" : "";
        var sql = $$"""
            UPDATE {{table}} SET leased_until = {1} WHERE id IN (
                SELECT id FROM {{table}} WHERE finished_at IS NULL AND (leased_until IS NULL OR leased_until <= {0}) {{wanted}} ORDER BY id LIMIT 1 {{skip}})
            RETURNING id AS "Value"
            """;
        List<long> ids;
        using (await gate.EnterAsync(cancel)) ids = await database.Database.SqlQueryRaw<long>(sql, expired.ToUnixTimeMilliseconds(), until.ToUnixTimeMilliseconds()).ToListAsync(cancel);
        return ids is [var id] ? id : null;
    }
}
