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
