using Npgsql;

namespace Lotse.Adapters.Database.Opening;

/// <summary>Lets the desks that start on one database in one after the other, for what is to be made once: tables, keys. Beside an embedded one there are verbs.</summary>
public static class StartTurn
{
    /// <summary>Any number that nobody else locks by.</summary>
    private const long Lock = 0x4C6F747366;

    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(200);

    /// <returns>To be disposed; it also ends with the process.</returns>
    public static async Task<IAsyncDisposable> TakeAsync(DatabaseLocation location, CancellationToken cancel)
    {
        if (location.File is { } file) return await OfFileAsync(file + ".opening", cancel);
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

    private static async Task<IAsyncDisposable> OfFileAsync(string path, CancellationToken cancel)
    {
        for (; ; )
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (Directory.Exists(Path.GetDirectoryName(path)))
            {
                await Task.Delay(Often, cancel);
            }
        }
    }
}
