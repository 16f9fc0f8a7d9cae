using System.Text;
using Lotse.Adapters.Database.Opening;
using Lotse.Domain.Search;
using Microsoft.Data.Sqlite;

namespace Lotse.Adapters.Database.Searching;

/// <summary>The index of an embedded desk: SQLite's FTS5, in a file of its own, so that keeping it never holds up a mail that is taken in.</summary>
/// <remarks>FTS5 gets words in the forms in which they are to be found and has nothing to do but keep them; it holds no text.</remarks>
public sealed class SqliteSearch(DatabaseLocation location) : SearchStore, IDisposable
{
    private const string Make =
        """
        CREATE VIRTUAL TABLE words USING fts5(marks, subject, people, files, text, content='', contentless_delete=1, tokenize='ascii');
        CREATE TABLE progress (one INTEGER PRIMARY KEY CHECK (one = 1), journal INTEGER NOT NULL, ticket INTEGER NOT NULL);
        INSERT INTO progress VALUES (1, -1, 0);
        """;

    // Readers go on while one writes. NORMAL: after a power cut the last second may be missing, and is read from the journal again.
    private const string First = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=10000; PRAGMA wal_autocheckpoint=250; PRAGMA journal_size_limit=1048576; PRAGMA cache_size=-2000; PRAGMA temp_store=MEMORY;";

    /// <summary>Of 4 KB each, that are written in one step of tidying.</summary>
    public long PagesAStep { get; init; } = 500;

    private readonly string _connection = new SqliteConnectionStringBuilder
    {
        DataSource = FileOf(location), DefaultTimeout = 30, Pooling = true,
    }.ToString();

    /// <summary>Where the index of an embedded desk lies; its log and the log's index beside it, under names that SQLite makes of it.</summary>
    public static string FileOf(DatabaseLocation location) => Path.ChangeExtension(location.File ?? Path.Combine(location.Folder, "lotse.db"), ".search");

    /// <summary>Closes the file: connections are kept open between searches.</summary>
    public void Dispose()
    {
        using var any = new SqliteConnection(_connection);
        SqliteConnection.ClearPool(any);
    }

