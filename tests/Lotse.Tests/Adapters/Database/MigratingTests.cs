using System.Reflection;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Database.Rows;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Internal;
using Xunit;

namespace Lotse.Tests.Adapters.Database;

public sealed class MigratingTests
{
    [Fact]
    public async Task Data_of_a_newer_version_is_left_alone()
    {
        await using var place = await Place.MakeAsync();
        await using var database = DatabaseParts.Open(place.Location);
        await database.Database.ExecuteSqlRawAsync("INSERT INTO migrations (\"MigrationId\", \"ProductVersion\") VALUES ('29990101000000_Later', '99')");

        var refused = await Assert.ThrowsAsync<NewerDataException>(() => MigrateDatabase.RunAsync(database, place.Location, TimeProvider.System));

        Assert.Contains("29990101000000_Later", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
        Assert.Empty(Directory.GetFiles(place.Location.Folder, "*.before-*"));
    }

    [Fact]
    public async Task A_sqlite_file_is_copied_aside_whole_before_it_is_changed()
    {
        await using var place = await Place.MakeAsync(DatabaseKind.Sqlite);
        await using var database = DatabaseParts.Open(place.Location);
        database.Settings.Add(new Setting { Name = "word", Value = "Übergabe" });
        await database.SaveChangesAsync();
        await using var later = OfALaterVersion(place.Location);

        await MigrateDatabase.RunAsync(later, place.Location, TimeProvider.System);

        Assert.Contains("29990101000000_Later", await later.Database.GetAppliedMigrationsAsync());

        var copy = Assert.Single(Directory.GetFiles(place.Location.Folder, "*.before-*"));
        await using var old = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = copy, Pooling = false }.ToString());
        await old.OpenAsync();
        await using var read = new SqliteCommand("SELECT value FROM settings WHERE name = 'word'", old);
        Assert.Equal("Übergabe", await read.ExecuteScalarAsync());
        await using var none = new SqliteCommand("SELECT count(*) FROM sqlite_master WHERE name = 'planted'", old);
        Assert.Equal(0L, await none.ExecuteScalarAsync());
    }

    /// <summary>Entity Framework waits for its row without an end: this one is of a desk that was killed.</summary>
    [Fact]
    public async Task A_change_that_was_killed_midway_is_begun_again_and_copied_aside_once()
    {
        await using var place = await Place.MakeAsync(DatabaseKind.Sqlite);
        await using var killed = OfALaterVersion(place.Location);
        await killed.Database.ExecuteSqlRawAsync("CREATE TABLE IF NOT EXISTS \"__EFMigrationsLock\" (\"Id\" INTEGER NOT NULL PRIMARY KEY, \"Timestamp\" TEXT NOT NULL); INSERT INTO \"__EFMigrationsLock\" VALUES (1, '2026-01-01')");
        CopiesAside.Make(place.Location.File!, "Later", TimeProvider.System.GetUtcNow());

        await using var later = OfALaterVersion(place.Location);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await MigrateDatabase.RunAsync(later, place.Location, TimeProvider.System, patience.Token);

        Assert.Contains("29990101000000_Later", await later.Database.GetAppliedMigrationsAsync(patience.Token));
        Assert.Single(Directory.GetFiles(place.Location.Folder, "*.before-*"));
    }

    [Fact]
    public async Task Copies_from_before_an_update_go_after_two_weeks()
    {
        await using var place = await Place.MakeAsync(DatabaseKind.Sqlite);
        var (file, now) = (place.Location.File!, TimeProvider.System.GetUtcNow());
        CopiesAside.Make(file, "Earlier", now);

        CopiesAside.Tidy(file, now.AddDays(13));
        Assert.Single(Directory.GetFiles(place.Location.Folder, "*.before-*"));
        CopiesAside.Tidy(file, now.AddDays(15));

        Assert.Empty(Directory.GetFiles(place.Location.Folder, "*.before-*"));
        Assert.True(File.Exists(file));
    }

    [Fact]
    public async Task A_start_that_was_broken_off_before_it_said_whom_it_serves_is_made_good()
    {
        await using var place = await Place.MakeAsync();
        await using var database = DatabaseParts.Open(place.Location);
        await MigrateDatabase.RunAsync(database, place.Location, TimeProvider.System);
        var said = await database.Settings.Where(s => s.Name == Setting.ServesFrom).Select(s => s.Value).SingleAsync();
        await database.Settings.Where(s => s.Name == Setting.ServesFrom).ExecuteDeleteAsync();

        await MigrateDatabase.RunAsync(database, place.Location, TimeProvider.System);

        Assert.Equal(said, await database.Settings.Where(s => s.Name == Setting.ServesFrom).Select(s => s.Value).SingleAsync());
    }

    [Fact]
    public async Task Nothing_is_copied_where_there_is_nothing_to_change()
    {
        await using var place = await Place.MakeAsync();
        await using var database = DatabaseParts.Open(place.Location);

        await MigrateDatabase.RunAsync(database, place.Location, TimeProvider.System);

        Assert.Empty(Directory.GetFiles(place.Location.Folder, "*.before-*"));
    }

    /// <summary>The model and its migrations say the same on both databases.</summary>
    [Fact]
    public async Task No_change_of_the_model_is_without_its_migration()
    {
        await using var place = await Place.MakeAsync();
        await using var database = DatabaseParts.Open(place.Location);

        Assert.False(database.Database.HasPendingModelChanges());
    }

    private static SqliteDatabase OfALaterVersion(DatabaseLocation location) => new(new DbContextOptionsBuilder<SqliteDatabase>()
        .UseSqlite(location.Connection, sqlite => sqlite.MigrationsHistoryTable("migrations"))
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
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("CREATE TABLE planted (id INTEGER)");
    }
}
