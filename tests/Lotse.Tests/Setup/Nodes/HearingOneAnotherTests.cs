using System.Diagnostics;
using Lotse.Adapters.Database.Opening;
using Lotse.Tests.Databases;
using Lotse.Tests.Desk;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace Lotse.Tests.Setup.Nodes;

/// <summary>Desks call out to one another. By a clock that stands still none of them looks by itself, so whatever is seen was called.</summary>
public sealed class HearingOneAnotherTests
{
    [Fact]
    public async Task What_one_desk_writes_the_other_sees_at_once_and_again_after_its_connection_was_cut()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        await using var first = await RunningDesk.StartAsync(new DeskWishes { Kind = DatabaseKind.Postgres, FakeClock = true });
        await using var second = await first.BesideAsync();
        await second.ListensAsync(2);

        var events = second.Api.EventsAsync(null, 1, seconds: 30);
        await OpenUntilAsync(first, events, "ticketOpened");
        Assert.NotEmpty(await events);

        // Both lose the connection by which they listen, and with it whatever is called meanwhile.
        var last = await second.LookAsync(d => d.Journal.MaxAsync(line => line.Id));
        Assert.Equal(2, await second.CutListenersAsync());
        await first.PostMailAsync(new CustomerMail("Während niemand hörte") { From = "b@kunde.example" });
        await second.ListensAsync(2);
        var missed = await second.Api.EventsAsync(last.ToString(System.Globalization.CultureInfo.InvariantCulture), 1, seconds: 30);
        Assert.NotEmpty(missed);
    }

    /// <summary>The stream begins with what comes after it was opened, so something is opened until it tells of one.</summary>
    private static async Task OpenUntilAsync(RunningDesk desk, Task heard, string what)
    {
        var begun = Stopwatch.GetTimestamp();
        for (var n = 0; !heard.IsCompleted; n++)
        {
            Assert.True(Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(30), what);
            await desk.PostMailAsync(new CustomerMail($"Frage {n}") { From = $"k{n}@kunde.example" });
            await Task.WhenAny(heard, Task.Delay(500));
        }
    }
}

internal static class Listening
{
    private const string Listeners = "FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%' OR (datname = current_database() AND query LIKE 'SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp())%')";

    public static Task ListensAsync(this RunningDesk desk, int count) =>
        Wait.UntilAsync(async () => (long)(await AskAsync(desk, $"SELECT count(*) {Listeners}"))! == count, $"{count} desks listen");

    public static async Task<int> CutListenersAsync(this RunningDesk desk) => (int)(long)(await AskAsync(desk, $"SELECT count(pg_terminate_backend(pid)) {Listeners}"))!;

    private static async Task<object?> AskAsync(RunningDesk desk, string sql)
    {
        await using var connection = new NpgsqlConnection(desk.Location.Connection);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
