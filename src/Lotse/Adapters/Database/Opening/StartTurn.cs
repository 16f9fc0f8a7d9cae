using Npgsql;

namespace Lotse.Adapters.Database.Opening;

/// <summary>Lets the desks that start on one database in one after the other, for what is to be made once: tables, keys. An embedded one is alone.</summary>
public static class StartTurn
{
    /// <summary>Any number that nobody else locks by.</summary>
    private const long Lock = 0x4C6F747366;

    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(200);

    /// <returns>To be disposed; it also ends with the process.</returns>
    public static async Task<IAsyncDisposable> TakeAsync(DatabaseLocation location, CancellationToken cancel)
    {
        if (location.Kind == DatabaseKind.Sqlite) return new Nothing();
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(location.Connection) { Pooling = false, CommandTimeout = 0 }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancel);
            // Asked again and again: whoever waited inside a statement would hold up an index that is built concurrently, and that is what it would wait for.
            await using var command = new NpgsqlCommand($"SELECT pg_try_advisory_lock({Lock})", connection);
            while (await command.ExecuteScalarAsync(cancel) is not true) await Task.Delay(Often, cancel);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private sealed class Nothing : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
