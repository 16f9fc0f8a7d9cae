using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Lotse.Adapters.Database.Opening;

namespace Lotse.Adapters.Database.Copying;

/// <summary>Puts a copy into an empty database: tables as they were when it was made, then the rows, all or nothing, then what later versions changed.</summary>
public sealed class CopyIn : IAsyncDisposable
{
    private const int RowsAtOnce = 20;

    /// <summary>Keys that the server itself counts out go on after those that were copied.</summary>
    private const string Counting = """
        DO $$ DECLARE c record; BEGIN
          FOR c IN SELECT table_name AS t, column_name AS n FROM information_schema.columns WHERE table_schema = current_schema() AND is_identity = 'YES' LOOP
            EXECUTE format('SELECT setval(pg_get_serial_sequence(%L, %L), COALESCE(MAX(%I), 0) + 1, false) FROM %I', quote_ident(c.t), c.n, c.n, c.t);
          END LOOP;
        END $$
        """;

    private readonly DeskDatabase _database;
    private readonly DbConnection _connection;
    private readonly DbTransaction _transaction;

    private CopyIn(DeskDatabase database, DbConnection connection, DbTransaction transaction) => (_database, _connection, _transaction) = (database, connection, transaction);

    /// <summary>Whether nobody has ever used it; tables that only hold what they are made with count as unused.</summary>
    public static async Task<bool> IsEmptyAsync(DeskDatabase database, CancellationToken cancel)
    {
        if (!(await database.Database.GetAppliedMigrationsAsync(cancel)).Any()) return true;
        return !await database.Settings.AnyAsync(cancel) && !await database.Users.AnyAsync(cancel) && !await database.Tickets.AnyAsync(cancel)
            && !await database.Journal.AnyAsync(cancel);
    }

    /// <summary>Whether this version knows tables of that schema, see <see cref="CopyOut.Schema"/>.</summary>
    public static bool Knows(DeskDatabase database, string schema) => database.Database.GetMigrations().Any(migration => CopyOut.SchemaOf(migration) == schema);

    public static async Task<CopyIn> BeginAsync(DeskDatabase database, string schema, IEnumerable<CopiedTable> tables, CancellationToken cancel)
    {
        database.Database.SetCommandTimeout(0); // Indexes of what has been copied take as long as they take.
        await database.Database.MigrateAsync(database.Database.GetMigrations().Single(migration => CopyOut.SchemaOf(migration) == schema), cancel);
        await database.Database.OpenConnectionAsync(cancel);
        var connection = database.Database.GetDbConnection();
        var copy = new CopyIn(database, connection, await connection.BeginTransactionAsync(cancel));
        if (database is PostgresDatabase) await copy.RunAsync("SET LOCAL idle_in_transaction_session_timeout = 0", cancel); // Nobody else is there, and an archive may come slowly.
        if (database is PostgresDatabase) await copy.RunAsync("DROP TABLE IF EXISTS search_layouts", cancel); // An index of what was here before; without it the index is made anew.
        foreach (var table in tables.Reverse()) await copy.RunAsync($"DELETE FROM {Name(table.Name)}", cancel);
        return copy;
    }

    /// <param name="lines">As <see cref="CopyOut"/> wrote them.</param>
    /// <exception cref="InvalidDataException">A line is not a row of that table.</exception>
    public async Task AddAsync(CopiedTable table, Stream lines, CancellationToken cancel)
    {
        using var reader = new StreamReader(lines);
        var rows = new List<string>(RowsAtOnce);
        await using var full = Command(table, RowsAtOnce);
        while (await reader.ReadLineAsync(cancel) is { } line)
        {
            rows.Add(line);
            if (rows.Count < RowsAtOnce) continue;
            await InsertAsync(full, table, rows, cancel);
            rows.Clear();
        }
        if (rows.Count == 0) return;
        await using var rest = Command(table, rows.Count);
        await InsertAsync(rest, table, rows, cancel);
    }

    public async Task FinishAsync(CancellationToken cancel)
    {
        if (_database is PostgresDatabase) await RunAsync(Counting, cancel);
        await _transaction.CommitAsync(cancel);
        await _database.Database.CloseConnectionAsync();
        await _database.Database.MigrateAsync(cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _database.Database.CloseConnectionAsync();
    }

    /// <summary>Brings everything into the one SQLite file, which can then be moved.</summary>
    public static void Settle(DatabaseLocation location)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = location.File, Pooling = false }.ToString());
        connection.Open();
        using (var command = connection.CreateCommand())
        {
            command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode=DELETE;";
            command.ExecuteNonQuery();
        }
        SqliteConnection.ClearPool(new SqliteConnection(location.Connection));
    }

    /// <summary>PostgreSQL takes no NUL in a text, SQLite does.</summary>
    private object Fit(object value) => _database is PostgresDatabase && value is string text && text.Contains('\0', StringComparison.Ordinal) ? text.Replace("\0", "", StringComparison.Ordinal) : value;

    private async Task InsertAsync(DbCommand command, CopiedTable table, List<string> rows, CancellationToken cancel)
    {
        var at = 0;
        foreach (var line in rows)
        {
            using var row = JsonDocument.Parse(line);
            if (row.RootElement.ValueKind != JsonValueKind.Array || row.RootElement.GetArrayLength() != table.Columns.Count) throw new InvalidDataException($"A row of {table.Name} is not one.");
            for (var i = 0; i < table.Columns.Count; i++) command.Parameters[at++].Value = Fit(table.Columns[i].Read(row.RootElement[i]));
        }
        await command.ExecuteNonQueryAsync(cancel);
    }

    private DbCommand Command(CopiedTable table, int rows)
    {
        var command = _connection.CreateCommand();
        (command.Transaction, command.CommandTimeout) = (_transaction, 0);
        foreach (var i in Enumerable.Range(0, rows * table.Columns.Count))
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = string.Create(CultureInfo.InvariantCulture, $"@p{i}");
            command.Parameters.Add(parameter);
        }
        var values = Enumerable.Range(0, rows).Select(row => $"({string.Join(", ", Enumerable.Range(row * table.Columns.Count, table.Columns.Count).Select(i => $"@p{i}"))})");
        command.CommandText = $"INSERT INTO {Name(table.Name)} ({string.Join(", ", table.Columns.Select(column => $"\"{Name(column.Name)}\""))}) VALUES {string.Join(", ", values)}";
        return command;
    }

    private async Task RunAsync(string sql, CancellationToken cancel)
    {
        await using var command = _connection.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, _transaction);
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Names come from a file; only such as we give are let into SQL.</summary>
    private static string Name(string name) =>
        name.Length is > 0 and < 64 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_') ? name : throw new InvalidDataException("Not a name of ours.");
}
