using System.Globalization;
using System.Text;
using Lotse.Adapters.Database.Opening;
using Lotse.Domain.Search;
using Npgsql;

namespace Lotse.Adapters.Database.Searching;

/// <summary>The index of a desk on PostgreSQL: a tsvector for each ticket, in the same database, kept by whichever process holds the lock for it.</summary>
/// <remarks>Where a word stands is its weight: A subject, B people, C files, D text. Marks begin with a colon, which no word does; marks of time (<see cref="TimeMarks"/>) are among them.</remarks>
public sealed class PostgresSearch(DatabaseLocation location) : SearchStore, IAsyncDisposable
{
    /// <summary>Any number that nobody else locks by.</summary>
    private const long Lock = 0x4C6F747365;

    /// <summary>PostgreSQL counts positions up to this one (textsearch-limitations).</summary>
    private const int LastPosition = 16_383;

    /// <summary>Of the index as it is kept here: with marks of time.</summary>
    private const int Layout = (Version * 10) + 3;

    /// <summary>PostgreSQL cannot know how many tickets hold a word, and believes that walking them all from the newest might be quicker than asking the index. It never is, within a window of time.</summary>
    private const string ByTheIndex = "-c enable_indexscan=off -c enable_indexonlyscan=off -c enable_seqscan=off -c jit=off";

    /// <summary>For each question one window after the other, and no further than it takes: the windows are the outer side of the only join there can be. Adding nothing keeps the key out of the choice of an index, since
    /// the marks of time have found the window already.</summary>
    private const string Windows =
        """
        SELECT asked.at, found.ticket_id FROM unnest($1) WITH ORDINALITY AS asked (question, at) CROSS JOIN LATERAL (
            SELECT one.ticket_id FROM unnest($2, $3, $4) AS windows (marks, at_least, below) CROSS JOIN LATERAL (
                SELECT ticket_id FROM ticket_words
                WHERE words @@ (windows.marks || asked.question)::tsquery AND ticket_id + 0 >= windows.at_least AND ticket_id + 0 < windows.below
                ORDER BY ticket_id DESC LIMIT $5) AS one
            LIMIT $5) AS found
        """;

