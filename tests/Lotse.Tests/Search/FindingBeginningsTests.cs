using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Database.Searching;
using Lotse.Domain.Search;
using Lotse.Domain.Search.Words;
using Lotse.Tests.Tickets.Pages;
using Npgsql;
using Xunit;

namespace Lotse.Tests.Search;

/// <summary>Words are found by how they begin, however many there are, and only as long as a ticket holds them.</summary>
public sealed class FindingBeginningsTests
{
    [Fact]
    public Task Beginnings_find_what_words_do() => WithStoreAsync(async (_, store) =>
    {
        await WriteAsync(store,
            New(1) with { Subject = ["laterne"] }, New(2) with { Text = ["alte", "laternenpfahl"] }, New(3) with { People = ["laternino"] },
            New(4) with { Text = ["latein"] }, New(5) with { Text = [.. Enumerable.Range(0, KeptWords.BegunAtMost + 1).Select(at => $"latz{at}")] },
            New(6) with { Text = [.. Enumerable.Range(0, KeptWords.BegunAtMost).Select(at => $"torf{at}")] });

        Assert.Equal([2, 1], await FoundAsync(store, ["laterne"]));
        Assert.Equal([3, 2, 1], await FoundAsync(store, ["latern"]));
        Assert.Equal([5, 4, 3, 2, 1], await FoundAsync(store, ["lat"])); // More words than are asked for one by one.
        Assert.Equal([5], await FoundAsync(store, ["latz39"]));
        Assert.Equal([6], await FoundAsync(store, ["torf"])); // Just as many.
        Assert.Empty(await FoundAsync(store, ["latero"]));
        Assert.Equal([2], await FoundAsync(store, ["alte", "later"]));
        Assert.Equal([1], await FoundAsync(store, ["latern"], SearchPlace.Subject));
        Assert.Equal([3], await FoundAsync(store, ["latern"], SearchPlace.People));
        Assert.Equal([3, 1], await FoundAsync(store, ["latern"], SearchPlace.Heading));
        Assert.Equal([6, 5, 4, 3], await FoundAsync(store, ["laterne"], not: true));
    });

    [Fact]
    public Task A_word_goes_with_the_last_ticket_that_held_it_and_comes_back_with_the_next() => WithStoreAsync(async (desk, store) =>
    {
        await WriteAsync(store, New(1) with { Text = ["mustermann", "laterne"] }, New(2) with { Text = ["laterne"], People = ["mustermann"] }, New(3) with { Text = ["laternenpfahl"] });

        await WriteAsync(store, New(1) with { Text = ["laterne"] }); // Anonymised.
        Assert.Equal([2], await FoundAsync(store, ["musterm"]));
        await KnownAsync(desk, store, "laterne", "laternenpfahl", "·mustermann");
        await store.WriteAsync([], [2, 3], Step, false, default); // Deleted.
        Assert.Empty(await FoundAsync(store, ["musterm"]));
        Assert.Equal([1], await FoundAsync(store, ["latern"]));
        await KnownAsync(desk, store, "laterne");

        // Another desk, which has written the word before it went, writes it again, beside one that begins as it does.
        await using var beside = store is PostgresSearch ? new PostgresSearch(await desk.WithAsync<DatabaseLocation, DatabaseLocation>(Task.FromResult)) : null;
        await WriteAsync(beside ?? store, New(4) with { Text = ["hauswart"] });
        await store.WriteAsync([], [4], Step, false, default);
        await WriteAsync(beside ?? store, New(5) with { Text = ["hauswart"] }, New(6) with { Text = ["hausgeld"] });
        Assert.Equal([6, 5], await FoundAsync(store, ["haus"]));
    });

    [Fact]
    public Task An_index_that_was_made_anew_knows_its_words_again() => WithStoreAsync(async (desk, store) =>
    {
        await WriteAsync(store, New(1) with { Text = ["laterne"] });
        if (store is PostgresSearch) await RunAsync(desk, "DELETE FROM search_layouts");

        await store.OpenAsync(default);
        await store.BeginAsync(0, default);
        await store.WriteAsync([], [], new SearchProgress(0, SearchProgress.Complete), true, default);
        await WriteAsync(store, New(1) with { Text = ["laterne"] }, New(2) with { Text = ["latein"] });

        Assert.Equal([2, 1], await FoundAsync(store, ["late"]));
        await KnownAsync(desk, store, "latein", "laterne");
    });

