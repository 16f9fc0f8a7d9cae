using System.Globalization;
using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Database.Searching;
using Lotse.Domain.Search;
using Lotse.Tests.Adapters.Database;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Lotse.Tests.Search;

/// <summary>About the index of an embedded desk, whatever database the run is about.</summary>
public sealed class TidyingTheIndexTests
{
    [Fact]
    public async Task What_was_written_one_after_the_other_is_put_together_in_steps_and_says_the_same()
    {
        await using var place = await Place.MakeAsync(DatabaseKind.Sqlite);
        using var store = new SqliteSearch(place.Location) { PagesAStep = 20 };
        Assert.False(await store.TidyAsync(TestContext.Current.CancellationToken)); // Before there is an index.
        await store.OpenAsync(TestContext.Current.CancellationToken);
        Assert.False(await store.TidyAsync(TestContext.Current.CancellationToken));
        for (var some = 0; some < 21; some++) await WriteAsync(store, Enumerable.Range(some * 200, 200));
        await store.WriteAsync([], [400, 401], new SearchProgress(1, SearchProgress.Complete), true, TestContext.Current.CancellationToken);
        var found = await FoundAsync(store);
        Assert.Equal(2100 - 1, found.Count);
        Assert.InRange(await PartsAsync(place), 3, 20);

        Assert.InRange(await TidyAsync(store), 2, 50);
        Assert.Equal(1, await PartsAsync(place));
        Assert.Equal(found, await FoundAsync(store));

        // Little that comes is put together by itself, and what is there is left as it is.
        for (var one = 0; one < 5; one++) await WriteAsync(store, [5000 + (one * 2)]);
        var large = await LargestAsync(place);
        await TidyAsync(store);
        Assert.Equal(large, await LargestAsync(place));
        Assert.InRange(await PartsAsync(place), 2, 4);
        Assert.Equal(found.Count + 5, (await FoundAsync(store)).Count);

        // And much that comes is made one with it, while tickets are written and taken out between two steps.
        for (var some = 0; some < 5; some++) await WriteAsync(store, Enumerable.Range(6000 + (some * 200), 200));
        Assert.True(await store.TidyAsync(TestContext.Current.CancellationToken));
        await WriteAsync(store, [7000]);
        await store.WriteAsync([], [5000], new SearchProgress(1, SearchProgress.Complete), true, TestContext.Current.CancellationToken);
        await TidyAsync(store);
        Assert.NotEqual(large, await LargestAsync(place));
        Assert.InRange(await PartsAsync(place), 1, 3);
        Assert.Equal(found.Count + 4 + 500 + 1, (await FoundAsync(store)).Count);
        Assert.False(await store.TidyAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_index_that_is_begun_anew_holds_nothing_of_before()
    {
        await using var place = await Place.MakeAsync(DatabaseKind.Sqlite);
        using var store = new SqliteSearch(place.Location);
        await store.OpenAsync(TestContext.Current.CancellationToken);
        await WriteAsync(store, [2, 4]);
        Assert.Equal(2, (await FoundAsync(store)).Count);
        Assert.Equal(new SearchProgress(0, 0), await store.BeginAsync(0, TestContext.Current.CancellationToken));
        Assert.Empty(await FoundAsync(store));
        Assert.Equal(SearchProgress.None, await store.OpenAsync(TestContext.Current.CancellationToken));
        await WriteAsync(store, [6]);
        Assert.Equal([6], await FoundAsync(store));
        Assert.Equal(1, (await store.OpenAsync(TestContext.Current.CancellationToken)).Journal);
    }

    private static Task WriteAsync(SqliteSearch store, IEnumerable<int> ids) => store.WriteAsync(
        [.. ids.Select(id => new TicketWords(id, ["c1"], [], [], [], [id % 2 == 0 ? "gerade" : "ungerade", .. Enumerable.Range(0, 40).Select(at => $"wort{(id * 31) + at}")]))], [], new SearchProgress(1, SearchProgress.Complete), true, TestContext.Current.CancellationToken);

    private static async Task<int> TidyAsync(SqliteSearch store)
    {
        var steps = 0;
        while (steps < 200 && await store.TidyAsync(TestContext.Current.CancellationToken)) steps++;
        return steps;
    }

    private static Task<IReadOnlyList<long>> FoundAsync(SqliteSearch store) =>
        store.FindAsync(new SearchTerms([new SoughtMarks(["c1"])], [new SoughtPhrase([new SoughtForm(["gerade"], false)], SearchPlace.Anywhere, false)]), 0, long.MaxValue, 10_000, TestContext.Current.CancellationToken);

    private static Task<long> PartsAsync(Place place) => NumberAsync(place, "SELECT COUNT(DISTINCT segid) FROM words_idx");

    /// <summary>The part that has most, told by its number.</summary>
    private static Task<long> LargestAsync(Place place) => NumberAsync(place, "SELECT segid FROM words_idx GROUP BY segid ORDER BY COUNT(*) DESC LIMIT 1");

    private static async Task<long> NumberAsync(Place place, string sql)
    {
        await using var file = new SqliteConnection($"Data Source={Path.ChangeExtension(place.Location.File!, ".search")};Pooling=False");
        await file.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new SqliteCommand(sql, file);
        return Convert.ToInt64(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken), CultureInfo.InvariantCulture);
    }
}
