using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Opening;
using Lotse.Tests.Databases;
using Lotse.Tests.Staff;
using Microsoft.Data.Sqlite;

namespace Lotse.Tests.Adapters.Database;

/// <summary>A data folder with a migrated database, without a desk.</summary>
internal sealed class Place : IAsyncDisposable
{
    private Place(DatabaseLocation location) => Location = location;

    public DatabaseLocation Location { get; }

    /// <param name="kind">Null for the one that this run is about.</param>
    public static async Task<Place> MakeAsync(DatabaseKind? kind = null) => new(await MigratedOnce.LocationAsync(Directory.CreateTempSubdirectory("lotse-place-").FullName, kind));

    public async ValueTask DisposeAsync()
    {
        if (Location.Kind == DatabaseKind.Postgres) await (await PostgresServer.Current()).DropDatabaseAsync(Location.Connection);
        else
        {
            await using var pool = new SqliteConnection(Location.Connection);
            SqliteConnection.ClearPool(pool);
        }
        Directory.Delete(Location.Folder, recursive: true);
    }
}