    /// <summary>Lists of hashes in a script of three bytes a letter: an index of PostgreSQL ends at a megabyte.</summary>
    [Fact]
    public Task A_ticket_of_very_many_long_words_is_found_by_the_first_of_them() => WithStoreAsync(async (_, store) =>
    {
        IReadOnlyList<SaidText> said = [.. Enumerable.Range(0, 6).Select(message => new SaidText(string.Join(' ', Enumerable.Range(0, 4_500).Select(at => new string((char)('ა' + (at % 30)), 58) + $"{message}{at:00000}")), null))];
        await WriteAsync(store, TicketWords.Of(1, ["c1"], new SaidText("Liste", "de"), ["Nino"], ["hash.txt"], said, [said[0]]));

        foreach (var word in (string[])[SearchWords.Kept("Liste", "de"), "hash", new string('ა', 58) + "500000"[..6]]) Assert.True(await FoundAsync(store, [word]) is [1], word);
    });

    [Fact]
    public Task Whatever_is_asked_beside_a_beginning_holds_too() => WithStoreAsync(async (_, store) =>
    {
        await WriteAsync(store, [.. Enumerable.Range(1, 40).Select(id => New(id) with { Marks = ["c1", id % 2 == 0 ? "s1" : "s2"], Text = ["eins", id % 3 == 0 ? "zwei" : "keins", id % 5 == 0 ? "drei" : "keins", "laternen", "pfahl"] })]);
        SoughtPhrase Says(params string[] words) => new([new SoughtForm(words, false)], SearchPlace.Anywhere, false);
        SoughtPhrase Begins(params string[] words) => new([new SoughtForm(words, true)], SearchPlace.Anywhere, false);
        SearchTerms all = new([new(["c1"]), new(["s1"]), new(["s3"], Not: true)], [Says("eins"), Says("zwei"), Says("drei"), Begins("laternen", "pf"), Begins("pfa")]);

        Assert.Equal([30], await store.FindAsync(all, 0, long.MaxValue, 40, default));
        Assert.Equal([30], await store.AmongAsync(all, [15, 30, 31], default));
        // Of several searches each has its own number of parts.
        var each = await store.FindEachAsync([all, new([], [Says("zwei")]), new([new(["s1"])], [Begins("dre")]), new([new(["s1"])], [Says("eins") with { Not = true }])], 0, long.MaxValue, 3, false, default);
        Assert.Equal([[30], [39, 36, 33], [40, 30, 20], []], each);
        Assert.Equal([40, 39], await store.FindAsync(new([], [Begins("keins", "keins", "laternen", "pf") with { Not = true }, Begins("eins", "zwei", "drei", "la") with { Not = true }, Begins("lat")]), 38, long.MaxValue, 40, default));
    });

    private static async Task RunAsync(PagesDesk desk, string sql)
    {
        await using var source = NpgsqlDataSource.Create((await desk.WithAsync<DatabaseLocation, DatabaseLocation>(Task.FromResult)).Connection);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task WithStoreAsync(Func<PagesDesk, SearchStore, Task> act)
    {
        await using var desk = await PagesDesk.StartAsync();
        await desk.FindableAsync(); // So the index is open.
        await desk.WithAsync<SearchStore, bool>(async store =>
        {
            await act(desk, store);
            return true;
        });
    }

    private static SearchProgress Step => new(1_000_000, SearchProgress.Complete);

    private static TicketWords New(long id) => new(id, ["c1"], [], [], [], []);

    private static Task WriteAsync(SearchStore store, params TicketWords[] tickets) => store.WriteAsync(tickets, [], Step, false, default);

    private static Task<IReadOnlyList<long>> FoundAsync(SearchStore store, string[] words, SearchPlace place = SearchPlace.Anywhere, bool not = false) =>
        store.FindAsync(new SearchTerms([new SoughtMarks(["c1"])], [new SoughtPhrase([new SoughtForm(words, true)], place, not)]), 0, long.MaxValue, 40, default);

    /// <summary>The words that an index on PostgreSQL knows. That of SQLite has them from its tickets each time.</summary>
    private static async Task KnownAsync(PagesDesk desk, SearchStore store, params string[] words)
    {
        if (store is not PostgresSearch) return;
        await using var source = NpgsqlDataSource.Create((await desk.WithAsync<DatabaseLocation, DatabaseLocation>(Task.FromResult)).Connection);
        await using var command = source.CreateCommand($"SELECT array_agg(word ORDER BY word) FROM search_words_{PostgresSearch.Layout}");
        Assert.Equal(words, (string[]?)await command.ExecuteScalarAsync());
    }
}
