using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Database.Writing;
using Lotse.Domain;
using Lotse.Domain.Tickets;
using Lotse.Tests.Databases;
using Lotse.Tests.Desk;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace Lotse.Tests.Adapters.Database;

public sealed class TryingAgainTests
{
    [Fact]
    public void What_a_database_has_said_is_known_whatever_has_been_put_around_it()
    {
        Assert.True(StoreHealth.IsOfDatabase(new InvalidOperationException("passing", new InvalidOperationException("", new PostgresException("", "", "", PostgresErrorCodes.DeadlockDetected)))));
        Assert.False(StoreHealth.IsOfDatabase(new InvalidOperationException("", new FormatException())));
    }

    [Fact]
    public async Task Who_is_ended_because_two_wait_for_each_other_does_it_once_more()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        await using var place = await Place.MakeAsync(DatabaseKind.Postgres);
        await using var other = DatabaseParts.Open(place.Location);
        await other.Database.ExecuteSqlAsync($"INSERT INTO settings (name, value) VALUES ('one', ''), ('two', '')");
        await using var transaction = await other.Database.BeginTransactionAsync();
        await other.Database.ExecuteSqlAsync($"UPDATE settings SET value = 'other' WHERE name = 'two'");
        using var gate = new WriteGate();
        await using var database = DatabaseParts.Open(place.Location);
        var journal = new Journal(database, gate, new JournalBell(), new StoreHealth(TimeProvider.System), TimeProvider.System);
        var tries = 0;

        var writing = journal.TogetherAsync(() =>
        {
            tries++;
            journal.Record(new NoteWritten(1, 1, TimeProvider.System.GetUtcNow()), null, null);
            return Task.FromResult<Refusal?>(null);
        }, default, async (d, cancel) =>
        {
            await d.Database.ExecuteSqlAsync($"UPDATE settings SET value = 'this' WHERE name = 'one'", cancel);
            return await d.Database.ExecuteSqlAsync($"UPDATE settings SET value = 'this' WHERE name = 'two'", cancel) == 1;
        });
        await using var look = DatabaseParts.Open(place.Location);
        await Wait.UntilAsync(async () => (await look.Database.SqlQuery<long>(
            $"SELECT COUNT(*) AS \"Value\" FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'").ToListAsync())[0] > 0, "it waits");
        await other.Database.ExecuteSqlAsync($"UPDATE settings SET value = 'other' WHERE name = 'one'"); // Whoever has waited longer looks first, and ends itself.
        await transaction.CommitAsync();

        Assert.Null(await writing);
        Assert.Equal(2, tries);
        Assert.Equal(1, await look.Journal.CountAsync());
        Assert.Equal(["this", "this"], await look.Settings.Where(s => s.Name == "one" || s.Name == "two").Select(s => s.Value).ToListAsync());
    }
}
