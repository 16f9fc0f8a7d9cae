using Lotse.Adapters.Database.Opening;
using Npgsql;
using Xunit;

namespace Lotse.Tests.Adapters.Database;

/// <summary>What a connection to PostgreSQL is given that nobody has said, and what is left as it was said.</summary>
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

    private static NpgsqlConnectionStringBuilder Settings(string connection) => new(DatabaseLocation.Of(Path.GetTempPath(), connection).Connection);
}
