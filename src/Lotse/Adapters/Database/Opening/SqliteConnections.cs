using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Lotse.Adapters.Database.Opening;

/// <summary>What every SQLite connection is told first. WAL lets readers go on while one writes; FULL makes a commit durable before it returns.</summary>
internal sealed class SqliteConnections : DbConnectionInterceptor
{
    public static readonly SqliteConnections Instance = new();

    // The page size only counts for a file that is still empty: most rows of mail would leave a quarter of a smaller page unused.
    private const string Text =
        "PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=10000; PRAGMA cache_size=-8000; PRAGMA wal_autocheckpoint=1000; PRAGMA temp_store=MEMORY;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Tell(connection);

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Tell(connection); // SQLite works in this thread, whatever its calls are named.
        return Task.CompletedTask;
    }

    /// <summary>It stays open with its context. EF registers some twenty functions with every opening and takes them back with every closing,
    /// which costs more than most statements; a connection that is open and idle holds nothing.</summary>
    public override InterceptionResult ConnectionClosing(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) => InterceptionResult.Suppress();

    public override ValueTask<InterceptionResult> ConnectionClosingAsync(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) =>
        ValueTask.FromResult(InterceptionResult.Suppress());

    private static void Tell(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Text;
        command.ExecuteNonQuery();
    }
}
