using Lotse.Adapters.Database.Opening;
using Lotse.Domain.Search;
using Npgsql;

namespace Lotse.Adapters.Database.Searching;

/// <summary>The index of a desk on PostgreSQL: a tsvector for each ticket, in the same database, kept by whichever process holds the lock for it.</summary>
/// <remarks>How they are written is said by <see cref="PostgresWords"/>; marks of time (<see cref="TimeMarks"/>) are among the words. Each layout has tables of its own: while desks of two versions serve side by side, and
/// after the newer one was taken back, each finds what it has written.</remarks>
public sealed class PostgresSearch(DatabaseLocation location, int layout = PostgresSearch.Layout) : SearchStore, IAsyncDisposable
{
    /// <summary>Any number that nobody else locks by.</summary>
    internal const long Lock = 0x4C6F747365;

    /// <summary>Of the index as it is kept here: with marks of time, and the words beside it.</summary>
    public const int Layout = (Version * 10) + 6;

    /// <summary>So long after no desk has looked after an index of another layout any more, it goes.</summary>
    private static readonly TimeSpan Unused = TimeSpan.FromDays(1);

    /// <summary>PostgreSQL cannot know how many tickets hold a word, and believes that walking them all from the newest might be quicker than asking the index. It never is, within a window of time.</summary>
    private static readonly string[] ByTheIndex = ["enable_indexscan", "enable_indexonlyscan", "enable_seqscan", "jit"];

    /// <summary>Questions that a ticket has to answer, for each of which there is a place in a statement; what is more stands with the last.</summary>
    private const int Places = 4;

    /// <summary>Words that are looked for in one statement, which is to be over long before it is given up.</summary>
    private const int AskedAtOnce = 500;

    private readonly string[] _windows = [.. Enumerable.Range(1, Places).Select(questions => WindowStatement.Of(Tickets(layout), questions))];

    private readonly string[] _looking = [.. Enumerable.Range(1, Places).Select(questions => WindowStatement.Looking(Tickets(layout), questions))];

    /// <summary>Writes and removes, and says which words stood in these tickets before and stand in none of them now.</summary>
    private readonly string _write =
        $"""
        WITH written AS MATERIALIZED (SELECT id, words::tsvector FROM unnest($1, $2) AS new (id, words)),
            before AS MATERIALIZED (SELECT words FROM {Tickets(layout)} WHERE ticket_id = ANY ($1) OR ticket_id = ANY ($3)),
            removing AS (DELETE FROM {Tickets(layout)} WHERE ticket_id = ANY ($3)),
            writing AS (INSERT INTO {Tickets(layout)} SELECT id, words FROM written ON CONFLICT (ticket_id) DO UPDATE SET words = excluded.words)
        SELECT word FROM (SELECT unnest(tsvector_to_array(words)) AS word FROM before
            EXCEPT SELECT unnest(tsvector_to_array(words)) FROM written WHERE EXISTS (SELECT FROM before)) AS lost
        WHERE left(word, 1) <> ':'
        """;

    private const string Now = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint";

    private readonly NpgsqlDataSource _source = location.Source(), _asking = location.Source(ByTheIndex);

    private readonly KnownWords _known = new(layout);

    private static string Tickets(int layout) => $"ticket_words_{layout}";

