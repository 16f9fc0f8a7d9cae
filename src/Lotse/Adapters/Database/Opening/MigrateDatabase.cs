using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database.Opening;

/// <summary>Brings the tables up to this version. A SQLite file is copied aside first; a database of a newer version is left alone.</summary>
public static class MigrateDatabase
{
    /// <exception cref="NewerDataException">The data was written by a newer version of the desk.</exception>
    public static async Task RunAsync(DeskDatabase database, DatabaseLocation location, TimeProvider clock, CancellationToken cancel = default)
    {
        var known = database.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        var exists = location.File is null || (File.Exists(location.File) && new FileInfo(location.File).Length > 0);
        var applied = exists ? (await database.Database.GetAppliedMigrationsAsync(cancel)).ToList() : [];
        if (applied.FirstOrDefault(migration => !known.Contains(migration)) is { } newer) throw new NewerDataException(newer);
        if (applied.Count == known.Count) return;
        if (location.File is { } file && applied.Count > 0) CopyAside(file, clock.GetUtcNow());
        await database.Database.MigrateAsync(cancel);
    }

    /// <summary>The online backup of SQLite: a consistent copy even while others write.</summary>
    private static void CopyAside(string file, DateTimeOffset now)
    {
        var copy = $"{file}.before-{now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}";
        using var from = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        using var to = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = copy, Pooling = false }.ToString());
        from.Open();
        to.Open();
        from.BackupDatabase(to);
    }
}

/// <summary>The data folder or database belongs to a newer version of the desk.</summary>
public sealed class NewerDataException(string migration) : Exception($"The data was written by a newer version of Lotse ({migration}). Run that version.");
