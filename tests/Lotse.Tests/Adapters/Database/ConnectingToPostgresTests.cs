using System.Diagnostics;
using Lotse.Adapters.Database.Opening;
using Lotse.Tests.Databases;
using Lotse.Tests.Desk;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace Lotse.Tests.Adapters.Database;

/// <summary>What a connection to PostgreSQL is given that nobody has said, what is left as it was said, and what is left of one that broke.</summary>
public sealed class ConnectingToPostgresTests
{
    [Fact]
    public void Statements_are_kept_and_connections_are_few()
    {
        var settings = Settings("Host=a;Database=desk");

        Assert.Equal((40, 300, 2), (settings.MaxPoolSize, settings.MaxAutoPrepare, settings.AutoPrepareMinUsages));
        Assert.True(settings.NoResetOnClose);
    }

    [Theory]
    [InlineData("Host=a,b;Database=desk")]
    [InlineData("Server=a,b;Database=desk;MaxPoolSize=7")]
    public void The_other_one_of_two_servers_is_found_before_a_lease_runs_out(string connection)
    {
        var settings = Settings(connection);

        Assert.Equal(("primary", 2, 5), (settings.TargetSessionAttributes, settings.HostRecheckSeconds, settings.Timeout));
    }

    [Fact]
    public void What_somebody_has_said_stays()
    {
        var settings = Settings("Host=a,b;Database=desk;MaxPoolSize=7;Max Auto Prepare=0;Auto Prepare Min Usages=9;Host Recheck Seconds=1;Timeout=3;Target Session Attributes=any");

        Assert.Equal((7, 0, 9, 1, 3, "any"),
            (settings.MaxPoolSize, settings.MaxAutoPrepare, settings.AutoPrepareMinUsages, settings.HostRecheckSeconds, settings.Timeout, settings.TargetSessionAttributes));
    }

    [Fact]
    public async Task A_statement_that_broke_while_it_was_sent_spoils_none_of_the_next_connection()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        var connection = await (await PostgresServer.Current()).CreateDatabaseAsync();
        await using var desk = DatabaseParts.Open(DatabaseLocation.Of(Path.GetTempPath(), new NpgsqlConnectionStringBuilder(connection) { Pooling = true }.ConnectionString));
        var text = new string('x', 4_000_000); // More than the server's kernel takes from us at once.
        Assert.Equal(text.Length, await desk.Database.SqlQuery<int>($"""SELECT length({text}) AS "Value" """).SingleAsync());

        await EndAsync(connection, await desk.Database.SqlQuery<int>($"""SELECT pg_backend_pid() AS "Value" """).SingleAsync());
        var broken = await Assert.ThrowsAsync<InvalidOperationException>(() => desk.Database.SqlQuery<int>($"""SELECT length({text}) AS "Value" """).SingleAsync()); // The second time: it is prepared.
        Assert.IsType<NpgsqlException>(broken.InnerException);

        foreach (var number in Enumerable.Range(1, 12).Select(each => each / 3))
        {
            Assert.Equal(number, await desk.Database.SqlQuery<int>($"""SELECT {number} AS "Value" """).SingleAsync());
        }
    }

    [Fact]
    public async Task What_is_turned_off_for_searches_is_off_each_time_and_needs_nothing_of_the_opening()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        var connection = await (await PostgresServer.Current()).CreateDatabaseAsync();
        var place = DatabaseLocation.Of(Path.GetTempPath(), new NpgsqlConnectionStringBuilder(connection) { Pooling = true }.ConnectionString);
        await using var source = place.Source("enable_seqscan", "jit");
        await using var plain = place.Source();

        for (var times = 0; times < 3; times++)
        {
            Assert.Equal(("off", "off"), (await ShownAsync(source, "enable_seqscan"), await ShownAsync(source, "jit")));
            Assert.Equal("on", await ShownAsync(plain, "enable_seqscan"));
        }
        Assert.DoesNotContain("enable_seqscan", source.ConnectionString, StringComparison.Ordinal);
    }

    [Fact]
    public void What_somebody_says_of_the_server_stands_behind_what_the_desk_says()
    {
        var options = Settings("Host=a;Database=desk;Options=-c idle_in_transaction_session_timeout=9000").Options!;

        Assert.StartsWith("-c idle_in_transaction_session_timeout=15000 ", options, StringComparison.Ordinal);
        Assert.EndsWith(" -c idle_in_transaction_session_timeout=9000", options, StringComparison.Ordinal);
    }

    private static async Task<string> ShownAsync(NpgsqlDataSource source, string setting)
    {
        await using var command = source.CreateCommand($"SHOW {setting}");
        return (string)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Ends a connection of somebody's and waits until nothing is left of it.</summary>
    private static async Task EndAsync(string connection, int process)
    {
        await using var other = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ConnectionString);
        await other.OpenAsync();
        await using (var end = new NpgsqlCommand($"SELECT pg_terminate_backend({process})", other)) await end.ExecuteNonQueryAsync();
        await Wait.UntilAsync(() => Process.GetProcesses().All(each => each.Id != process), "its process has ended");
    }

    private static NpgsqlConnectionStringBuilder Settings(string connection) => new(DatabaseLocation.Of(Path.GetTempPath(), connection).Connection);
}