    private static string Drop(int layout) => $"DROP TABLE IF EXISTS {Tickets(layout)}, {KnownWords.Table(layout)}; DELETE FROM search_layouts WHERE version = {layout}";

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _asking.DisposeAsync();
    }

    public override async Task<SearchProgress> OpenAsync(CancellationToken cancel)
    {
        _known.Clear();
        await using var connection = await _source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await RunAsync(connection, $"SELECT pg_advisory_xact_lock({Lock})", cancel);
        await RunAsync(connection, "CREATE TABLE IF NOT EXISTS search_layouts (version int PRIMARY KEY, journal bigint NOT NULL, ticket bigint NOT NULL, forgotten bigint NOT NULL, begun bigint NOT NULL, seen bigint NOT NULL)", cancel);
        if (await ReadAsync(connection, cancel) is null || !await IsMadeAsync(connection, cancel))
        {
            await RunAsync(connection,
                $"""
                {Drop(layout)};
                {_known.Make};
                CREATE TABLE {Tickets(layout)} (ticket_id bigint PRIMARY KEY, words tsvector NOT NULL);
                CREATE INDEX ON {Tickets(layout)} USING gin (words) WITH (gin_pending_list_limit = 512);
                INSERT INTO search_layouts (version, journal, ticket, forgotten, begun, seen) VALUES ({layout}, -1, 0, {Now}, {Now}, {Now});
                """, cancel);
        }
        var progress = await ReadAsync(connection, cancel);
        await transaction.CommitAsync(cancel);
        return progress ?? SearchProgress.None;
    }

    public override async Task<SearchProgress> BeginAsync(long journal, CancellationToken cancel)
    {
        await using var connection = await _source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using var begin = new NpgsqlCommand("UPDATE search_layouts SET journal = $1, ticket = 0 WHERE version = $2 AND (journal < 0 OR journal > $1)", connection);
        begin.Parameters.AddWithValue(journal);
        begin.Parameters.AddWithValue(layout);
        // Tickets of data that was set back may not be there any more.
        if (await begin.ExecuteNonQueryAsync(cancel) == 1) await RunAsync(connection, $"TRUNCATE {Tickets(layout)}", cancel);
        var progress = await ReadAsync(connection, cancel);
        await transaction.CommitAsync(cancel);
        return progress ?? SearchProgress.None;
    }

    public override async Task<bool> IsThereAsync(SearchProgress progress, CancellationToken cancel)
    {
        await using var connection = await _source.OpenConnectionAsync(cancel);
        return await ReadAsync(connection, cancel) is { } there && there.HasCome(progress);
    }

    public override async Task WriteAsync(IReadOnlyList<TicketWords> tickets, IReadOnlyList<long> gone, SearchProgress progress, bool raise, CancellationToken cancel)
    {
        await using var connection = await _source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        // Two processes may have read the same lines. Whoever comes second waits here, finds it done and leaves it: what it has gathered may be older than what is there.
        if (await StepAsync(connection, progress, raise, cancel) is not { } forgotten)
        {
            if (await ReadAsync(connection, cancel) is { } there && there.HasCome(progress)) return;
            throw new IndexBegunAnewException();
        }
        var lost = new List<string>();
        await using (var write = new NpgsqlCommand(_write, connection))
        {
            foreach (var value in (object[])[tickets.Select(ticket => ticket.TicketId).ToArray(), tickets.Select(PostgresWords.Vector).ToArray(), gone.ToArray()]) write.Parameters.AddWithValue(value);
            await using var reader = await write.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel)) lost.Add(reader.GetString(0));
        }
        var added = await _known.AddAsync(connection, tickets.SelectMany(PostgresWords.Of), forgotten, cancel);
        if (lost.Count > 0) await _known.ForgetAsync(connection, await InNoneAsync(connection, lost, cancel), cancel);
        await transaction.CommitAsync(cancel);
        _known.Remember(added);
    }

    /// <summary>An index that is being filled takes the next tickets, and a complete one the next lines: what follows would hide that all before it is missing.</summary>
    /// <returns>How often words have been taken out; null where this is no step from where the index is.</returns>
    private async Task<long?> StepAsync(NpgsqlConnection connection, SearchProgress progress, bool raise, CancellationToken cancel)
    {
        await using var step = new NpgsqlCommand(
            $"""
            UPDATE search_layouts SET journal = CASE WHEN $4 THEN $1 ELSE journal END, ticket = CASE WHEN $4 THEN $2 ELSE ticket END
            WHERE version = $3 AND ((journal = $1 AND ticket < $2) OR (journal < $1 AND ticket = $2 AND ticket = {SearchProgress.Complete})) RETURNING forgotten
            """, connection);
        foreach (var value in (object[])[progress.Journal, progress.Ticket, layout, raise]) step.Parameters.AddWithValue(value);
        return (long?)await step.ExecuteScalarAsync(cancel);
    }

    /// <summary>What is new waits in a list, through which each look into the index goes from end to end: 28 pages of it took a quarter of what similar tickets ask for.</summary>
    public override async Task SettleAsync(CancellationToken cancel)
    {
        await using var connection = await _source.OpenConnectionAsync(cancel);
        await RunAsync(connection,
            $"""
            SELECT gin_clean_pending_list(indexes.oid) FROM pg_index JOIN pg_class AS indexes ON indexes.oid = indexrelid JOIN pg_am ON pg_am.oid = indexes.relam
            WHERE indrelid = to_regclass('{Tickets(layout)}') AND amname = 'gin' AND pg_has_role(indexes.relowner, 'USAGE')
            """, cancel);
    }

    /// <summary>Says that there is a desk of this layout, and takes away what none has used for long. The index itself is looked after by the server (autovacuum), and by <see cref="SettleAsync"/>.</summary>
    public override async Task<bool> TidyAsync(CancellationToken cancel)
    {
        await using var connection = await _source.OpenConnectionAsync(cancel);
        await RunAsync(connection, $"UPDATE search_layouts SET seen = {Now} WHERE version = {layout}", cancel);
        var longAgo = $"{Now} - {(long)Unused.TotalMilliseconds}";
        var complete = $"EXISTS (SELECT FROM search_layouts WHERE version = {layout} AND ticket = {SearchProgress.Complete}";
        if (await IsAsync(connection, "to_regclass('search_progress') IS NOT NULL", cancel))
        {
            // Of before each layout had its own tables: desks that still keep one do not say so, and are told by the lines that they follow.
            if (await IsAsync(connection, $"{complete} AND begun < {longAgo} AND journal > (SELECT COALESCE(max(old.journal), -1) FROM search_progress AS old))", cancel))
                await RunAsync(connection, "DROP TABLE IF EXISTS ticket_words, search_words, search_progress", cancel);
        }
        var unused = $"version <> {layout} AND seen < {longAgo} AND {complete})";
        await using var ask = new NpgsqlCommand($"SELECT version FROM search_layouts WHERE {unused} LIMIT 1", connection);
        if (await ask.ExecuteScalarAsync(cancel) is not int old) return false;
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await RunAsync(connection, $"SELECT pg_advisory_xact_lock({Lock})", cancel);
        await using var gone = new NpgsqlCommand($"DELETE FROM search_layouts WHERE version = {old} AND {unused}", connection);
        if (await gone.ExecuteNonQueryAsync(cancel) == 1) await RunAsync(connection, Drop(old), cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }

    /// <summary>Those of the words that no ticket holds, as the transaction of the connection sees them.</summary>
    private async Task<IReadOnlyList<string>> InNoneAsync(NpgsqlConnection connection, IReadOnlyList<string> words, CancellationToken cancel)
    {
        var (oldest, newest) = await EndsAsync(new NpgsqlCommand { Connection = connection }, cancel); // Before: it is for an index that is switched off then.
        await RunAsync(connection, string.Join("; ", ByTheIndex.Select(way => $"SET LOCAL {way} = off")), cancel);
        var (windows, none) = (TimeMarks.Between(oldest, newest + 1, rare: true).ToList(), new List<string>());
        foreach (var some in words.Chunk(AskedAtOnce))
        {
            await using var command = new NpgsqlCommand { Connection = connection };
            var found = await AskAsync(command, [.. some.Select(word => new TicketQuestions([PostgresWords.Quoted(word)], null))], windows, [], limit: 1, cancel);
            none.AddRange(some.Where((_, at) => found[at].Count == 0));
        }
        return none;
    }

    public override async Task<IReadOnlyList<IReadOnlyList<long>>> FindEachAsync(IReadOnlyList<SearchTerms> each, long from, long before, int limit, bool rare, CancellationToken cancel)
    {
        if (each.Count == 0) return [];
        var (oldest, newest) = await EndsAsync(_source.CreateCommand(), cancel);
        (from, before) = (Math.Max(from, oldest), Math.Min(before, newest + 1));
        if (from >= before) return [.. each.Select(_ => (IReadOnlyList<long>)[])];
        var known = await _known.BeginningAsync(_source, each.SelectMany(KeptWords.Beginnings), cancel);
        await using var command = _asking.CreateCommand();
        return await AskAsync(command, [.. each.Select(terms => PostgresWords.Questions(terms, known))], [.. TimeMarks.Between(from, before, rare)], PostgresWords.Communities(each), limit, cancel);
    }

    private async Task<IReadOnlyList<IReadOnlyList<long>>> AskAsync(
        NpgsqlCommand command, IReadOnlyList<TicketQuestions> each, IReadOnlyList<TimeWindow> windows, IReadOnlyList<string> communities, int limit, CancellationToken cancel)
    {
        var found = each.Select(_ => new List<long>()).ToList();
        var places = Math.Min(each.Max(questions => questions.Each.Count), Places);
        command.CommandText = (each.Any(questions => questions.Look is not null) ? _looking : _windows)[places - 1];
        command.Parameters.AddWithValue(windows.Select(window => PostgresWords.Of(window, communities)).ToArray());
        command.Parameters.AddWithValue(windows.Select(window => window.From).ToArray());
        command.Parameters.AddWithValue(windows.Select(window => window.Before).ToArray());
        command.Parameters.AddWithValue(limit);
        command.Parameters.AddWithValue(each.Select(questions => questions.Look).ToArray());
        for (var at = 0; at < places; at++) command.Parameters.AddWithValue(each.Select(questions => Placed(questions.Each, at, places)).ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel)) found[(int)reader.GetInt64(0) - 1].Add(reader.GetInt64(1));
        return found;
    }

    /// <summary>Which question stands at a place: who has fewer asks the last of them again.</summary>
    private static string Placed(IReadOnlyList<string> questions, int at, int places) =>
        at == places - 1 && questions.Count > places ? string.Join(" & ", questions.Skip(at)) : questions[Math.Min(at, questions.Count - 1)];

    public override async Task<IReadOnlyList<long>> AmongAsync(SearchTerms terms, IReadOnlyCollection<long> ids, CancellationToken cancel)
    {
        // Said so that only the key is an index for it: the words are read of these tickets alone.
        await using var command = _source.CreateCommand($"SELECT ticket_id FROM {Tickets(layout)} WHERE ticket_id = ANY ($1) AND (words @@ $2::tsquery) IS TRUE");
        command.Parameters.AddWithValue(ids.ToArray());
        var questions = PostgresWords.Questions(terms, KeptWords.None);
        command.Parameters.AddWithValue(string.Join(" & ", questions.Look is { } look ? questions.Each.Append(look) : questions.Each));
        var among = new List<long>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel)) among.Add(reader.GetInt64(0));
        return among;
    }

    /// <summary>The first and the last ticket that can be found; 0 and 0 where there is none yet.</summary>
    private async Task<(long Oldest, long Newest)> EndsAsync(NpgsqlCommand with, CancellationToken cancel)
    {
        await using var command = with;
        command.CommandText = $"SELECT COALESCE(MIN(ticket_id), 0), COALESCE(MAX(ticket_id), 0) FROM {Tickets(layout)}";
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    private async Task<SearchProgress?> ReadAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("SELECT journal, ticket FROM search_layouts WHERE version = $1", connection);
        command.Parameters.AddWithValue(layout);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel) ? new SearchProgress(reader.GetInt64(0), reader.GetInt64(1)) : null;
    }

    private Task<bool> IsMadeAsync(NpgsqlConnection connection, CancellationToken cancel) =>
        IsAsync(connection, $"to_regclass('{Tickets(layout)}') IS NOT NULL AND to_regclass('{KnownWords.Table(layout)}') IS NOT NULL", cancel);

    private static async Task<bool> IsAsync(NpgsqlConnection connection, string condition, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand($"SELECT {condition}", connection);
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancel);
    }
}
