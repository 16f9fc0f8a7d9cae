using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Lotse.Adapters.Database.Writing;

/// <summary>One statement for many rows: prepared once and run for each where the database is in this process, sent as one batch where it is not.</summary>
internal static class PreparedRows
{
    /// <param name="sql">With parameters @p0, @p1, ... for the values of a row.</param>
    /// <param name="rows">Values as the database takes them: null, or a type that it knows.</param>
    /// <returns>Rows that were written.</returns>
    /// <exception cref="DbUpdateException">The database refuses a row, or cannot be reached; the transaction is lost.</exception>
    public static async Task<int> RunAsync(DeskDatabase database, string sql, IReadOnlyList<object?[]> rows, CancellationToken cancel)
    {
        if (rows.Count == 0) return 0;
        var connection = database.Database.GetDbConnection();
        var transaction = database.Database.CurrentTransaction?.GetDbTransaction();
        try
        {
            return connection.CanCreateBatch
                ? await SendAsync(connection, transaction, sql, rows, cancel)
                : Repeat(connection, transaction, sql, rows);
        }
        catch (DbException e)
        {
            throw new DbUpdateException("Rows could not be written.", e);
        }
    }

    private static int Repeat(DbConnection connection, DbTransaction? transaction, string sql, IReadOnlyList<object?[]> rows)
    {
        using var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, transaction);
        for (var i = 0; i < rows[0].Length; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = Name(i);
            command.Parameters.Add(parameter);
        }
        var written = 0;
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++) command.Parameters[i].Value = row[i] ?? DBNull.Value;
            written += command.ExecuteNonQuery(); // It is compiled by the first and kept.
        }
        return written;
    }

    private static async Task<int> SendAsync(
        DbConnection connection, DbTransaction? transaction, string sql, IReadOnlyList<object?[]> rows, CancellationToken cancel)
    {
        await using var batch = connection.CreateBatch();
        batch.Transaction = transaction;
        foreach (var row in rows)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = sql;
            for (var i = 0; i < row.Length; i++)
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = (Name(i), row[i] ?? DBNull.Value);
                command.Parameters.Add(parameter);
            }
            batch.BatchCommands.Add(command);
        }
        return await batch.ExecuteNonQueryAsync(cancel);
    }

    public static string Name(int index) => string.Create(CultureInfo.InvariantCulture, $"@p{index}");
}
