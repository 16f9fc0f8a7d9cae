using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Database.Writing;
using Microsoft.Data.Sqlite;

namespace Lotse.Adapters.Database.Caring;

/// <summary>What a SQLite file needs now and then, in steps of milliseconds: writers wait no longer than for one another, readers not at all. PostgreSQL sees to itself (autovacuum).</summary>
public sealed class CareForSqlite(DatabaseLocation location, WriteGate gate)
{
    /// <summary>Pages that one step gives back at most: 2 MB of 8 KB each.</summary>
    public const int PagesAStep = 256;

    /// <summary>Free pages that stay: new rows take them, and a file that shrinks and grows again helps nobody.</summary>
    public int PagesKept { get; init; } = 4096;

    public bool IsNeeded => location.Kind == DatabaseKind.Sqlite;

    /// <summary>Gives free pages at the file's end back to the disk. A file that was made before this was so keeps them for new rows (auto_vacuum is laid down when a file is made).</summary>
    /// <returns>Whether there are more.</returns>
    public async Task<bool> ShrinkAsync(CancellationToken cancel)
    {
        using var pass = await gate.EnterAsync(cancel);
        await using var file = await OpenAsync(cancel);
        if (await NumberAsync(file, "PRAGMA auto_vacuum", cancel) != 2) return false;
        var more = await NumberAsync(file, "PRAGMA freelist_count", cancel) - PagesKept;
        if (more <= 0) return false;
        await RunAsync(file, $"PRAGMA incremental_vacuum({Math.Min(more, PagesAStep)})", cancel);
        return more > PagesAStep;
    }

    /// <summary>Has SQLite look at tables whose sizes have changed, so that it finds the right index: at a few hundred rows of each.</summary>
    public async Task OptimizeAsync(CancellationToken cancel)
    {
        using var pass = await gate.EnterAsync(cancel);
        await using var file = await OpenAsync(cancel);
        await RunAsync(file, "PRAGMA analysis_limit=400; PRAGMA optimize", cancel);
    }

    /// <summary>Copies from before an update go after <see cref="CopiesAside.Stay"/>.</summary>
    public void TidyCopies(DateTimeOffset now) => CopiesAside.Tidy(location.File!, now);

    /// <summary>Takes over what was written beside the file, as far as nobody reads it; waits for nobody (PASSIVE).</summary>
    public async Task SettleAsync(CancellationToken cancel)
    {
        await using var file = await OpenAsync(cancel);
        await RunAsync(file, "PRAGMA wal_checkpoint(PASSIVE)", cancel);
    }

    private async Task<SqliteConnection> OpenAsync(CancellationToken cancel)
    {
        var file = new SqliteConnection(location.Connection);
        await file.OpenAsync(cancel);
        await RunAsync(file, "PRAGMA synchronous=FULL; PRAGMA busy_timeout=1000", cancel);
        return file;
    }

    private static async Task<long> NumberAsync(SqliteConnection file, string pragma, CancellationToken cancel)
    {
        await using var command = file.CreateCommand();
        command.CommandText = pragma;
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }

    private static async Task RunAsync(SqliteConnection file, string pragma, CancellationToken cancel)
    {
        await using var command = file.CreateCommand();
        command.CommandText = pragma;
        await command.ExecuteNonQueryAsync(cancel);
    }
}
