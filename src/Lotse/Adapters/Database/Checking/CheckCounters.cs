using System.Globalization;
using System.Runtime.CompilerServices;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Writing;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database.Checking;

/// <summary>Finds counters that do not say what counting says, and states that cannot be.</summary>
public static class CheckCounters
{
    /// <summary>A mail waits no longer than this to be placed while the desk is well.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    /// <returns>One line a finding.</returns>
    public static async IAsyncEnumerable<string> FindAsync(DatabaseSnapshot snapshot, DateTimeOffset now, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        foreach (var line in await QueuesAsync(snapshot.Database, cancel)) yield return line;
        foreach (var line in await JournalAsync(snapshot, cancel)) yield return line;
        foreach (var line in await NumbersAsync(snapshot.Database, cancel)) yield return line;
        await foreach (var line in ProblemsAsync(snapshot, cancel)) yield return line;
        await foreach (var line in LanesAsync(snapshot, cancel)) yield return line;
        // Its id says when it was kept. When it was received says its server, of an imported one years ago.
        var before = Ids.First(now - LongestWait);
        var late = snapshot.Database.Deliveries.Where(d => d.Step != DeliveryStep.Placed && d.Step == DeliveryStep.Waiting && d.Id < before).OrderBy(d => d.Id).Select(d => d.Id);
        await foreach (var id in late.AsAsyncEnumerable().WithCancellation(cancel)) yield return Text($"deliveries {id}: waits to be placed since {Ids.TimeOf(id):u}");
    }

    private static async Task<List<string>> QueuesAsync(DeskDatabase database, CancellationToken cancel)
    {
        var (counted, kept) = (await CountAsync(database.Tickets, cancel), await KeptAsync(database, cancel));
        return counted.Keys.Union(kept.Keys)
            .Select(cell => (Cell: cell, Is: counted.GetValueOrDefault(cell), Says: kept.GetValueOrDefault(cell)))
            .Where(one => one.Is != one.Says)
            .Select(one => Text($"queue_counts {one.Cell.CommunityId} {one.Cell.State} {one.Cell.Level} {one.Cell.AssigneeId} {one.Cell.TeamId}: says {one.Says}, there are {one.Is}"))
            .ToList();
    }

    internal static async Task<Dictionary<QueueCell, long>> CountAsync(IQueryable<Ticket> tickets, CancellationToken cancel)
    {
        var counted = await tickets.Where(t => t.Lane <= Lane.Done)
            .GroupBy(t => new { t.CommunityId, t.State, t.Level, Assignee = t.AssigneeId ?? 0, Team = t.TeamId ?? 0 })
            .Select(g => new { g.Key.CommunityId, g.Key.State, g.Key.Level, g.Key.Assignee, g.Key.Team, Count = g.LongCount() }).ToListAsync(cancel);
        return Summed(counted.Select(g => (QueueCell.Of(g.CommunityId, g.State, (int)g.Level, g.Assignee, g.Team), g.Count)));
    }

    /// <summary>What a version of before has divided counts with the whole, see <see cref="Caring.TidyCounts"/>.</summary>
    internal static async Task<Dictionary<QueueCell, long>> KeptAsync(DeskDatabase database, CancellationToken cancel) =>
        Summed((await database.QueueCounts.ToListAsync(cancel)).Select(row => (QueueCell.Of(row), row.Count)));

    private static Dictionary<QueueCell, long> Summed(IEnumerable<(QueueCell Cell, long Count)> parts) =>
        parts.GroupBy(part => part.Cell).ToDictionary(cell => cell.Key, cell => cell.Sum(part => part.Count));

