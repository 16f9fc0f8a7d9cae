using System.Text.RegularExpressions;
using Xunit;

namespace Lotse.Tests.Architecture;

/// <summary>Connections to PostgreSQL are handed on as they are (NoResetOnClose): what somebody sets on one that outlasts its transaction, the next has.</summary>
public sealed partial class KeptConnectionTests
{
    /// <summary>They open connections that nobody else gets (Pooling = false).</summary>
    private static readonly string[] s_onTheirOwn = ["NodeCalls.cs", "StartTurn.cs"];

    /// <summary>They set it on all connections of a pool, as each is opened.</summary>
    private static readonly string[] s_onAll = ["TurnedOff.cs"];

    [Fact]
    public void Nothing_is_set_on_a_connection_for_longer_than_a_transaction() => House.None("Say it for one transaction (SET LOCAL, pg_advisory_xact_lock), or on an unpooled connection of your own", Sources.All
        .Where(source => source.Path.StartsWith("src/Lotse/Adapters/Database/", StringComparison.Ordinal) && source.Name.EndsWith(".cs", StringComparison.Ordinal) && !s_onTheirOwn.Contains(source.Name) && !s_onAll.Contains(source.Name))
        .SelectMany(source => File.ReadLines(Path.Combine(House.Root, source.Path)).Where(line => Outlasting().IsMatch(line)).Select(line => $"{source.Path}: {line.Trim()}")));

    [Theory]
    [InlineData("await RunAsync(\"SET statement_timeout = 0\", cancel);", true)]
    [InlineData("await RunAsync(\"set session authorization x\", cancel);", true)]
    [InlineData("new NpgsqlCommand($\"SELECT pg_try_advisory_lock({Lock})\", connection)", true)]
    [InlineData("$\"LISTEN {Channel}\"", true)]
    [InlineData("\"CREATE TEMP TABLE x (y int)\"", true)]
    [InlineData("await RunAsync(\"SET LOCAL idle_in_transaction_session_timeout = 0\", cancel);", false)]
    [InlineData("SELECT pg_advisory_xact_lock({Lock})", false)]
    [InlineData("\"UPDATE tickets SET version = 1\"", false)]
    public void What_outlasts_a_transaction_is_known(string line, bool outlasts) => Assert.Equal(outlasts, Outlasting().IsMatch(line));

    [Fact]
    public void Those_who_do_so_open_connections_of_their_own_or_do_it_to_all()
    {
        foreach (var name in s_onTheirOwn.Concat(s_onAll))
        {
            Assert.Contains(s_onAll.Contains(name) ? "UsePhysicalConnectionInitializer" : "Pooling = false", File.ReadAllText(Path.Combine(House.Root, Sources.All.Single(source => source.Name == name).Path)), StringComparison.Ordinal);
        }
    }

    [GeneratedRegex(@"""(SET (?!LOCAL)|RESET |LISTEN |PREPARE |CREATE TEMP)|pg_(try_)?advisory_lock", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Outlasting();
}
