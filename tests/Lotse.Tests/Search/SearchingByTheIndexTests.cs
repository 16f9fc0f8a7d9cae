using Lotse.Adapters.Database.Opening;
using Lotse.Tests.Desk;
using Npgsql;
using Xunit;

namespace Lotse.Tests.Search;

/// <summary>Searches have connections and statements of their own, which the plans of pages do not show: the server itself counts what it goes through.</summary>
public sealed class SearchingByTheIndexTests
{
    /// <summary>Connections keep what they did for a second, and for ten while nobody asks anything of them.</summary>
    private static readonly TimeSpan s_all = TimeSpan.FromSeconds(13);

    [Fact, Trait("slow", "yes")]
    public async Task No_search_goes_through_the_whole_index_of_tickets()
    {
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { Kind = DatabaseKind.Postgres });
        for (var n = 0; n < 60; n++) await desk.PostMailAsync(new CustomerMail($"Rechnung {n} falsch", "Die Rechnung vom Drucker ist falsch, bitte prüfen"));
        await desk.FindableAsync();
        await AskAllAsync(desk);
        await Task.Delay(s_all, TestContext.Current.CancellationToken);
        var before = await WholeAsync(desk); // With what the first mails were written by: whoever writes into a small table goes through it.

        await AskAllAsync(desk);

        await Task.Delay(s_all, TestContext.Current.CancellationToken);
        Assert.Equal(before, await WholeAsync(desk));
        // What would not go unnoticed.
        await using var connection = await OpenAsync(desk);
        await using (var through = new NpgsqlCommand("SET enable_indexscan = off; SET enable_indexonlyscan = off; SET enable_bitmapscan = off; SELECT COUNT(*) FROM " + await TableAsync(connection), connection)) await through.ExecuteNonQueryAsync();
        await connection.CloseAsync();
        await Wait.UntilAsync(async () => await WholeAsync(desk) > before, "the server has counted it");
    }

    private static async Task AskAllAsync(RunningDesk desk)
    {
        foreach (var query in (string[])["rechnung", "rechnung drucker", "\"vom Drucker\"", "rech*", "rechnung state:new", "rechnung after:2020-01-01", "gibtesnicht", "from:kim@kunde.example", "rechnung -drucker"])
        {
            (await desk.Api.GetAsync($"/search?q={Uri.EscapeDataString(query)}")).EnsureSuccessStatusCode();
        }
    }

    private static async Task<NpgsqlConnection> OpenAsync(RunningDesk desk)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(desk.Location.Connection) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    private static async Task<string> TableAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("SELECT MAX(relname::text) FROM pg_stat_user_tables WHERE relname LIKE 'ticket_words\\_%'", connection);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    /// <returns>How often the server has gone through the whole of it, as far as connections have said so.</returns>
    private static async Task<long> WholeAsync(RunningDesk desk)
    {
        await using var connection = await OpenAsync(desk);
        await using var command = new NpgsqlCommand("SELECT seq_scan FROM pg_stat_user_tables WHERE relname = '" + await TableAsync(connection) + "'", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
