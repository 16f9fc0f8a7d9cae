using System.Data.Common;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database;

/// <summary>Whether the store could write when it was last tried. Pages and the health answer tell it.</summary>
public sealed class StoreHealth(TimeProvider clock)
{
    /// <summary>The place of the files, which knows by itself how it is.</summary>
    public const string FilesGone = "files-gone";

    private volatile StoreTrouble? _trouble;

    /// <summary>Null while writing works.</summary>
    public StoreTrouble? Trouble => _trouble;

    public void Wrote() => _trouble = null;

    /// <summary>Notes a failure, where it is one of the store and not of what was asked of it.</summary>
    public void Failed(Exception error)
    {
        if (CodeOf(error) is { } code && code != FilesGone) _trouble = new StoreTrouble(code, _trouble?.Since ?? clock.GetUtcNow());
    }

    /// <summary>A sentence for whoever started a command; null where the error is none of a database.</summary>
    public static string? Explain(Exception error) => error switch
    {
        Npgsql.PostgresException e => $"PostgreSQL says: {e.MessageText}",
        Npgsql.NpgsqlException => $"PostgreSQL cannot be reached: {error.InnerException?.Message ?? error.Message}",
        Microsoft.Data.Sqlite.SqliteException e => $"The database file cannot be used: {e.Message}",
        _ => null,
    };

    /// <summary>Whether a database has said so, whatever has been put around it: EF wraps what it takes for passing trouble.</summary>
    public static bool IsOfDatabase(Exception error) => error is DbException || (error.InnerException is { } inner && IsOfDatabase(inner));

    /// <summary>store-full, store-locked, store-gone or store-read-only, or <see cref="FilesGone"/>; null where the store itself is fine.</summary>
    public static string? CodeOf(Exception error)
    {
        for (var e = error; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case DbUpdateConcurrencyException: return null;
                case RegexMatchTimeoutException: return null; // A timeout by its kind, and of a text that is too much for a pattern.
                case Microsoft.Data.Sqlite.SqliteException { SqliteErrorCode: 13 }: return "store-full";
                case Microsoft.Data.Sqlite.SqliteException { SqliteErrorCode: 5 or 6 }: return "store-locked";
                case Microsoft.Data.Sqlite.SqliteException { SqliteErrorCode: 8 }: return "store-read-only";
                case Microsoft.Data.Sqlite.SqliteException { SqliteErrorCode: 10 or 11 or 14 or 26 }: return "store-gone";
                case Npgsql.PostgresException { SqlState: ['5', '3', ..] }: return "store-full";
                case Npgsql.PostgresException { SqlState: ['5', '7', ..] or ['0', '8', ..] or ['5', '8', ..] or ['2', '8', ..] or "3D000" }: return "store-gone";
                case Npgsql.PostgresException { SqlState: "25006" }: return "store-read-only";
                case Npgsql.PostgresException: return null;
                case Npgsql.NpgsqlException or TimeoutException or System.Net.Sockets.SocketException: return "store-gone";
                case Files.FilesAway: return FilesGone;
                case IOException { HResult: 28 or unchecked((int)0x80070070) }: return "store-full";
                case IOException: return "store-gone";
                default: break;
            }
        }
        return null;
    }
}

/// <param name="Code">store-full, store-locked, store-gone or store-read-only.</param>
public sealed record StoreTrouble(string Code, DateTimeOffset Since);
