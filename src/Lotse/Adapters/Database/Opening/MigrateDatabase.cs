using Lotse.Adapters.Database.Rows;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database.Opening;

/// <summary>Brings the tables up to this version. A SQLite file is copied aside first. Data of a newer version is served where that version says that this one still can; else it is left alone.</summary>
public static class MigrateDatabase
{
    /// <summary>A program that knows this migration, and maybe none after it, can serve data of this version beside it: all later ones only add. It is the last one of the version before;
    /// see decision 26. A test reads what the later ones do.</summary>
    public const string ServesFrom = "MachineAnswers";

    /// <exception cref="NewerDataException">The data was written by a newer version of the desk, which this one cannot serve.</exception>
    public static async Task RunAsync(DeskDatabase database, DatabaseLocation location, TimeProvider clock, CancellationToken cancel = default)
    {
        if (await IsServedAsync(database, location, cancel))
        {
            await SayAsync(database, cancel);
            return;
        }
        await using var turn = await StartTurn.TakeAsync(location, cancel);
        if (await IsServedAsync(database, location, cancel)) return; // Another one has done it while this one waited.
        if (location.File is { } file && File.Exists(file) && new FileInfo(file).Length > 0 && (await database.Database.GetAppliedMigrationsAsync(cancel)).Any())
        {
            await UnlockAsync(database, cancel);
            CopiesAside.Make(file, NameOf(database.Database.GetMigrations().Last()), clock.GetUtcNow());
        }
        // An index on a large table takes as long as it takes, and waits for whoever reads in an old transaction: given up half-way it would be begun anew at each start.
        database.Database.SetCommandTimeout(0);
        await database.Database.MigrateAsync(cancel);
        database.Database.SetCommandTimeout((int?)null);
        await SayAsync(database, cancel);
    }

    /// <summary>Which versions can serve beside this one: where this one has brought up the tables, or was ended before it could say so.</summary>
    private static async Task SayAsync(DeskDatabase database, CancellationToken cancel)
    {
        var newest = database.Database.GetMigrations().Last();
        var said = SaysFor(ServesFrom, newest);
        if ((await database.Database.GetAppliedMigrationsAsync(cancel)).Max(StringComparer.Ordinal) != newest || await database.Settings.AnyAsync(s => s.Name == Setting.ServesFrom && s.Value == said, cancel)) return;
        await database.Database.ExecuteSqlAsync($"INSERT INTO settings (name, value) VALUES ({Setting.ServesFrom}, {said}) ON CONFLICT (name) DO UPDATE SET value = excluded.value", cancel);
    }

    private static async Task<bool> IsServedAsync(DeskDatabase database, DatabaseLocation location, CancellationToken cancel)
    {
        var known = database.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        var exists = location.File is null || (File.Exists(location.File) && new FileInfo(location.File).Length > 0);
        var applied = exists ? (await database.Database.GetAppliedMigrationsAsync(cancel)).ToHashSet(StringComparer.Ordinal) : [];
        if (applied.FirstOrDefault(migration => !known.Contains(migration)) is not { } newer) return applied.Count == known.Count;
        var from = await database.Settings.Where(s => s.Name == Setting.ServesFrom).Select(s => s.Value).SingleOrDefaultAsync(cancel);
        // What is said holds for the migration that it was said with: a version that was ended in between has not said its own yet.
        var serves = known.IsSubsetOf(applied) && known.Any(migration => SaysFor(NameOf(migration), applied.Max(StringComparer.Ordinal)!) == from);
        return serves ? true : throw new NewerDataException(newer);
    }

    private static string SaysFor(string from, string newest) => $"{from} {NameOf(newest)}";

    /// <summary>Without the time in front: it is another one for each database.</summary>
    private static string NameOf(string migration) => migration[(migration.IndexOf('_', StringComparison.Ordinal) + 1)..];

    /// <summary>Entity Framework marks a SQLite file as being changed by a row, and waits for that row to go: one that was ended in the midst of it has left it for good. Whose turn it is, is known here.</summary>
    private static async Task UnlockAsync(DeskDatabase database, CancellationToken cancel)
    {
        if (await database.Database.SqlQuery<int>($"SELECT COUNT(*) AS \"Value\" FROM sqlite_master WHERE type = 'table' AND name = '__EFMigrationsLock'").SingleAsync(cancel) > 0)
        {
            await database.Database.ExecuteSqlAsync($"DELETE FROM \"__EFMigrationsLock\"", cancel);
        }
    }
}

/// <summary>The data folder or database belongs to a newer version of the desk.</summary>
public sealed class NewerDataException(string migration) : Exception($"The data was written by a newer version of Lotse ({migration}). Run that version.");
