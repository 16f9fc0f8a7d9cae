using Lotse.Adapters.Database.Writing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lotse.Adapters.Database.Opening;

public static class DatabaseParts
{
    public static IServiceCollection AddDatabase(this IServiceCollection services, DatabaseLocation location)
    {
        services.AddSingleton(location);
        services.AddSingleton<Ids>();
        services.AddSingleton<WriteGate>();
        services.AddSingleton<JournalBell>();
        services.AddScoped<Journal>();
        services.AddSingleton<StoreHealth>();
        if (location.Kind == DatabaseKind.Sqlite)
        {
            services.AddDbContextPool<DeskDatabase, SqliteDatabase>(options => Sqlite(options, location));
        }
        else
        {
            services.AddDbContextPool<DeskDatabase, PostgresDatabase>(options => Postgres(options, location));
        }
        return services;
    }

    /// <summary>A context outside the running desk: for commands, migrations and tests.</summary>
    public static DeskDatabase Open(DatabaseLocation location) => location.Kind == DatabaseKind.Sqlite
        ? new SqliteDatabase(((DbContextOptionsBuilder<SqliteDatabase>)Sqlite(new DbContextOptionsBuilder<SqliteDatabase>(), location)).Options)
        : new PostgresDatabase(((DbContextOptionsBuilder<PostgresDatabase>)Postgres(new DbContextOptionsBuilder<PostgresDatabase>(), location)).Options);

    // A list is one parameter, however long: each length as a statement of its own would be translated and planned anew.
    private static DbContextOptionsBuilder Sqlite(DbContextOptionsBuilder options, DatabaseLocation location) =>
        Quiet(options.UseSqlite(location.Connection, sqlite => sqlite.MigrationsHistoryTable("migrations")
            .UseParameterizedCollectionMode(ParameterTranslationMode.Parameter)).AddInterceptors(SqliteConnections.Instance));

    private static DbContextOptionsBuilder Postgres(DbContextOptionsBuilder options, DatabaseLocation location) =>
        Quiet(options.UseNpgsql(location.Connection, npgsql => npgsql.MigrationsHistoryTable("migrations")
            .UseParameterizedCollectionMode(ParameterTranslationMode.Parameter)));

    private static DbContextOptionsBuilder Quiet(DbContextOptionsBuilder options) =>
        options.UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
            .UseLoggerFactory(NullLoggerFactory.Instance) // What goes wrong is told by whoever asked; and the model is built once for all who open it.
            .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.MultipleCollectionIncludeWarning, CoreEventId.SaveChangesFailed,
                RelationalEventId.CommandError, RelationalEventId.ConnectionError, CoreEventId.QueryIterationFailed,
                CoreEventId.OptimisticConcurrencyException));
}
