using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Sqlite.Storage.Internal;
using Microsoft.EntityFrameworkCore.Storage;

namespace Lotse.Adapters.Database.Opening;

#pragma warning disable EF1001 // The one way to say what a context's connection is; a change of it would not build.
/// <summary>A context's connection to SQLite that stays open until the context ends. EF closes it after each statement, and at every opening registers
/// some twenty functions that it takes back at every closing: that costs more than most statements. One that is open and idle holds nothing.</summary>
internal sealed class KeptConnection(
    RelationalConnectionDependencies dependencies, IRawSqlCommandBuilder rawSqlCommandBuilder, IDiagnosticsLogger<DbLoggerCategory.Infrastructure> logger)
    : SqliteRelationalConnection(dependencies, rawSqlCommandBuilder, logger)
{
    protected override DbConnection CreateDbConnection() => new OpenFile(GetValidatedConnectionString());

    protected override void CloseDbConnection()
    {
    }

    protected override Task CloseDbConnectionAsync() => Task.CompletedTask;
}
#pragma warning restore EF1001

/// <summary>An open SQLite file, and what SQLite has made of the queries that were asked of it.</summary>
internal sealed class OpenFile(string connectionString) : SqliteConnection(connectionString)
{
    // The page size only counts for a file that is still empty: most rows of mail would leave a quarter of a smaller page unused. So does auto_vacuum, by which free pages are given back in steps (CareForSqlite).
    // 4 MB of pages a connection: so the upper pages of what lists and tickets are read from stay there with a million of them.
    // WAL lets readers go on while one writes; FULL makes a commit durable before it returns.
    private const string First =
        "PRAGMA page_size=8192; PRAGMA auto_vacuum=INCREMENTAL; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=10000; PRAGMA cache_size=-4000; PRAGMA wal_autocheckpoint=1000; PRAGMA journal_size_limit=1048576; PRAGMA temp_store=MEMORY;";

    /// <summary>SQLITE_DBCONFIG_ENABLE_QPSG of sqlite3.h.</summary>
    private const int PlansHold = 1007;

    static OpenFile()
    {
        SQLitePCL.Batteries_V2.Init();
        SQLitePCL.raw.sqlite3_config(SQLitePCL.raw.SQLITE_CONFIG_MEMSTATUS, 0); // Counting its memory has all threads wait for one another.
    }

    public SqliteStatements Statements { get; } = new();

    public override void Open()
    {
        base.Open();
        // A plan that holds for all values: else each value that might fit a partial index has the statement understood anew.
        SQLitePCL.raw.sqlite3_db_config(Handle!, PlansHold, 1, out _);
        using var command = CreateCommand();
        command.CommandText = First;
        command.ExecuteNonQuery();
    }

    public override void Close()
    {
        Statements?.Clear();
        base.Close();
    }
}
