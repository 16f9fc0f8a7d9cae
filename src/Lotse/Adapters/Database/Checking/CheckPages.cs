using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace Lotse.Adapters.Database.Checking;

/// <summary>Finds pages of a SQLite file that a disk has spoiled: every page is read, also those that only hold words. PostgreSQL looks at the sums of its pages itself (data checksums).</summary>
public static class CheckPages
{
    private const int Most = 100;

    private const int Corrupt = 11, NoDatabase = 26;

    /// <returns>One line a finding; none for PostgreSQL.</returns>
    public static async IAsyncEnumerable<string> FindAsync(DatabaseSnapshot snapshot, [EnumeratorCancellation] CancellationToken cancel)
    {
        if (snapshot.Database is not SqliteDatabase) yield break;
        foreach (var line in await SaidAsync(snapshot, cancel)) yield return $"file: {line}";
    }

    private static async Task<List<string>> SaidAsync(DatabaseSnapshot snapshot, CancellationToken cancel)
    {
        var said = new List<string>();
        try
        {
            await foreach (var row in snapshot.ReadAsync($"PRAGMA quick_check({Most})", cancel)) said.AddRange(row.GetString(0).Split('\n').Where(line => line != "ok"));
        }
        catch (SqliteException e) when (e.SqliteErrorCode is Corrupt or NoDatabase)
        {
            said.Add(e.Message); // A page of which it can make nothing ends its look.
        }
        return said;
    }
}