    private readonly NpgsqlDataSource _source = location.Source(), _asking = location.Source(ByTheIndex);

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _asking.DisposeAsync();
    }

    public override async Task<SearchProgress> OpenAsync(CancellationToken cancel)
    {
        await using var connection = await _source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await RunAsync(connection, $"SELECT pg_advisory_xact_lock({Lock})", cancel);
        await RunAsync(connection, "CREATE TABLE IF NOT EXISTS search_progress (version int PRIMARY KEY, journal bigint NOT NULL, ticket bigint NOT NULL)", cancel);
        if (await ReadAsync(connection, cancel) is null)
        {
            await RunAsync(connection,
                $"""
                DROP TABLE IF EXISTS ticket_words;
                CREATE TABLE ticket_words (ticket_id bigint PRIMARY KEY, words tsvector NOT NULL);
                CREATE INDEX ix_ticket_words_words ON ticket_words USING gin (words) WITH (gin_pending_list_limit = 512);
                DELETE FROM search_progress;
                INSERT INTO search_progress VALUES ({Layout}, -1, 0);
                """, cancel);
        }
        var progress = await ReadAsync(connection, cancel);
        await transaction.CommitAsync(cancel);
        return progress ?? SearchProgress.None;
    }

    public override async Task<SearchProgress> BeginAsync(long journal, CancellationToken cancel)
    {
        await using var connection = await _source.OpenConnectionAsync(cancel);
        await using (var begin = new NpgsqlCommand("UPDATE search_progress SET journal = $1, ticket = 0 WHERE version = $2 AND (journal < 0 OR journal > $1)", connection))
        {
            begin.Parameters.AddWithValue(journal);
            begin.Parameters.AddWithValue(Layout);
            await begin.ExecuteNonQueryAsync(cancel);
        }
        return await ReadAsync(connection, cancel) ?? SearchProgress.None;
    }

    public override async Task<bool> IsThereAsync(SearchProgress progress, CancellationToken cancel)
    {
        await using var connection = await _source.OpenConnectionAsync(cancel);
        return await ReadAsync(connection, cancel) is { } there && (there.Journal > progress.Journal || (there.Journal == progress.Journal && there.Ticket >= progress.Ticket));
    }

    public override async Task WriteAsync(IReadOnlyList<TicketWords> tickets, IReadOnlyList<long> gone, SearchProgress progress, bool raise, CancellationToken cancel)
    {
        await using var connection = await _source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        // Two processes may have read the same lines. Whoever comes second waits here, finds it done and leaves it: what it has gathered may be older than what is there.
        await using (var step = new NpgsqlCommand(
            """
            UPDATE search_progress SET journal = CASE WHEN $4 THEN $1 ELSE journal END, ticket = CASE WHEN $4 THEN $2 ELSE ticket END
            WHERE version = $3 AND (journal < $1 OR (journal = $1 AND ticket < $2))
            """, connection))
        {
            foreach (var value in (object[])[progress.Journal, progress.Ticket, Layout, raise]) step.Parameters.AddWithValue(value);
            if (await step.ExecuteNonQueryAsync(cancel) == 0) return;
        }
        await using (var write = new NpgsqlCommand(
            "INSERT INTO ticket_words SELECT id, words::tsvector FROM unnest($1, $2) AS new (id, words) ON CONFLICT (ticket_id) DO UPDATE SET words = excluded.words", connection))
        {
            write.Parameters.AddWithValue(tickets.Select(ticket => ticket.TicketId).ToArray());
            write.Parameters.AddWithValue(tickets.Select(Vector).ToArray());
            await write.ExecuteNonQueryAsync(cancel);
        }
        await using (var remove = new NpgsqlCommand("DELETE FROM ticket_words WHERE ticket_id = ANY ($1)", connection))
        {
            remove.Parameters.AddWithValue(gone.ToArray());
            await remove.ExecuteNonQueryAsync(cancel);
        }
        await transaction.CommitAsync(cancel);
    }

    public override async Task<IReadOnlyList<IReadOnlyList<long>>> FindEachAsync(IReadOnlyList<SearchTerms> each, long from, long before, int limit, bool rare, CancellationToken cancel)
    {
        var found = each.Select(_ => new List<long>()).ToList();
        if (each.Count == 0) return found;
        var (oldest, newest) = await EndsAsync(cancel);
        (from, before) = (Math.Max(from, oldest), Math.Min(before, newest + 1));
        if (from >= before) return found;
        var windows = TimeMarks.Between(from, before, rare, each.Any(LooksAtWords)).ToList();
        await using var command = _asking.CreateCommand(Windows);
        command.Parameters.AddWithValue(each.Select(Question).ToArray());
        command.Parameters.AddWithValue(windows.ConvertAll(window => (window.Marks.Count == 0 ? "" : $"{Marked(window.Marks)} & ") + (window.Without.Count == 0 ? "" : $"!{Marked(window.Without)} & ")));
        command.Parameters.AddWithValue(windows.ConvertAll(window => window.From));
        command.Parameters.AddWithValue(windows.ConvertAll(window => window.Before));
        command.Parameters.AddWithValue(limit);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel)) found[(int)reader.GetInt64(0) - 1].Add(reader.GetInt64(1));
        return found;
    }

    public override async Task<IReadOnlyList<long>> AmongAsync(SearchTerms terms, IReadOnlyCollection<long> ids, CancellationToken cancel)
    {
        // Said so that only the key is an index for it: the words are read of these tickets alone.
        await using var command = _source.CreateCommand("SELECT ticket_id FROM ticket_words WHERE ticket_id = ANY ($1) AND (words @@ $2::tsquery) IS TRUE");
        command.Parameters.AddWithValue(ids.ToArray());
        command.Parameters.AddWithValue(Question(terms));
        var among = new List<long>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel)) among.Add(reader.GetInt64(0));
        return among;
    }

    /// <summary>The first and the last ticket that can be found; 0 and 0 where there is none yet.</summary>
    private async Task<(long Oldest, long Newest)> EndsAsync(CancellationToken cancel)
    {
        await using var command = _source.CreateCommand("SELECT COALESCE(MIN(ticket_id), 0), COALESCE(MAX(ticket_id), 0) FROM ticket_words");
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    /// <summary>The index knows neither where in a ticket a word stands nor what stands beside it: the words of each ticket that has them all must be read. A beginning of a word costs more than that, and anew in each window.</summary>
    private static bool LooksAtWords(SearchTerms terms) => !terms.Phrases.Any(sought => sought.Forms.Any(form => form.Begins))
        && terms.Phrases.Any(sought => sought.Place != SearchPlace.Anywhere || sought.Forms.Any(form => form.Words.Count > 1));

    internal static string Question(SearchTerms terms)
    {
        var all = terms.Marks.Select(group => (group.Not ? "!" : "") + Marked(group.Any))
            .Concat(terms.Phrases.Select(sought => (sought.Not ? "!" : "") + (KeptWords.MarksOf(sought) is { } marks ? Marked(marks) : $"({string.Join(" | ", KeptWords.Forms(sought).Select(form => Phrase(form, sought.Place)))})")));
        return string.Join(" & ", all);
    }

    private static string Marked(IReadOnlyList<string> any) => $"({string.Join(" | ", any.Select(mark => $"':{mark}'"))})";

    private static string Phrase(SoughtForm form, SearchPlace place)
    {
        var weight = place switch { SearchPlace.Subject => "A", SearchPlace.Files => "C", SearchPlace.Heading => "AB", _ => "" };
        var words = form.Words.Select((word, at) => (Word: Quoted(word), How: (form.Begins && at == form.Words.Count - 1 ? "*" : "") + weight));
        return $"({string.Join(" <-> ", words.Select(one => one.How.Length == 0 ? one.Word : $"{one.Word}:{one.How}"))})";
    }

    private static string Vector(TicketWords ticket)
    {
        var places = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var position = 1;
        foreach (var (words, weight) in (ReadOnlySpan<(IReadOnlyList<string>, string)>)[(ticket.Subject, "A"), (KeptWords.People(ticket.People), "B"), (ticket.Files, "C"), (ticket.Text, "")])
        {
            foreach (var word in words)
            {
                if (!places.TryGetValue(word, out var at)) places[word] = at = [];
                at.Add(string.Create(CultureInfo.InvariantCulture, $"{Math.Min(position++, LastPosition)}{weight}"));
            }
            position++; // The last word here and the first one there do not stand together.
        }
        var vector = new StringBuilder();
        foreach (var mark in KeptWords.Marks(ticket).Concat(TimeMarks.Of(ticket.TicketId))) vector.Append("':").Append(mark).Append("' ");
        foreach (var (word, at) in places) vector.Append(Quoted(word)).Append(':').AppendJoin(',', at.Take(255)).Append(' ');
        return vector.ToString();
    }

    private static string Quoted(string word) => $"'{word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";

    private static async Task<SearchProgress?> ReadAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("SELECT journal, ticket FROM search_progress WHERE version = $1", connection);
        command.Parameters.AddWithValue(Layout);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel) ? new SearchProgress(reader.GetInt64(0), reader.GetInt64(1)) : null;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancel);
    }
}
