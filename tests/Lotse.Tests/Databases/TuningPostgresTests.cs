using Lotse.Adapters.Database.Opening;
using Lotse.Tests.Adapters.Database;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Databases;

/// <summary>About PostgreSQL, whatever database the run is about.</summary>
public sealed class TuningPostgresTests
{
    [Theory]
    [InlineData("sequences", "fillfactor=50")]
    [InlineData("queue_counts", "autovacuum_vacuum_threshold=500")]
    [InlineData("settings", "autovacuum_vacuum_scale_factor=0")]
    [InlineData("tickets", "autovacuum_vacuum_scale_factor=0.02")]
    [InlineData("outbox", "autovacuum_analyze_scale_factor=0.02")]
    [InlineData("journal", "autovacuum_vacuum_insert_scale_factor=0.05")]
    public async Task Hot_tables_are_cleaned_sooner_than_a_server_does_by_itself(string table, string option)
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        await using var place = await Place.MakeAsync(DatabaseKind.Postgres);
        await using var database = DatabaseParts.Open(place.Location);
        var options = await database.Database.SqlQuery<string>($"SELECT array_to_string(reloptions, ',') AS \"Value\" FROM pg_class WHERE relname = {table} AND relkind = 'r'").ToListAsync(TestContext.Current.CancellationToken);
        Assert.Contains(option, options[0].Split(','));
    }
}
