using Microsoft.EntityFrameworkCore;
using Lotse.Adapters.Database.Opening;

namespace Lotse.Adapters.Database.Checking;

public enum DataAge { Missing, Older, Current, Newer }

/// <summary>How the tables that are there relate to this version of the desk; looks without changing anything.</summary>
public static class DataVersion
{
    public static async Task<DataAge> OfAsync(DeskDatabase database, DatabaseLocation location, CancellationToken cancel = default)
    {
        // Opening a SQLite file makes it, which a look must not do.
        if (location.File is { } file && (!File.Exists(file) || new FileInfo(file).Length == 0)) return DataAge.Missing;
        var known = database.Database.GetMigrations().ToList();
        var applied = (await database.Database.GetAppliedMigrationsAsync(cancel)).ToList();
        return applied.Count == 0 ? DataAge.Missing
            : applied.Exists(migration => !known.Contains(migration)) ? DataAge.Newer
            : applied.Count < known.Count ? DataAge.Older
            : DataAge.Current;
    }
}
