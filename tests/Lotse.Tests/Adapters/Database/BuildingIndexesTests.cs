using System.Reflection;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Migrations;
using Lotse.Adapters.Database.Opening;
using Lotse.Tests.Databases;
using Lotse.Tests.Desk;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Internal;
using Npgsql;
using Xunit;

namespace Lotse.Tests.Adapters.Database;

/// <summary>About PostgreSQL, whatever database the run is about.</summary>
public sealed class BuildingIndexesTests
{
    [Fact]
    public async Task Others_write_to_the_table_while_a_migration_builds_an_index_on_it_and_one_that_was_broken_off_is_made_anew()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        await using var place = await Place.MakeAsync(DatabaseKind.Postgres);
        await using var other = new NpgsqlConnection(place.Location.Connection);
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await RunAsync(other, "CREATE INDEX ix_settings_planted ON settings (name)");
        await RunAsync(other, "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix_settings_planted'::regclass");
        // Somebody is in the middle of writing: the build waits for the end of that, and nobody waits for the build.
        await using var writing = await other.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await RunAsync(other, "INSERT INTO settings (name, value) VALUES ('first', '1')");

        await using var later = OfALaterVersion(place.Location with { Connection = new NpgsqlConnectionStringBuilder(place.Location.Connection) { CommandTimeout = 1 }.ConnectionString });
        var migrating = MigrateDatabase.RunAsync(later, place.Location, TimeProvider.System);
        await using var third = new NpgsqlConnection(place.Location.Connection);
        await third.OpenAsync(TestContext.Current.CancellationToken);
        await Wait.UntilAsync(async () => await NumberAsync(third, "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") > 0, "the build waits for whoever writes");
        await RunAsync(third, "SET statement_timeout = '2s'");
        await RunAsync(third, "INSERT INTO settings (name, value) VALUES ('second', '2')");
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken); // Longer than any other statement of this desk may take.
        Assert.False(migrating.IsCompleted);
        await writing.CommitAsync(TestContext.Current.CancellationToken);
        await migrating.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        Assert.Equal(1, await NumberAsync(third, "SELECT COUNT(*) FROM pg_index WHERE indexrelid = 'ix_settings_planted'::regclass AND indisvalid"));
        Assert.Contains("29990101000000_Later", await later.Database.GetAppliedMigrationsAsync(TestContext.Current.CancellationToken));
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<long> NumberAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    private static PostgresDatabase OfALaterVersion(DatabaseLocation location) => new(new DbContextOptionsBuilder<PostgresDatabase>()
        .UseNpgsql(location.Connection, npgsql => npgsql.MigrationsHistoryTable("migrations"))
        .ReplaceService<IMigrationsAssembly, OneMore>().Options);

#pragma warning disable EF1001 // There is no public way to add a migration from another assembly.
    private sealed class OneMore(ICurrentDbContext context, IDbContextOptions options, IMigrationsIdGenerator ids, IDiagnosticsLogger<DbLoggerCategory.Migrations> log)
        : MigrationsAssembly(context, options, ids, log)
    {
        public override IReadOnlyDictionary<string, TypeInfo> Migrations =>
            base.Migrations.Append(KeyValuePair.Create("29990101000000_Later", typeof(Later).GetTypeInfo())).ToDictionary();
    }
#pragma warning restore EF1001

    [Migration("29990101000000_Later")]
    private sealed class Later : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.CreateIndexConcurrently("ix_settings_planted", "settings", "value");
    }
}
