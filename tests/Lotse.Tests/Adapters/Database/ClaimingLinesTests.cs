using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Claiming;
using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Writing;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Adapters.Database;

/// <summary>Several desks follow one journal: each line is dealt with once.</summary>
public sealed class ClaimingLinesTests
{
    private const string At = "tested-at", Count = "tested";
    private const int Followers = 4, Lines = 60;

    private delegate Task<bool> Claim(DeskDatabase database, long line);

    [Fact]
    public async Task Followers_in_several_processes_deal_with_each_line_once()
    {
        await using var place = await Place.MakeAsync();
        Assert.Equal(Lines, await DealtWithAsync(place.Location, claimFirst: true, (database, line) => LineClaims.ClaimAsync(database, At, line, default)));
    }

    /// <summary>Planted: a follower as one would first write it, that looks how far the others have come and then begins. If it counts no line twice, the test above proves nothing.</summary>
    [Fact]
    public async Task A_follower_that_looks_before_it_begins_is_caught()
    {
        await using var place = await Place.MakeAsync();
        Assert.NotEqual(Lines, await DealtWithAsync(place.Location, claimFirst: false, async (database, line) =>
        {
            if (await LineClaims.PositionAsync(database, At, default) >= line) return false;
            await Task.Delay(2);
            return true;
        }));
    }

    [Fact]
    public async Task Following_begins_at_the_end_goes_on_where_it_was_and_begins_anew_where_the_data_were_set_back()
    {
        await using var place = await Place.MakeAsync();
        using var gate = new WriteGate();
        await using var database = DatabaseParts.Open(place.Location);
        var journal = new Journal(database, gate, new JournalBell(), new StoreHealth(TimeProvider.System), TimeProvider.System);
        for (var n = 0; n < 5; n++)
        {
            journal.Record(new NoteWritten(1, n, TimeProvider.System.GetUtcNow()), null, null);
            await journal.SaveAsync();
        }
        Assert.Null(await LineClaims.PositionAsync(database, At, default));
        Assert.Equal(3, await LineClaims.BeginAsync(database, gate, At, 3, default));
        // Another desk that has looked earlier or later does not move it.
        Assert.Equal((3, 3), (await LineClaims.BeginAsync(database, gate, At, 2, default), await LineClaims.BeginAsync(database, gate, At, 5, default)));
        Assert.Equal((false, true, false), (await LineClaims.ClaimAsync(database, At, 3, default), await LineClaims.ClaimAsync(database, At, 5, default), await LineClaims.ClaimAsync(database, At, 4, default)));
        await database.Database.ExecuteSqlAsync($"UPDATE settings SET value = '900' WHERE name = {At}");
        Assert.Equal(5, await LineClaims.BeginAsync(database, gate, At, 5, default));
    }

    /// <returns>How often a line was dealt with, all together.</returns>
    private static async Task<int> DealtWithAsync(DatabaseLocation location, bool claimFirst, Claim claim)
    {
        await using var database = DatabaseParts.Open(location);
        database.Settings.AddRange(new Setting { Name = At, Value = "0" }, new Setting { Name = Count, Value = "0" });
        await database.SaveChangesAsync();
        await Task.WhenAll(Enumerable.Range(0, Followers).Select(_ => Task.Run(() => FollowAsync(location, claimFirst, claim))));
        return int.Parse(await database.Settings.Where(s => s.Name == Count).Select(s => s.Value).SingleAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>As another process does: with a gate and a context of its own.</summary>
    private static async Task FollowAsync(DatabaseLocation location, bool claimFirst, Claim claim)
    {
        using var gate = new WriteGate();
        for (long line = 1; line <= Lines; line++)
        {
            await using var database = DatabaseParts.Open(location);
            if (!claimFirst && !await claim(database, line)) continue;
            using var pass = await gate.EnterAsync(default);
            await using var transaction = await database.Database.BeginTransactionAsync();
            if (claimFirst && !await claim(database, line)) continue;
            await database.Database.ExecuteSqlAsync($"UPDATE settings SET value = CAST(CAST(value AS bigint) + 1 AS text) WHERE name = {Count}");
            if (!claimFirst) await database.Database.ExecuteSqlAsync($"UPDATE settings SET value = {$"{line}"} WHERE name = {At}");
            await transaction.CommitAsync();
        }
    }
}
