using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Database.Searching;
using Lotse.Domain.Search;
using Lotse.Tests.Adapters.Database;
using Lotse.Tests.Databases;
using Lotse.Tests.Desk;
using Npgsql;
using Xunit;

namespace Lotse.Tests.Search;

/// <summary>What is new waits in a list that each look goes through; about PostgreSQL, whatever database the run is about.</summary>
public sealed class SettlingTheIndexTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_waits_in_the_list_is_brought_into_the_index()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        await using var place = await Place.MakeAsync(DatabaseKind.Postgres);
        await using var store = new PostgresSearch(place.Location);
        await store.SettleAsync(Cancel); // Before there is an index.
        await store.OpenAsync(Cancel);
        await store.BeginAsync(5, Cancel);
        await store.WriteAsync([new TicketWords(30, ["c1"], [], [], [], ["haus"])], [], new SearchProgress(5, SearchProgress.Complete), true, Cancel);
        Assert.Equal(1, await WaitingAsync(place.Location));
        await store.SettleAsync(Cancel);
        Assert.Equal(0, await WaitingAsync(place.Location));
        await store.SettleAsync(Cancel);
    }

    [Fact]
    public async Task A_desk_does_so_by_itself_when_nothing_comes_for_a_while()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { Kind = DatabaseKind.Postgres });
        await desk.PostMailAsync(new CustomerMail("Haus am Hafen"));
        await desk.FindableAsync();
        await Wait.UntilAsync(async () => await WaitingAsync(desk.Location) == 0, "nothing waits");
    }

    /// <returns>How many tickets wait.</returns>
    private static async Task<long> WaitingAsync(DatabaseLocation location)
    {
        await using var source = NpgsqlDataSource.Create(location.Connection);
        await using var command = source.CreateCommand($"CREATE EXTENSION IF NOT EXISTS pgstattuple; SELECT pending_tuples FROM pgstatginindex('ticket_words_{PostgresSearch.Layout}_words_idx')");
        return (long)(await command.ExecuteScalarAsync(Cancel))!;
    }
}
