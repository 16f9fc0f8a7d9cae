using Lotse.Adapters.Database.Calling;
using Lotse.Adapters.Database.Claiming;
using Lotse.Adapters.Database.Forgetting;
using Lotse.Adapters.Database.Writing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Sqlite.Storage.Internal;
using Microsoft.Extensions.Logging.Abstractions;
#pragma warning disable EF1001 // See KeptConnection.

namespace Lotse.Adapters.Database.Opening;

public static class DatabaseParts
{
    /// <summary>Kept for the next request. With SQLite each keeps its connection, and with it up to 8 MB of what it read.</summary>
    private const int Contexts = 24;

    public static IServiceCollection AddDatabase(this IServiceCollection services, DatabaseLocation location)
    {
        services.AddSingleton(location);
        services.AddSingleton<Ids>();
        services.AddSingleton<WriteGate>();
        services.AddSingleton<JournalBell>();
        services.AddSingleton<NodeCalls>();
        services.AddSingleton<HeldWork>();
        services.AddSingleton<DeskVersion>();
        services.AddScoped<Journal>();
        services.AddScoped<FilesOfMails>();
        services.AddSingleton<StoreHealth>();
        if (location.Kind == DatabaseKind.Sqlite)
        {
            services.AddDbContextPool<DeskDatabase, SqliteDatabase>(options => Sqlite(options, location), Contexts);
        }
        else
        {
            services.AddDbContextPool<DeskDatabase, PostgresDatabase>(options => Postgres(options, location), Contexts);
        }
        return services;
    }

    /// <summary>A context outside the running desk: for commands, migrations and tests.</summary>
    public static DeskDatabase Open(DatabaseLocation location) => location.Kind == DatabaseKind.Sqlite
        ? new SqliteDatabase(((DbContextOptionsBuilder<SqliteDatabase>)Sqlite(new DbContextOptionsBuilder<SqliteDatabase>(), location)).Options)
        : new PostgresDatabase(((DbContextOptionsBuilder<PostgresDatabase>)Postgres(new DbContextOptionsBuilder<PostgresDatabase>(), location)).Options);

    /// <summary>Takes what is still beside the embedded file into it, so that a desk at rest is one file. Without it nothing is lost: the next start reads both.</summary>
    public static async Task RestAsync(DatabaseLocation location)
    {
        if (location.Kind != DatabaseKind.Sqlite) return;
        try
        {
            await using var connection = new Microsoft.Data.Sqlite.SqliteConnection(location.Connection);
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA busy_timeout=1000; PRAGMA wal_checkpoint(TRUNCATE);";
            await command.ExecuteNonQueryAsync();
        }
        catch (Microsoft.Data.Sqlite.SqliteException)
        {
            // A full disk, a command at work: as it was.
        }
    }

    // A list is one parameter, however long: each length as a statement of its own would be translated and planned anew.
    private static DbContextOptionsBuilder Sqlite(DbContextOptionsBuilder options, DatabaseLocation location) =>
        Quiet(options.UseSqlite(location.Connection, sqlite => sqlite.MigrationsHistoryTable("migrations")
            .UseParameterizedCollectionMode(ParameterTranslationMode.Parameter)).AddInterceptors(KeptQueries.Instance)
            .ReplaceService<ISqliteRelationalConnection, KeptConnection>());

    private static DbContextOptionsBuilder Postgres(DbContextOptionsBuilder options, DatabaseLocation location) =>
        Quiet(options.UseNpgsql(location.Connection, npgsql => npgsql.MigrationsHistoryTable("migrations")
            .UseParameterizedCollectionMode(ParameterTranslationMode.Parameter)).AddInterceptors(FreshCommands.Instance));

    private static DbContextOptionsBuilder Quiet(DbContextOptionsBuilder options) =>
        options.UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
            .UseLoggerFactory(NullLoggerFactory.Instance) // What goes wrong is told by whoever asked; and the model is built once for all who open it.
            .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.MultipleCollectionIncludeWarning, CoreEventId.SaveChangesFailed,
                RelationalEventId.CommandError, RelationalEventId.ConnectionError, CoreEventId.QueryIterationFailed,
                CoreEventId.OptimisticConcurrencyException));
}
