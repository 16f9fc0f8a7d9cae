using Lotse.Adapters.Database.Writing;
using System.Data;
using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database.Checking;

/// <summary>One look at the whole database: what is seen stays the same to the end, while others go on writing.</summary>
public sealed class DatabaseSnapshot : IAsyncDisposable
{
    private readonly DbConnection _connection;
    private readonly DbTransaction _transaction;
    private bool _closed;

    private DatabaseSnapshot(DeskDatabase database, DbConnection connection, DbTransaction transaction) =>
        (Database, _connection, _transaction) = (database, connection, transaction);

    /// <summary>For queries within the snapshot. Not to be saved.</summary>
    public DeskDatabase Database { get; }

    public static async Task<DatabaseSnapshot> OpenAsync(DeskDatabase database, CancellationToken cancel = default)
    {
        await database.Database.OpenConnectionAsync(cancel);
        var connection = database.Database.GetDbConnection();
        // SQLite begins transactions for writing unless told otherwise, and would hold up the desk.
        var transaction = connection is SqliteConnection sqlite
            ? sqlite.BeginTransaction(IsolationLevel.Serializable, deferred: true)
            : await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
        await database.Database.UseTransactionAsync(transaction, cancel);
        if (database is PostgresDatabase) await database.Database.ExecuteSqlAsync($"SET LOCAL idle_in_transaction_session_timeout = 0", cancel); // It holds up nobody, and files may take long.
        _ = await database.Sequences.CountAsync(cancel); // The first read decides what is seen.
        return new DatabaseSnapshot(database, connection, transaction);
    }

    /// <summary>The rows of a query, one at a time. Read them to the end before the next query begins.</summary>
    internal async IAsyncEnumerable<DbDataReader> ReadAsync(string sql, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        await using var command = _connection.CreateCommand();
        (command.CommandText, command.Transaction, command.CommandTimeout) = (sql, _transaction, 0);
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancel);
        while (await reader.ReadAsync(cancel)) yield return reader;
    }

    /// <summary>May be called early, and again: while it is open, what others have done away with cannot be cleaned up.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_closed) return;
        _closed = true;
        await _transaction.DisposeAsync();
        if (Database.Database.CurrentTransaction is { } held) await held.DisposeAsync(); // It has opened the connection once more.
        await Database.Database.CloseConnectionAsync();
    }
}
