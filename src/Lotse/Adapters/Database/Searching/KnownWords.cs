using Npgsql;

namespace Lotse.Adapters.Database.Searching;

/// <summary>Which words the index on PostgreSQL holds, once each, so that a beginning is asked for as the words that begin so. Asked for as a beginning, the index gathers every ticket that holds any of them,
/// and again for each window of time; of whole words it looks no further than the window.</summary>
/// <remarks>A word goes with the last ticket that held it: what was forgotten for good is not to be read here.</remarks>
internal sealed class KnownWords(int layout)
{
    public string Make => $"""CREATE TABLE {Table(layout)} (word text COLLATE "C" PRIMARY KEY)""";

    /// <summary>Words that are remembered as written: the frequent ones come first.</summary>
    private const int Remembered = 30_000;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);
    private long _forgotten = -1;

    public static string Table(int layout) => $"search_words_{layout}";

    /// <summary>The words that begin so. A beginning is missing where there are too many, and all are where there is no list for this index.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> BeginningAsync(NpgsqlDataSource source, IEnumerable<string> beginnings, CancellationToken cancel)
    {
        var (asked, found) = (beginnings.Distinct(StringComparer.Ordinal).ToArray(), new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal));
        if (asked.Length == 0) return found;
        await using var command = source.CreateCommand(
            $"""
            SELECT begun, ARRAY(SELECT word FROM {Table(layout)} WHERE word >= begun COLLATE "C" AND word < (begun || U&'\+10FFFF') COLLATE "C" ORDER BY word LIMIT {KeptWords.BegunAtMost + 1}) FROM unnest($1) AS begun
            WHERE EXISTS (SELECT FROM search_layouts WHERE version = $2)
            """);
        command.Parameters.AddWithValue(asked);
        command.Parameters.AddWithValue(layout);
        try
        {
            await using var reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel))
            {
                if (await reader.GetFieldValueAsync<string[]>(1, cancel) is { Length: <= KeptWords.BegunAtMost } words) found[reader.GetString(0)] = words;
            }
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            // This version has not made its index yet.
        }
        return found;
    }

    /// <summary>Nothing is known to be written: the list may have been made anew, or a server taken over that has not all of it.</summary>
    public void Clear()
    {
        lock (_gate) _written.Clear();
    }

    /// <summary>Writes down those of them that are not, in the transaction of the connection.</summary>
    /// <param name="forgotten">How often words have been taken out, by whichever process: what this one remembers may be gone since.</param>
    /// <returns>What to remember once the transaction has ended well.</returns>
    public async Task<IReadOnlyList<string>> AddAsync(NpgsqlConnection connection, IEnumerable<string> words, long forgotten, CancellationToken cancel)
    {
        string[] added;
        lock (_gate)
        {
            if (_forgotten != forgotten) _written.Clear();
            _forgotten = forgotten;
            added = [.. words.Where(word => !_written.Contains(word)).Distinct(StringComparer.Ordinal)];
        }
        if (added.Length == 0) return added;
        await using var command = new NpgsqlCommand($"INSERT INTO {Table(layout)} SELECT unnest($1) ON CONFLICT DO NOTHING", connection);
        command.Parameters.AddWithValue(added);
        await command.ExecuteNonQueryAsync(cancel);
        return added;
    }

    public void Remember(IEnumerable<string> words)
    {
        lock (_gate)
        {
            foreach (var word in words.Take(Remembered - _written.Count)) _written.Add(word);
        }
    }

    /// <summary>Takes out words that no ticket holds any more, in the transaction of the connection.</summary>
    public async Task ForgetAsync(NpgsqlConnection connection, IReadOnlyList<string> words, CancellationToken cancel)
    {
        if (words.Count == 0) return;
        await using var command = new NpgsqlCommand($"WITH gone AS (DELETE FROM {Table(layout)} WHERE word = ANY ($1)) UPDATE search_layouts SET forgotten = forgotten + 1 WHERE version = {layout}", connection);
        command.Parameters.AddWithValue(words.ToArray());
        await command.ExecuteNonQueryAsync(cancel);
    }
}
