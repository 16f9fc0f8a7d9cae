namespace Lotse.Adapters.Database.Searching;

/// <summary>What is asked of the index on PostgreSQL: for each search one window after the other, and no further than it takes. The windows are the outer side of the only join there can be.</summary>
/// <remarks>$1 to $3: the windows, $4: how many are wanted; then what has to be looked at of each search, and its questions (<see cref="TicketQuestions"/>).</remarks>
internal static class WindowStatement
{
    public static string Of(string table, int questions) => Windows(questions, $"SELECT ticket_id FROM {Within(table, questions)} ORDER BY ticket_id DESC LIMIT $4");

    /// <summary>The same, where words have to be read: from the newest on, of no more than it takes. A condition on them that stood with the others would be asked of all tickets of the window, and all the others of each once more.</summary>
    public static string Looking(string table, int questions) => Windows(questions,
        $"""
        SELECT ticket_id FROM (SELECT ticket_id, ctid AS place FROM {Within(table, questions)} ORDER BY ticket_id DESC OFFSET 0) AS held
                WHERE COALESCE((SELECT words @@ asked.look::tsquery FROM {table} AS read WHERE read.ctid = held.place), asked.look IS NULL) LIMIT $4
        """);

    private static string Windows(int questions, string one) =>
        $"""
        SELECT asked.at, found.ticket_id FROM unnest({Each("${0}", 5, questions + 1)}) WITH ORDINALITY AS asked (look, {Each("q{0}", 1, questions)}, at) CROSS JOIN LATERAL (
            SELECT one.ticket_id FROM unnest($1, $2, $3) AS windows (marks, at_least, below) CROSS JOIN LATERAL (
                {one}) AS one
            LIMIT $4) AS found
        """;

    /// <summary>Adding nothing keeps the key out of the choice of an index, since the marks of time have found the window already. They are a condition of their own, and where there are none the first question stands in for them.</summary>
    private static string Within(string table, int questions) =>
        $"{table} WHERE words @@ COALESCE(windows.marks, asked.q1)::tsquery AND {Each("words @@ asked.q{0}::tsquery", 1, questions, " AND ")} AND ticket_id + 0 >= windows.at_least AND ticket_id + 0 < windows.below";

    private static string Each(string name, int first, int count, string between = ", ") => string.Join(between, Enumerable.Range(first, count).Select(at => name.Replace("{0}", $"{at}", StringComparison.Ordinal)));
}
