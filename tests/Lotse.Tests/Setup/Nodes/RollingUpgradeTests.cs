using System.Text.RegularExpressions;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Database.Rows;
using Lotse.Tests.Adapters.Database;
using Lotse.Tests.Databases;
using Lotse.Tests.Desk;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Xunit;

namespace Lotse.Tests.Setup.Nodes;

/// <summary>A newer version has brought the database up to date, and desks of this one serve on beside it.</summary>
public sealed partial class RollingUpgradeTests
{
    [Fact]
    public async Task A_desk_whose_program_is_one_version_behind_goes_on_and_may_start_again()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { Kind = DatabaseKind.Postgres });
        await desk.PostMailAsync(new CustomerMail("Vorher"));
        await MigrateFurtherAsync(desk, servesFrom: LastKnown(desk));

        await using var beside = await desk.BesideAsync();
        foreach (var (one, subject) in ((RunningDesk, string)[])[(desk, "Hier"), (beside, "Dort")])
        {
            var taken = await one.PostMailAsync(new CustomerMail(subject) { From = $"{subject.ToLowerInvariant()}@kunde.example" });
            Assert.Equal("opened", taken.Outcome);
            await one.Api.ReplyAsync(taken.Ticket!.Value);
            Assert.Equal(subject, (await one.Api.TicketAsync(taken.Ticket.Value)).Subject);
            Assert.NotEmpty(await one.Api.HistoryAsync(1001)); // With lines in it that this version cannot read.
            await one.FindableAsync();
            await one.ToldAsync();
            await one.RuledAsync();
        }
        await desk.RestartAsync();
        Assert.Equal("opened", (await desk.PostMailAsync(new CustomerMail("Danach") { From = "danach@kunde.example" })).Outcome);
        Assert.Equal(4, (await desk.Api.ListAsync()).Items.Count);
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    public async Task What_a_version_has_said_of_itself_does_not_hold_for_the_next_one()
    {
        await using var place = await Place.MakeAsync();
        await using var database = DatabaseParts.Open(place.Location);
        var said = await database.Settings.Where(s => s.Name == Setting.ServesFrom).Select(s => s.Value).SingleAsync();
        Assert.StartsWith($"{MigrateDatabase.ServesFrom} ", said, StringComparison.Ordinal);
        await database.Database.ExecuteSqlRawAsync("INSERT INTO migrations (\"MigrationId\", \"ProductVersion\") VALUES ('29990101000000_Later', '99')");

        await Assert.ThrowsAsync<NewerDataException>(() => MigrateDatabase.RunAsync(database, place.Location, TimeProvider.System));
        await database.Settings.Where(s => s.Name == Setting.ServesFrom).ExecuteUpdateAsync(set => set.SetProperty(s => s.Value, $"{MigrateDatabase.ServesFrom} Later"));
        await MigrateDatabase.RunAsync(database, place.Location, TimeProvider.System);
    }

    [Fact]
    public async Task A_program_that_is_too_old_for_the_data_does_not_start_and_says_why_in_one_line()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { Kind = DatabaseKind.Postgres });
        await MigrateFurtherAsync(desk, servesFrom: "Later");

        var refused = await Assert.ThrowsAsync<NewerDataException>(desk.BesideAsync);
        Assert.Contains("29990101000000_Later", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    /// <summary>Whatever comes after the version before only adds, so that its programs can serve on. Whoever needs more says so by ServesFrom, and their version cannot be rolled in.</summary>
    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public void Migrations_since_the_version_before_only_add(DatabaseKind kind)
    {
        using var database = DatabaseParts.Open(DatabaseLocation.Of(Path.GetTempPath(), kind == DatabaseKind.Sqlite ? null : "Host=localhost;Database=lotse"));
        var all = database.GetService<IMigrationsAssembly>();
        var later = all.Migrations.OrderBy(one => one.Key, StringComparer.Ordinal).SkipWhile(one => !one.Key.EndsWith($"_{MigrateDatabase.ServesFrom}", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(later);
        var made = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (id, type) in later.Skip(1))
        {
            foreach (var operation in all.CreateMigration(type, database.Database.ProviderName!).UpOperations) Assert.True(Adds(operation, made), $"{id}: {operation.GetType().Name}");
        }
    }

    private static bool Adds(MigrationOperation operation, HashSet<string> made) => operation switch
    {
        CreateTableOperation table => made.Add(table.Name),
        AddColumnOperation column => column.IsNullable || column.DefaultValue is not null || column.DefaultValueSql is not null,
        // A rule that older programs do not know of may refuse what they write.
        CreateIndexOperation index => !index.IsUnique || made.Contains(index.Table),
        InsertDataOperation => true,
        // How a table is cleaned, and an index that is built beside all else, change nothing that a program sees.
        SqlOperation sql => Harmless().IsMatch(sql.Sql),
        _ => false,
    };

    [GeneratedRegex(@"^(CREATE INDEX CONCURRENTLY |DROP INDEX CONCURRENTLY IF EXISTS |ALTER TABLE \w+ SET \()", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Harmless();

    private static string LastKnown(RunningDesk desk)
    {
        using var database = DatabaseParts.Open(desk.Location);
        return database.Database.GetMigrations().Last().Split('_', 2)[1];
    }

    /// <summary>What a version that we do not know leaves behind: a migration, a column, a setting, lines of kinds and with values that nobody here knows.</summary>
    private static async Task MigrateFurtherAsync(RunningDesk desk, string servesFrom)
    {
        await using var database = DatabaseParts.Open(desk.Location);
        await database.Database.ExecuteSqlRawAsync("INSERT INTO migrations (\"MigrationId\", \"ProductVersion\") VALUES ('29990101000000_Later', '99')");
        await database.Database.ExecuteSqlRawAsync("ALTER TABLE tickets ADD COLUMN later text NULL");
        await database.Settings.Where(s => s.Name == Setting.ServesFrom).ExecuteUpdateAsync(set => set.SetProperty(s => s.Value, $"{servesFrom} Later"));
        var ticket = await database.Tickets.OrderBy(t => t.Number).Select(t => new { t.Id, t.CommunityId }).FirstOrDefaultAsync();
        if (ticket is null) return;
        await database.Database.ExecuteSqlAsync($"UPDATE tickets SET version = version + 2 WHERE id = {ticket.Id}"); // One for each of its facts.
        foreach (var (kind, data) in ((string, string)[])[("ticketTeleported", "{\"to\":\"moon\"}"), ("stateChanged", $$"""{"ticketId":{{ticket.Id}},"from":"new","to":"teleported"}"""), ("shipSunk", "{}")])
        {
            await database.Database.ExecuteSqlAsync(
                $"""
                WITH raised AS (UPDATE sequences SET value = value + 1 WHERE name = 'journal' RETURNING value)
                INSERT INTO journal (id, at, kind, community_id, ticket_id, data) SELECT value, 1800000000000, {kind}, {ticket.CommunityId}, {(kind == "shipSunk" ? null : (long?)ticket.Id)}, {data} FROM raised
                """);
        }
    }
}
