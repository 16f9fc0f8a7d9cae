using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Database.Searching;
using Lotse.Domain.Search;
using Lotse.Tests.Adapters.Database;
using Lotse.Tests.Databases;
using Lotse.Tests.Desk;
using Npgsql;
using Xunit;

namespace Lotse.Tests.Search;

/// <summary>Several desks and several versions keep the index of one database; about PostgreSQL, whatever database the run is about.</summary>
public sealed class KeepingTheIndexTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public Task What_follows_never_hides_that_tickets_are_missing() => OnPostgresAsync(async location =>
    {
        await using var store = new PostgresSearch(location);
        await store.OpenAsync(Cancel);
        await store.BeginAsync(5, Cancel);
        await store.WriteAsync([Says(30, "haus")], [], new SearchProgress(5, 0).Down(30), true, Cancel);

        // A desk that still follows the index that was there before.
        await Assert.ThrowsAsync<IndexBegunAnewException>(() => store.WriteAsync([Says(40, "haus")], [], new SearchProgress(6, SearchProgress.Complete), true, Cancel));
        Assert.Equal(new SearchProgress(5, 0).Down(30), await store.OpenAsync(Cancel));
        await store.WriteAsync([Says(20, "haus")], [], new SearchProgress(5, SearchProgress.Complete), true, Cancel);
        await store.WriteAsync([Says(40, "haus")], [], new SearchProgress(6, SearchProgress.Complete), true, Cancel);
        Assert.Equal([40, 30, 20], await FoundAsync(store, "haus"));

        // Whoever comes second leaves what is there, and says nothing.
        await store.WriteAsync([Says(40, "alt")], [], new SearchProgress(6, SearchProgress.Complete), true, Cancel);
        await store.WriteAsync([Says(30, "alt")], [], new SearchProgress(5, 0).Down(30), true, Cancel);
        Assert.Empty(await FoundAsync(store, "alt"));
    });

    [Fact]
    public Task An_index_that_somebody_took_away_is_made_again_and_data_that_was_set_back_leaves_nothing() => OnPostgresAsync(async location =>
    {
        await using var store = new PostgresSearch(location);
        await FillAsync(store, 5, Says(30, "haus"));
        await RunAsync(location, $"DROP TABLE search_words_{PostgresSearch.Layout}");
        Assert.Equal(SearchProgress.None, await store.OpenAsync(Cancel));
        await FillAsync(store, 5, Says(30, "haus"));
        await RunAsync(location, "DELETE FROM search_layouts");
        await Assert.ThrowsAsync<IndexBegunAnewException>(() => store.WriteAsync([Says(40, "haus")], [], new SearchProgress(6, SearchProgress.Complete), true, Cancel));

        await FillAsync(store, 9, Says(30, "haus"), Says(40, "haus"));
        await store.BeginAsync(7, Cancel);
        Assert.Empty(await FoundAsync(store, "haus"));
    });

    [Fact]
    public Task Each_version_has_its_own_and_one_that_no_desk_has_used_for_a_day_goes() => OnPostgresAsync(async location =>
    {
        await using var older = new PostgresSearch(location, layout: 1);
        await using var newer = new PostgresSearch(location, layout: 2);
        await FillAsync(older, 5, Says(30, "haus"));
        await newer.OpenAsync(Cancel);
        await newer.BeginAsync(5, Cancel);
        Assert.Equal([30], await FoundAsync(older, "haus"));
        Assert.Empty(await FoundAsync(newer, "haus"));
        await older.WriteAsync([Says(40, "haus")], [], new SearchProgress(6, SearchProgress.Complete), true, Cancel);
        Assert.Equal(new SearchProgress(6, SearchProgress.Complete), await older.OpenAsync(Cancel));

        await RunAsync(location, "UPDATE search_layouts SET seen = seen - 90000000 WHERE version = 1");
        Assert.False(await newer.TidyAsync(Cancel)); // Not before it is complete itself.
        await newer.WriteAsync([Says(30, "haus"), Says(40, "haus")], [], new SearchProgress(5, SearchProgress.Complete), true, Cancel);
        Assert.False(await older.TidyAsync(Cancel)); // It is used after all.
        Assert.False(await newer.TidyAsync(Cancel));
        Assert.Equal([40, 30], await FoundAsync(older, "haus"));

        await RunAsync(location, "UPDATE search_layouts SET seen = seen - 90000000 WHERE version = 1");
        Assert.True(await newer.TidyAsync(Cancel));
        Assert.False(await newer.TidyAsync(Cancel));
        await Assert.ThrowsAsync<PostgresException>(() => FoundAsync(older, "haus"));
        Assert.Equal([40, 30], await FoundAsync(newer, "haus"));
        Assert.Equal(SearchProgress.None, await older.OpenAsync(Cancel));
        Assert.Equal([40, 30], await FoundAsync(newer, "haus"));
    });

    [Fact]
    public Task The_index_of_before_goes_once_no_desk_follows_it_any_more() => OnPostgresAsync(async location =>
    {
        await RunAsync(location, "CREATE TABLE search_progress (version int, journal bigint); CREATE TABLE ticket_words (id int); CREATE TABLE search_words (id int); INSERT INTO search_progress VALUES (55, 6)");
        await using var store = new PostgresSearch(location);
        await FillAsync(store, 5, Says(30, "haus"));
        await RunAsync(location, "UPDATE search_layouts SET begun = begun - 90000000");

        async Task<bool> IsThereAsync()
        {
            await store.TidyAsync(Cancel);
            await using var source = NpgsqlDataSource.Create(location.Connection);
            await using var ask = source.CreateCommand("SELECT COUNT(*) FROM pg_tables WHERE tablename IN ('search_progress', 'ticket_words', 'search_words')");
            return (long)(await ask.ExecuteScalarAsync(Cancel))! == 3;
        }

        Assert.True(await IsThereAsync()); // Somebody follows, and is further.
        await store.WriteAsync([], [], new SearchProgress(7, SearchProgress.Complete), true, Cancel);
        await RunAsync(location, "UPDATE search_layouts SET begun = begun + 90000000");
        Assert.True(await IsThereAsync()); // Ours has just been begun: the version before may be wanted back.
        await RunAsync(location, "UPDATE search_layouts SET begun = begun - 90000000");
        Assert.False(await IsThereAsync());
        Assert.Equal([30], await FoundAsync(store, "haus"));
    });

    [Fact]
    public async Task A_ticket_that_the_index_does_not_take_keeps_no_other_from_being_found()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { Kind = DatabaseKind.Postgres, FakeClock = true });
        await desk.FindableAsync();
        await RunAsync(desk.Location,
            $"""
            CREATE FUNCTION stumble() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN IF NEW.words @@ ''stein4711''::tsquery THEN RAISE EXCEPTION ''no''; END IF; RETURN NEW; END';
            CREATE TRIGGER stumble BEFORE INSERT OR UPDATE ON ticket_words_{PostgresSearch.Layout} FOR EACH ROW EXECUTE FUNCTION stumble();
            """);
        await desk.PostMailAsync(new CustomerMail("Netz eins"));
        await desk.PostMailAsync(new CustomerMail("Stein4711 im Netz") { From = "bert@kunde.example" });
        await desk.PostMailAsync(new CustomerMail("Netz zwei") { From = "carl@kunde.example" });

        await Wait.UntilAsync(async () =>
        {
            desk.Pass(TimeSpan.FromSeconds(5));
            using var found = await desk.Api.GetAsync("/search?q=netz");
            var said = await found.Content.ReadAsStringAsync(Cancel);
            return said.Contains("Netz eins", StringComparison.Ordinal) && said.Contains("Netz zwei", StringComparison.Ordinal) && !said.Contains("Stein4711", StringComparison.Ordinal);
        }, "the others are found");
        await desk.FindableAsync();
    }

    private static async Task FillAsync(PostgresSearch store, long journal, params TicketWords[] tickets)
    {
        await store.OpenAsync(Cancel);
        await store.BeginAsync(journal, Cancel);
        await store.WriteAsync(tickets, [], new SearchProgress(journal, SearchProgress.Complete), true, Cancel);
    }

    private static TicketWords Says(long id, string word) => new(id, ["c1"], [], [], [], [word]);

    private static Task<IReadOnlyList<long>> FoundAsync(PostgresSearch store, string word) =>
        store.FindAsync(new SearchTerms([new SoughtMarks(["c1"])], [new SoughtPhrase([new SoughtForm([word], false)], SearchPlace.Anywhere, false)]), 0, long.MaxValue, 40, Cancel);

    private static async Task RunAsync(DatabaseLocation location, string sql)
    {
        await using var source = NpgsqlDataSource.Create(location.Connection);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancel);
    }

    private static async Task OnPostgresAsync(Func<DatabaseLocation, Task> act)
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        await using var place = await Place.MakeAsync(DatabaseKind.Postgres);
        await act(place.Location);
    }
}
