using Npgsql;
using Xunit;

namespace Lotse.Tests.Databases;

public sealed class ThrowAwayPostgresTests(PostgresServer server)
{
    [Fact(SkipUnless = nameof(IsHere), Skip = "PostgreSQL is not installed")]
    public async Task Copies_of_a_template_hold_what_it_was_filled_with_and_nothing_of_each_other()
    {
        var fillings = 0;
        Task<string> Template() => server.TemplateAsync("copies", async connection =>
        {
            Interlocked.Increment(ref fillings);
            await RunAsync(connection, "CREATE TABLE word (text text); INSERT INTO word VALUES ('Übergabe')");
        });
        var (first, second) = (await server.CreateDatabaseAsync(await Template()), await server.CreateDatabaseAsync(await Template()));

        await RunAsync(first, "INSERT INTO word VALUES ('only here')");

        Assert.Equal(1, fillings);
        Assert.Equal(2L, await RunAsync(first, "SELECT count(*) FROM word"));
        Assert.Equal("Übergabe", await RunAsync(second, "SELECT string_agg(text, ',') FROM word"));
    }

    [Fact(SkipUnless = nameof(IsHere), Skip = "PostgreSQL is not installed")]
    public async Task A_dropped_database_is_gone_even_while_somebody_is_connected()
    {
        var connection = await server.CreateDatabaseAsync();
        await using var busy = new NpgsqlConnection(connection);
        await busy.OpenAsync();

        await server.DropDatabaseAsync(connection);

        var gone = await Assert.ThrowsAsync<PostgresException>(() => RunAsync(connection, "SELECT 1"));
        Assert.Equal(PostgresErrorCodes.InvalidCatalogName, gone.SqlState);
    }

    [Fact(SkipUnless = nameof(IsHere), Skip = "PostgreSQL is not installed")]
    public async Task The_server_keeps_its_promises_of_durability()
    {
        var connection = await server.CreateDatabaseAsync();

        Assert.Equal("on", await RunAsync(connection, "SHOW fsync"));
        Assert.Equal("on", await RunAsync(connection, "SHOW synchronous_commit"));
    }

    public static bool IsHere => PostgresServer.Missing is null;

    private static async Task<object?> RunAsync(string connection, string sql)
    {
        await using var open = new NpgsqlConnection(connection);
        await open.OpenAsync();
        await using var command = new NpgsqlCommand(sql, open);
        return await command.ExecuteScalarAsync();
    }
}
