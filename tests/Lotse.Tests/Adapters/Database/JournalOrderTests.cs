using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Writing;
using Lotse.Domain.Tickets;
using Lotse.Tests.Databases;
using Lotse.Tests.Staff;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Adapters.Database;

/// <summary>A follower that resumes behind the last id it has seen never steps over a line that is committed late.</summary>
public sealed class JournalOrderTests
{
    private const int Writers = 3, Each = 40;

    private delegate Task Write(DatabaseLocation location, int count);

    [Fact]
    public async Task A_follower_sees_every_line_of_writers_in_several_processes()
    {
        await using var place = await Place.MakeAsync();

        var seen = await FollowAsync(place.Location, WriteAsync);

        Assert.Equal(Enumerable.Range(1, Writers * Each).Select(id => (long)id), seen);
    }

    /// <summary>Planted: a writer as one would first write it. If the follower does not miss its lines, the test above proves nothing.</summary>
    [Fact]
    public async Task A_writer_that_takes_its_ids_before_the_lock_is_caught()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        await using var place = await Place.MakeAsync(DatabaseKind.Postgres); // SQLite has one writer at a time, so nothing can come late there.
        await SequenceAsync(place.Location);

        var seen = await FollowAsync(place.Location, WriteWronglyAsync);

        Assert.True(seen.Count < Writers * Each, "The follower saw everything even of wrong writers.");
    }

    /// <summary>Reads by id alone while the writers write, and once more at the end: what it has missed it never gets.</summary>
    private static async Task<List<long>> FollowAsync(DatabaseLocation location, Write write)
    {
        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(() => write(location, Each))));
        var seen = new List<long>();
        await using var reader = DatabaseParts.Open(location);
        for (var last = false; !last;)
        {
            last = writing.IsCompleted;
            var after = seen.Count == 0 ? 0 : seen[^1];
            seen.AddRange(await reader.Journal.Where(row => row.Id > after).OrderBy(row => row.Id).Select(row => row.Id).ToListAsync());
        }
        await writing;
        return seen;
    }

    /// <summary>As another process does: with a gate, a context and a journal of its own.</summary>
    private static async Task WriteAsync(DatabaseLocation location, int count)
    {
        using var gate = new WriteGate();
        await using var database = DatabaseParts.Open(location);
        var journal = new Journal(database, gate, new JournalBell(), new StoreHealth(TimeProvider.System), TimeProvider.System);
        for (var i = 0; i < count; i++)
        {
            journal.Record(new NoteWritten(1, i, TimeProvider.System.GetUtcNow()), null, null);
            await journal.SaveAsync();
        }
    }

    private static async Task WriteWronglyAsync(DatabaseLocation location, int count)
    {
        await using var database = DatabaseParts.Open(location);
        for (var i = 0; i < count; i++)
        {
            await using var transaction = await database.Database.BeginTransactionAsync();
            var id = (await database.Database.SqlQuery<long>($"SELECT nextval('planted_ids') AS \"Value\"").ToListAsync())[0];
            database.Journal.Add(new JournalRow { Id = id, At = TimeProvider.System.GetUtcNow(), Kind = "planted", Data = "{}" });
            await database.SaveChangesAsync();
            if (id % 3 == 0) await Task.Delay(5); // The others overtake this one.
            await transaction.CommitAsync();
        }
    }

    private static async Task SequenceAsync(DatabaseLocation location)
    {
        await using var database = DatabaseParts.Open(location);
        await database.Database.ExecuteSqlRawAsync("CREATE SEQUENCE planted_ids");
    }
}
