using Lotse.Adapters.Database.Migrations;
using Lotse.Adapters.Database.Opening;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Xunit;

namespace Lotse.Tests.Architecture;

/// <summary>A desk of millions of tickets takes a new version while it serves.</summary>
public sealed class LockingMigrationTests
{
    [Fact]
    public void No_migration_locks_a_large_table_but_those_from_before_anybody_had_one()
    {
        using var database = DatabaseParts.Open(DatabaseLocation.Of(Path.GetTempPath(), "Host=nobody;Database=lotse"));
        var assembly = database.GetService<IMigrationsAssembly>();
        var found = assembly.Migrations.SelectMany(one => LockingMigrations.Find(one.Key, assembly.CreateMigration(one.Value, database.Database.ProviderName!).UpOperations)).Order(StringComparer.Ordinal).ToList();
        House.None("Locks a large table; if there is no way around it, list it in old-locks.txt and say in the changelog how long it takes", found.Except(House.Listed("old-locks.txt")));
        House.None("Listed in old-locks.txt, but not there", House.Listed("old-locks.txt").Except(found));
    }

    [Fact]
    public void Of_each_table_it_is_said_whether_it_may_be_large()
    {
        using var database = DatabaseParts.Open(DatabaseLocation.Of(Path.GetTempPath(), "Host=nobody;Database=lotse"));
        House.None("Say in LockingMigrations whether it grows with the tickets", LockingMigrations.Unknown(database.Model.GetEntityTypes().Select(type => type.GetTableName()).OfType<string>().Distinct()));
    }

    [Theory]
    [InlineData("index")]
    [InlineData("typed")]
    [InlineData("null")]
    [InlineData("reckoned")]
    [InlineData("key")]
    [InlineData("sql-index")]
    [InlineData("sql-type")]
    [InlineData("sql-rows")]
    public void A_planted_one_is_found(string what)
    {
        var planted = new MigrationBuilder("Npgsql.EntityFrameworkCore.PostgreSQL");
        switch (what)
        {
            case "index": planted.CreateIndex("ix_planted", "tickets", "subject"); break;
            case "typed": planted.AlterColumn<long>("attempts", "deliveries", "bigint", oldClrType: typeof(int), oldType: "integer"); break;
            case "null": planted.AlterColumn<string>("language", "contacts", "text", nullable: false, oldClrType: typeof(string), oldType: "text", oldNullable: true); break;
            case "reckoned": planted.AddColumn<DateTime>("seen", "messages", defaultValueSql: "now()"); break;
            case "key": planted.AddForeignKey("fk_planted", "outbox", "message_id", "messages", principalColumn: "id"); break;
            case "sql-index": planted.Sql("CREATE UNIQUE INDEX ix_planted ON journal (kind) WHERE id > 1"); break;
            case "sql-type": planted.Sql("ALTER TABLE tickets ALTER COLUMN number TYPE bigint"); break;
            default: planted.Sql("UPDATE tickets SET lane = 2"); break;
        }
        Assert.Single(LockingMigrations.Find("planted", planted.Operations));
    }

    [Fact]
    public void What_locks_nobody_is_not_found()
    {
        var good = new MigrationBuilder("Npgsql.EntityFrameworkCore.PostgreSQL");
        good.AddColumn<int>("seen", "tickets", nullable: false, defaultValue: 0);
        good.CreateIndexConcurrently("ix_tickets_seen", "tickets", "seen", "seen > 0");
        good.CreateIndex("ix_teams_planted", "teams", "name");
        good.Sql("ALTER TABLE journal SET (autovacuum_vacuum_insert_scale_factor = 0.05)");
        Assert.Empty(LockingMigrations.Find("good", good.Operations));
    }
}