    private static async Task<List<string>> JournalAsync(DatabaseSnapshot snapshot, CancellationToken cancel)
    {
        var found = new List<string>();
        var (count, last) = (await snapshot.Database.Journal.LongCountAsync(cancel), await snapshot.Database.Journal.MaxAsync(j => (long?)j.Id, cancel) ?? 0);
        var counter = await CounterAsync(snapshot.Database, Sequence.JournalId, cancel);
        if (last > counter) found.Add(Text($"sequences journal: stands at {counter}, but the journal goes up to {last}"));
        if (count == last) return found;
        // Ids begin at 1 and only grow, so where the last is not the count, some are missing.
        const string Gaps = "SELECT before, id FROM (SELECT id, LAG(id, 1, 0) OVER (ORDER BY id) AS before FROM journal) g WHERE id <> before + 1 ORDER BY id";
        await foreach (var row in snapshot.ReadAsync(Gaps, cancel)) found.Add(Text($"journal: nothing between {row.GetInt64(0)} and {row.GetInt64(1)}"));
        return found;
    }

    private static async Task<List<string>> NumbersAsync(DeskDatabase database, CancellationToken cancel)
    {
        var found = new List<string>();
        var counter = await CounterAsync(database, Sequence.TicketNumber, cancel);
        foreach (var number in await database.Tickets.Where(t => t.Number > counter || t.Number <= 0).Select(t => t.Number).Take(100).ToListAsync(cancel))
        {
            found.Add(Text($"tickets: the number {number} has not been given out, the counter stands at {counter}"));
        }
        foreach (var number in await database.Tickets.GroupBy(t => t.Number).Where(g => g.Count() > 1).Select(g => g.Key).ToListAsync(cancel))
        {
            found.Add(Text($"tickets: the number {number} is there more than once"));
        }
        return found;
    }

    private static async IAsyncEnumerable<string> LanesAsync(DatabaseSnapshot snapshot, [EnumeratorCancellation] CancellationToken cancel)
    {
        var right = string.Join(" OR ", Enum.GetValues<TicketState>().Select(state => $"(state = {(int)state} AND lane = {(int)state.Lane()})"));
        var done = string.Join(", ", Enum.GetValues<TicketState>().Where(state => state.Lane() == Lane.Done).Select(state => (int)state));
        await foreach (var row in snapshot.ReadAsync($"SELECT number, state, lane FROM tickets WHERE NOT ({right}) AND NOT (lane = {(int)Lane.Spam} AND merged_into_id IS NULL) AND NOT (lane IN ({(int)Lane.Archived}, {(int)Lane.Anonymised}) AND state IN ({done}) AND merged_into_id IS NULL) AND NOT (lane = {(int)Lane.Merged} AND merged_into_id IS NOT NULL)", cancel))
        {
            yield return Text($"tickets: number {row.GetInt64(0)} is in state {row.GetInt32(1)}, but listed in lane {row.GetInt32(2)}");
        }
    }

    private static async IAsyncEnumerable<string> ProblemsAsync(DatabaseSnapshot snapshot, [EnumeratorCancellation] CancellationToken cancel)
    {
        const string Wrong = """
            SELECT p.id, p.tickets, p.customers, COALESCE(c.tickets, 0), COALESCE(c.customers, 0) FROM problems p
            LEFT JOIN (SELECT problem_id, COUNT(*) AS tickets, COUNT(DISTINCT contact_id) AS customers FROM problem_tickets GROUP BY problem_id) c ON c.problem_id = p.id
            WHERE p.tickets <> COALESCE(c.tickets, 0) OR p.customers <> COALESCE(c.customers, 0)
            """;
        await foreach (var row in snapshot.ReadAsync(Wrong, cancel))
        {
            yield return Text($"problems {row.GetInt64(0)}: says {row.GetInt32(1)} tickets of {row.GetInt32(2)} customers, there are {row.GetInt64(3)} of {row.GetInt64(4)}");
        }
    }

    private static async Task<long> CounterAsync(DeskDatabase database, string name, CancellationToken cancel) =>
        await database.Sequences.Where(s => s.Name == name).Select(s => (long?)s.Value).SingleOrDefaultAsync(cancel) ?? -1;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
