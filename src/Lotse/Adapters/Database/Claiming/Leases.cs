using System.Globalization;
using Lotse.Adapters.Database.Writing;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database.Claiming;

/// <summary>Work that one process at a time does. Until when it has it stands in a setting: whoever is ended in the middle is followed by another one then.</summary>
public static class Leases
{
    /// <param name="expired">What was taken until before this moment is free.</param>
    /// <returns>True where this process has it until then.</returns>
    public static async Task<bool> TakeAsync(DeskDatabase database, WriteGate gate, string setting, DateTimeOffset expired, DateTimeOffset until, CancellationToken cancel)
    {
        using var pass = await gate.EnterAsync(cancel);
        return await database.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO settings (name, value) VALUES ({setting}, {Text(until)})
            ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE CAST(settings.value AS bigint) <= {expired.ToUnixTimeMilliseconds()}
            """, cancel) == 1;
    }

    /// <summary>Takes it and holds it until it is given back; null where another process has it.</summary>
    public static async Task<HeldClaim?> HoldAsync(DeskDatabase database, WriteGate gate, HeldWork held, string setting, CancellationToken cancel)
    {
        var until = held.Until;
        if (!await TakeAsync(database, gate, setting, held.Expired, until, cancel)) return null;
        return held.Hold(until, async (db, old, next, token) =>
            await db.Database.ExecuteSqlAsync($"UPDATE settings SET value = {Text(next)} WHERE name = {setting} AND value = {Text(old)}", token) == 1);
    }

    /// <summary>Gives it back, where nobody else has it by now.</summary>
    public static async Task GiveBackAsync(DeskDatabase database, WriteGate gate, string setting, HeldClaim claim)
    {
        claim.Dispose();
        using var pass = await gate.EnterAsync(CancellationToken.None);
        await database.Database.ExecuteSqlAsync($"UPDATE settings SET value = '0' WHERE name = {setting} AND value = {Text(claim.Until)}", CancellationToken.None);
    }

    private static string Text(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
}
