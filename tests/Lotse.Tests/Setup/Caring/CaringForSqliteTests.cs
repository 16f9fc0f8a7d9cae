using System.Globalization;
using Lotse.Adapters.Database.Caring;
using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Database.Writing;
using Lotse.Tests.Adapters.Database;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Lotse.Tests.Setup.Caring;

/// <summary>About the SQLite file, whatever database the run is about.</summary>
public sealed class CaringForSqliteTests
{
    [Fact]
    public async Task After_deleting_free_pages_go_back_to_the_disk_in_steps_and_no_reader_waits()
    {
        await using var place = await Place.MakeAsync(DatabaseKind.Sqlite);
        await using var file = await OpenAsync(place);
        await RunAsync(file, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) INSERT INTO raw_mails (id, bytes) SELECT i, zeroblob(8000) FROM n");
        await RunAsync(file, "DELETE FROM raw_mails WHERE id > 10");
        using var gate = new WriteGate();
        var care = new CareForSqlite(place.Location, gate) { PagesKept = 100 };
        var (free, pages) = (await NumberAsync(file, "PRAGMA freelist_count"), await NumberAsync(file, "PRAGMA page_count"));
        Assert.InRange(free, 1900, 2200);

        // Somebody reads, and has not come to the end.
        await using var reader = await OpenAsync(place);
        await using var reading = reader.BeginTransaction(deferred: true);
        Assert.Equal(10, await NumberAsync(reader, "SELECT COUNT(*) FROM raw_mails", reading));

        Assert.True(await care.ShrinkAsync(TestContext.Current.CancellationToken));
        Assert.Equal(free - CareForSqlite.PagesAStep, await NumberAsync(file, "PRAGMA freelist_count"));
        Assert.InRange(await NumberAsync(file, "PRAGMA page_count"), pages - CareForSqlite.PagesAStep - 10, pages - CareForSqlite.PagesAStep);
        Assert.Equal(10, await NumberAsync(reader, "SELECT COUNT(*) FROM raw_mails", reading));
        await care.SettleAsync(TestContext.Current.CancellationToken); // Waits for no reader.
        await reading.RollbackAsync(TestContext.Current.CancellationToken);

        var steps = 1;
        while (await care.ShrinkAsync(TestContext.Current.CancellationToken)) steps++;
        Assert.Equal(100, await NumberAsync(file, "PRAGMA freelist_count"));
        Assert.InRange(steps, (free - 100) / CareForSqlite.PagesAStep, (free / CareForSqlite.PagesAStep) + 1);
        Assert.False(await care.ShrinkAsync(TestContext.Current.CancellationToken));
        await care.SettleAsync(TestContext.Current.CancellationToken);
        Assert.InRange(new FileInfo(place.Location.File!).Length, 1, (pages - free + 110) * 8192);
        Assert.Equal("ok", await TextAsync(file, "PRAGMA integrity_check"));
    }

    [Fact]
    public async Task A_read_during_a_step_is_not_held_up_by_whoever_writes()
    {
        await using var place = await Place.MakeAsync(DatabaseKind.Sqlite);
        await using var writer = await OpenAsync(place);
        await RunAsync(writer, "BEGIN IMMEDIATE");
        using var gate = new WriteGate();
        var care = new CareForSqlite(place.Location, gate);
        await care.SettleAsync(TestContext.Current.CancellationToken);
        await using var reader = await OpenAsync(place);
        Assert.Equal(0, await NumberAsync(reader, "SELECT COUNT(*) FROM raw_mails"));
        await RunAsync(writer, "ROLLBACK");
    }

    [Fact]
    public async Task Looks_at_tables_that_nobody_has_looked_at_on_a_connection_of_its_own()
    {
        await using var place = await Place.MakeAsync(DatabaseKind.Sqlite);
        await using var file = await OpenAsync(place);
        await RunAsync(file, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) INSERT INTO thread_keys (key, ticket_id) SELECT i, i FROM n");
        using var gate = new WriteGate();

        await new CareForSqlite(place.Location, gate).OptimizeAsync(TestContext.Current.CancellationToken);

        Assert.InRange(await NumberAsync(file, "SELECT COUNT(*) FROM sqlite_stat1 WHERE tbl = 'thread_keys'"), 1, 10);
    }

    private static async Task<SqliteConnection> OpenAsync(Place place)
    {
        var file = new SqliteConnection(place.Location.Connection);
        await file.OpenAsync(TestContext.Current.CancellationToken);
        return file;
    }

    private static async Task RunAsync(SqliteConnection file, string sql)
    {
        await using var command = new SqliteCommand(sql, file);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<long> NumberAsync(SqliteConnection file, string sql, SqliteTransaction? within = null)
    {
        await using var command = new SqliteCommand(sql, file, within);
        return Convert.ToInt64(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken), CultureInfo.InvariantCulture);
    }

    private static async Task<string> TextAsync(SqliteConnection file, string sql)
    {
        await using var command = new SqliteCommand(sql, file);
        return (string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
