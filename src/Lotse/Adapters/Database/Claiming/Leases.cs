using System.Globalization;
using Lotse.Adapters.Database.Writing;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database.Claiming;

/// <summary>Work that one process at a time does. Until when it has it stands in a setting: whoever is ended in the middle is followed by another one then.</summary>
public static class Leases
{
    /// <returns>True where this process has it until then.</returns>
    public static async Task<bool> TakeAsync(DeskDatabase database, WriteGate gate, string setting, DateTimeOffset now, DateTimeOffset until, CancellationToken cancel)
    {
        using var pass = await gate.EnterAsync(cancel);
        return await database.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO settings (name, value) VALUES ({setting}, {Text(until)})
            ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE CAST(settings.value AS bigint) <= {now.ToUnixTimeMilliseconds()}
            """, cancel) == 1;
    }

    /// <summary>For longer. Only by whoever has it.</summary>
    /// <param name="until">A moment that has passed gives it back.</param>
    public static async Task KeepAsync(DeskDatabase database, WriteGate gate, string setting, DateTimeOffset until, CancellationToken cancel)
    {
        using var pass = await gate.EnterAsync(cancel);
        await database.Database.ExecuteSqlAsync($"UPDATE settings SET value = {Text(until)} WHERE name = {setting}", cancel);
    }

    private static string Text(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
}