    public override async Task<SearchProgress> OpenAsync(CancellationToken cancel)
    {
        await using var connection = await ConnectAsync(cancel);
        var version = await ScalarAsync(connection, "PRAGMA user_version", cancel);
        if (version != Version)
        {
            await using var transaction = connection.BeginTransaction();
            await RunAsync(connection, $"DROP TABLE IF EXISTS words; DROP TABLE IF EXISTS progress; {Make} PRAGMA user_version = {Version};", cancel);
            await transaction.CommitAsync(cancel);
        }
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT journal, ticket FROM progress";
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel) ? new SearchProgress(reader.GetInt64(0), reader.GetInt64(1)) : SearchProgress.None;
    }

    /// <remarks>Emptied first: what is in it may be of tickets that are not there any more, and nothing else would take them out.</remarks>
    public override async Task<SearchProgress> BeginAsync(long journal, CancellationToken cancel)
    {
        await using var connection = await ConnectAsync(cancel);
        await using var transaction = connection.BeginTransaction();
        await RunAsync(connection, "INSERT INTO words (words) VALUES ('delete-all'); UPDATE progress SET journal = -1, ticket = 0", cancel);
        await transaction.CommitAsync(cancel);
        return new SearchProgress(journal, 0);
    }

    public override async Task WriteAsync(IReadOnlyList<TicketWords> tickets, IReadOnlyList<long> gone, SearchProgress progress, bool raise, CancellationToken cancel)
    {
        await using var connection = await ConnectAsync(cancel);
        await using var transaction = connection.BeginTransaction();
        await using var write = connection.CreateCommand();
        write.CommandText = "INSERT OR REPLACE INTO words (rowid, marks, subject, people, files, text) VALUES ($id, $marks, $subject, $people, $files, $text)";
        foreach (var name in (string[])["$id", "$marks", "$subject", "$people", "$files", "$text"]) write.Parameters.Add(new SqliteParameter { ParameterName = name });
        foreach (var ticket in tickets)
        {
            write.Parameters[0].Value = ticket.TicketId;
            var columns = (IReadOnlyList<string>[])[[.. KeptWords.Marks(ticket)], ticket.Subject, KeptWords.People(ticket.People), ticket.Files, ticket.Text];
            for (var i = 0; i < columns.Length; i++) write.Parameters[i + 1].Value = string.Join(' ', columns[i]);
            await write.ExecuteNonQueryAsync(cancel);
        }
        foreach (var id in gone) await RunAsync(connection, "DELETE FROM words WHERE rowid = $a", cancel, id);
        if (raise) await RunAsync(connection, "UPDATE progress SET journal = $a, ticket = $b", cancel, progress.Journal, progress.Ticket);
        await transaction.CommitAsync(cancel);
    }

    /// <summary>FTS5 adds a part with each transaction and merges four of a size only, so that many large ones stay. Here two of a size are enough, and all are made one where those beside the largest have a tenth of it:
    /// what is written anew for it is ten times what has come, at most (sqlite.org/fts5.html, section 6).</summary>
    public override async Task<bool> TidyAsync(CancellationToken cancel)
    {
        await using var connection = await ConnectAsync(cancel);
        if (await ScalarAsync(connection, "PRAGMA user_version", cancel) != Version) return false;
        await RunAsync(connection, "INSERT INTO words (words, rank) SELECT 'usermerge', 2 WHERE NOT EXISTS (SELECT 1 FROM words_config WHERE k = 'usermerge')", cancel);
        if (await MergeAsync(connection, PagesAStep, cancel)) return true;
        var apart = await ScalarAsync(connection, "SELECT COALESCE(SUM(leaves) * 10 > MAX(leaves) * 11, 0) FROM (SELECT MAX(pgno) / 2 - MIN(pgno) / 2 + 1 AS leaves FROM words_idx GROUP BY segid)", cancel) != 0;
        return apart && await MergeAsync(connection, -PagesAStep, cancel);
    }

    /// <param name="pages">Negative: of all parts, however different they are.</param>
    /// <returns>Whether anything was done: each merge changes two rows at least.</returns>
    private static async Task<bool> MergeAsync(SqliteConnection connection, long pages, CancellationToken cancel)
    {
        var before = await ScalarAsync(connection, "SELECT total_changes()", cancel);
        await RunAsync(connection, "INSERT INTO words (words, rank) VALUES ('merge', $a)", cancel, pages);
        return await ScalarAsync(connection, "SELECT total_changes()", cancel) - before >= 2;
    }

    public override async Task<IReadOnlyList<IReadOnlyList<long>>> FindEachAsync(IReadOnlyList<SearchTerms> each, long from, long before, int limit, bool rare, CancellationToken cancel)
    {
        await using var connection = await ConnectAsync(cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT rowid FROM words WHERE words MATCH $query AND rowid >= $from AND rowid < $before ORDER BY rowid DESC LIMIT $limit";
        var query = command.Parameters.AddWithValue("$query", "");
        command.Parameters.AddWithValue("$from", from);
        command.Parameters.AddWithValue("$before", before);
        command.Parameters.AddWithValue("$limit", limit);
        var known = await BeginningAsync(connection, [.. each.SelectMany(KeptWords.Beginnings).Distinct(StringComparer.Ordinal)], cancel);
        var found = new List<IReadOnlyList<long>>(each.Count);
        foreach (var terms in each)
        {
            query.Value = Question(terms, known);
            found.Add(await IdsAsync(command, cancel));
        }
        return found;
    }

    public override async Task<IReadOnlyList<long>> AmongAsync(SearchTerms terms, IReadOnlyCollection<long> ids, CancellationToken cancel)
    {
        await using var connection = await ConnectAsync(cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT rowid FROM words WHERE words MATCH $query AND rowid IN (SELECT value FROM json_each($ids))";
        command.Parameters.AddWithValue("$query", Question(terms, KeptWords.None));
        command.Parameters.AddWithValue("$ids", $"[{string.Join(',', ids)}]");
        return await IdsAsync(command, cancel);
    }

    /// <summary>The words that begin so, leaping from each to the next in the index itself. A beginning is missing where there are too many.</summary>
    private static async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> BeginningAsync(SqliteConnection connection, IReadOnlyList<string> beginnings, CancellationToken cancel)
    {
        if (beginnings.Count == 0) return KeptWords.None;
        await RunAsync(connection, "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab(main, words, instance)", cancel);
        await using var command = connection.CreateCommand();
        // char(1) is in no word and before all that is: the next word is sought behind all places of this one.
        command.CommandText =
            """
            WITH RECURSIVE begun (word) AS (SELECT (SELECT term FROM temp.vocabulary WHERE term >= $begun LIMIT 1)
                UNION ALL SELECT (SELECT term FROM temp.vocabulary WHERE term >= begun.word || char(1) LIMIT 1) FROM begun WHERE begun.word < $end LIMIT $most)
            SELECT word FROM begun WHERE word < $end
            """;
        var (first, end) = (command.Parameters.AddWithValue("$begun", ""), command.Parameters.AddWithValue("$end", ""));
        command.Parameters.AddWithValue("$most", KeptWords.BegunAtMost + 2); // The last may be the first that does not begin so.
        var known = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var beginning in beginnings)
        {
            (first.Value, end.Value) = (beginning, beginning + "\U0010FFFF");
            var words = new List<string>();
            await using var reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel)) words.Add(reader.GetString(0));
            if (words.Count <= KeptWords.BegunAtMost) known[beginning] = words;
        }
        return known;
    }

    /// <summary>As FTS5 reads it (sqlite.org/fts5.html, section 3). Words are letters and digits and the signs of <see cref="KeptWords"/>, so that none can be taken for a part of the language.</summary>
    internal static string Question(SearchTerms terms, IReadOnlyDictionary<string, IReadOnlyList<string>> known)
    {
        var (wanted, not) = (new List<string>(), new List<string>());
        foreach (var group in terms.Marks) (group.Not ? not : wanted).Add(Marked(group.Any));
        foreach (var sought in terms.Phrases)
        {
            if (KeptWords.MarksOf(sought) is { } marks)
            {
                (sought.Not ? not : wanted).Add(Marked(marks));
                continue;
            }
            var any = KeptWords.Forms(sought, known).Select(form => $"\"{string.Join(' ', form.Words)}\"{(form.Begins ? "*" : "")}");
            (sought.Not ? not : wanted).Add($"{{{Columns(sought.Place)}}} : ({string.Join(" OR ", any)})");
        }
        var question = new StringBuilder(string.Join(" AND ", wanted));
        return not.Count == 0 ? question.ToString() : $"({question}) NOT ({string.Join(" OR ", not)})";
    }

    private static string Marked(IReadOnlyList<string> any) => $"marks : ({string.Join(" OR ", any.Select(mark => $"\"{mark}\""))})";

    private static string Columns(SearchPlace place) => place switch
    {
        SearchPlace.Subject => "subject",
        SearchPlace.People => "people",
        SearchPlace.Files => "files",
        SearchPlace.Heading => "subject people",
        _ => "subject people files text",
    };

    private static async Task<IReadOnlyList<long>> IdsAsync(SqliteCommand command, CancellationToken cancel)
    {
        var ids = new List<long>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel)) ids.Add(reader.GetInt64(0));
        return ids;
    }

    private async Task<SqliteConnection> ConnectAsync(CancellationToken cancel)
    {
        var connection = new SqliteConnection(_connection);
        await connection.OpenAsync(cancel);
        await RunAsync(connection, First, cancel);
        return connection;
    }

    private static async Task RunAsync(SqliteConnection connection, string sql, CancellationToken cancel, long a = 0, long b = 0)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        if (sql.Contains("$a", StringComparison.Ordinal)) command.Parameters.AddWithValue("$a", a);
        if (sql.Contains("$b", StringComparison.Ordinal)) command.Parameters.AddWithValue("$b", b);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static async Task<long> ScalarAsync(SqliteConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancel), System.Globalization.CultureInfo.InvariantCulture);
    }
}
