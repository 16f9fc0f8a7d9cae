using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Database.Rows;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Adapters.Database;

public sealed class SqliteStatementsTests
{
    [Fact]
    public async Task Answers_anew_each_time_a_kept_query_is_asked()
    {
        await using var place = await Place.MakeAsync(DatabaseKind.Sqlite);
        await using var database = DatabaseParts.Open(place.Location);
        Assert.Null(await ValueAsync(database, "first"));
        database.Settings.AddRange(new Setting { Name = "first", Value = "1" }, new Setting { Name = "second", Value = "2" });
        await database.SaveChangesAsync(TestContext.Current.CancellationToken);
        Assert.Equal("1", await ValueAsync(database, "first"));
        Assert.Equal("2", await ValueAsync(database, "second"));
    }

    [Fact]
    public async Task Answers_the_same_query_inside_itself()
    {
        await using var place = await Place.MakeAsync(DatabaseKind.Sqlite);
        await using var database = DatabaseParts.Open(place.Location);
        database.Settings.AddRange(new Setting { Name = "a", Value = "1" }, new Setting { Name = "b", Value = "2" });
        await database.SaveChangesAsync(TestContext.Current.CancellationToken);
        var pairs = new List<string>();
        foreach (var outer in database.Settings.Where(s => s.Name.Length == 1).OrderBy(s => s.Name).AsEnumerable())
        {
            pairs.AddRange(database.Settings.Where(s => s.Name.Length == 1).OrderBy(s => s.Name).AsEnumerable().Select(inner => outer.Value + inner.Value));
        }
        Assert.Equal(["11", "12", "21", "22"], pairs);
    }

    [Fact]
    public async Task Sees_within_a_transaction_what_it_wrote_and_not_after_it_was_given_up()
    {
        await using var place = await Place.MakeAsync(DatabaseKind.Sqlite);
        await using var database = DatabaseParts.Open(place.Location);
        await using (await database.Database.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            await database.Settings.AddAsync(new Setting { Name = "first", Value = "1" }, TestContext.Current.CancellationToken);
            await database.SaveChangesAsync(TestContext.Current.CancellationToken);
            Assert.Equal("1", await ValueAsync(database, "first"));
        }
        Assert.Null(await ValueAsync(database, "first"));
    }

    [Fact]
    public async Task Understands_a_query_once()
    {
        await using var place = await Place.MakeAsync(DatabaseKind.Sqlite);
        await using var database = DatabaseParts.Open(place.Location);
        await ValueAsync(database, "first");
        var file = (OpenFile)database.Database.GetDbConnection();
        var known = file.Statements.Made;
        await ValueAsync(database, "second");
        await ValueAsync(database, "third");
        Assert.Equal(known, file.Statements.Made);
    }

    [Fact]
    public async Task Leaves_no_lock_behind_for_one_who_wants_the_file_alone()
    {
        await using var place = await Place.MakeAsync(DatabaseKind.Sqlite);
        await using var database = DatabaseParts.Open(place.Location);
        await foreach (var _ in database.Settings.OrderBy(s => s.Name).AsAsyncEnumerable()) break; // Not read to its end.
        await using var other = new SqliteConnection(place.Location.Connection);
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = other.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE);";
        await using var told = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        Assert.True(await told.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Equal(0, told.GetInt32(0)); // 1 would be: somebody is reading.
    }

    private static Task<string?> ValueAsync(DeskDatabase database, string name) =>
        database.Settings.Where(s => s.Name == name).Select(s => s.Value).SingleOrDefaultAsync(TestContext.Current.CancellationToken);
}
