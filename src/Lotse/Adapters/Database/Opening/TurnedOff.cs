using Npgsql;

namespace Lotse.Adapters.Database.Opening;

/// <summary>Settings of the server that are off on all connections of a pool. Said once they are open: a pooler in between leaves out what is said while they are opened.</summary>
internal static class TurnedOff
{
    /// <param name="builder">Of a pool of its own, that nothing else asks for connections.</param>
    public static void TurnOff(this NpgsqlDataSourceBuilder builder, IReadOnlyList<string> settings)
    {
        if (settings.Count == 0) return;
        var said = string.Join("; ", settings.Select(setting => $"SET {setting} = off"));
        builder.UsePhysicalConnectionInitializer(
            connection =>
            {
                using var command = new NpgsqlCommand(said, connection);
                command.ExecuteNonQuery();
            },
            async connection =>
            {
                await using var command = new NpgsqlCommand(said, connection);
                await command.ExecuteNonQueryAsync();
            });
    }
}
