using System.Globalization;
using Lotse.Adapters.Database.Writing;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database.Claiming;

/// <summary>Takes lines of the journal: several desks may follow it for the same purpose, and each line is dealt with by one of them. How far they have come is kept in a setting, which is moved
/// in the same transaction as what is made of the line; whoever comes second waits for that and finds it moved.</summary>
public static class LineClaims
{
    /// <summary>Null before anything was followed.</summary>
    public static async Task<long?> PositionAsync(DeskDatabase database, string setting, CancellationToken cancel) =>
        await database.Settings.Where(s => s.Name == setting).Select(s => s.Value).SingleOrDefaultAsync(cancel) is { } kept
            && long.TryParse(kept, NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position : null;

    /// <summary>Begins behind this line where nothing was followed before, or where somebody has set the data back behind what was.</summary>
    public static async Task<long> BeginAsync(DeskDatabase database, WriteGate gate, string setting, long line, CancellationToken cancel)
    {
        using (await gate.EnterAsync(cancel))
        {
            await database.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO settings (name, value) VALUES ({setting}, {Text(line)})
                ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE CAST(settings.value AS bigint) > (SELECT COALESCE(MAX(id), 0) FROM journal)
                """, cancel);
        }
        return await PositionAsync(database, setting, cancel) ?? line;
    }

    /// <summary>To be called first in the transaction that deals with the line. Followers take lines in their order.</summary>
    /// <returns>False where another one has dealt with it.</returns>
    public static async Task<bool> ClaimAsync(DeskDatabase database, string setting, long line, CancellationToken cancel) =>
        await database.Database.ExecuteSqlAsync($"UPDATE settings SET value = {Text(line)} WHERE name = {setting} AND CAST(value AS bigint) < {line}", cancel) == 1;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
