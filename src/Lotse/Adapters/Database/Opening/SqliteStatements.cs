using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Lotse.Adapters.Database.Opening;

/// <summary>What SQLite has made of the queries of one connection, which one thread uses at a time. Understanding and planning a query takes SQLite
/// longer than answering it, and the same few are asked again and again; Npgsql keeps them by itself.</summary>
internal sealed class SqliteStatements
{
    private const int AtMost = 150;

    private readonly Dictionary<string, SqliteCommand> _idle = new(StringComparer.Ordinal);
    private readonly List<(DbDataReader Reader, SqliteCommand Command)> _busy = [];

    /// <summary>How many it had to make.</summary>
    public int Made { get; private set; }

    public SqliteDataReader Read(SqliteCommand asked)
    {
        if (!_idle.Remove(asked.CommandText, out var command)) command = New(asked);
        (command.Transaction, command.CommandTimeout) = (asked.Transaction, asked.CommandTimeout);
        foreach (SqliteParameter parameter in asked.Parameters) command.Parameters.Add(parameter);
        try
        {
            command.Prepare(); // Nothing to do where that was done before.
            var reader = command.ExecuteReader();
            _busy.Add((reader, command));
            return reader;
        }
        catch
        {
            command.Dispose();
            throw;
        }
    }

    public void Done(DbDataReader reader)
    {
        var place = _busy.FindIndex(each => each.Reader == reader);
        if (place < 0) return;
        var command = _busy[place].Command;
        _busy.RemoveAt(place);
        command.Parameters.Clear();
        command.Transaction = null;
        if (_idle.Count >= AtMost || !_idle.TryAdd(command.CommandText, command)) command.Dispose();
    }

    private SqliteCommand New(SqliteCommand asked)
    {
        Made++;
        return new SqliteCommand(asked.CommandText, asked.Connection);
    }

    /// <summary>Before the connection is closed, or there would be statements of a file that somebody else may open.</summary>
    public void Clear()
    {
        foreach (var command in _idle.Values) command.Dispose();
        foreach (var (_, command) in _busy) command.Dispose();
        _idle.Clear();
        _busy.Clear();
    }
}

/// <summary>Has queries answered by the statements that their connection keeps.</summary>
internal sealed class KeptQueries : DbCommandInterceptor
{
    public static readonly KeptQueries Instance = new();

    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result) =>
        IsQuery(eventData) && command is SqliteCommand { Connection: OpenFile file } asked
            ? InterceptionResult<DbDataReader>.SuppressWithResult(file.Statements.Read(asked)) : result;

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(ReaderExecuting(command, eventData, result)); // SQLite works in this thread, whatever its calls are named.
    }

    public override InterceptionResult DataReaderDisposing(DbCommand command, DataReaderDisposingEventData eventData, InterceptionResult result)
    {
        if (command.Connection is OpenFile file) file.Statements.Done(eventData.DataReader);
        return result;
    }

    /// <summary>The code has so many queries and no more; what is saved has as many texts as a save has rows.</summary>
    private static bool IsQuery(CommandEventData eventData) => eventData.CommandSource is CommandSource.LinqQuery or CommandSource.FromSqlQuery;
}
