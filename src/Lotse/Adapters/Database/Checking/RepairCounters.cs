using System.Globalization;
using System.Runtime.CompilerServices;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Writing;
using Lotse.Domain;
using Lotse.Domain.Setup;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database.Checking;

/// <summary>Puts right what <see cref="CheckCounters"/> finds of counters, while the desk serves. What is wrong is found without holding anybody up; then each counter is counted once more in a short transaction
/// of its own, in which nobody else records anything, and is written only where it is wrong still. The journal says so in the same transaction.</summary>
public sealed class RepairCounters(DeskDatabase database, Journal journal)
{
    /// <summary>Tickets put right in one transaction.</summary>
    private const int AtOnce = 100;

    /// <returns>One line for each counter that was put right; none where all is well.</returns>
    public async IAsyncEnumerable<string> RunAsync([EnumeratorCancellation] CancellationToken cancel = default)
    {
        // First what all others stand on: without the journal's counter nothing can be written.
        if (await SequenceAsync(Sequence.JournalId, "journal", "id", cancel) is { } journalLine) yield return journalLine;
        if (await SequenceAsync(Sequence.TicketNumber, "tickets", "number", cancel) is { } numberLine) yield return numberLine;
        await foreach (var line in LanesAsync(cancel)) yield return line;
        foreach (var cell in await WrongCellsAsync(cancel))
        {
            if (await CellAsync(cell, cancel) is { } line) yield return line;
        }
        foreach (var problem in await database.Problems.Select(p => p.Id).ToListAsync(cancel))
        {
            if (await ProblemAsync(problem, cancel) is { } line) yield return line;
        }
    }

    /// <param name="repair">Gives what was wrong, in the transaction; null where nothing is.</param>
    /// <param name="record">Says so where it is about a ticket; else it is about none.</param>
    private async Task<string?> OneAsync(Func<Task<CounterRepaired?>> repair, CancellationToken cancel, Action<CounterRepaired>? record = null)
    {
        CounterRepaired? done = null;
        await journal.TogetherAsync(() => Task.FromResult<Refusal?>(null), cancel, async (_, _) =>
        {
            await Sequences.HoldJournalAsync(database, cancel);
            done = await repair();
            if (done is not null && record is not null) record(done);
            else if (done is not null) journal.Record(done, null, null);
            return done is not null;
        });
        return done is null ? null : $"{done.Counter}: said {done.Was ?? "nothing"}, says {done.Is} now";
    }

    private Task<string?> SequenceAsync(string name, string table, string column, CancellationToken cancel) => OneAsync(async () =>
    {
        var was = await database.Sequences.Where(s => s.Name == name).Select(s => (long?)s.Value).SingleOrDefaultAsync(cancel);
        var last = name == Sequence.JournalId ? await database.Journal.MaxAsync(j => (long?)j.Id, cancel) ?? 0 : await database.Tickets.MaxAsync(t => (long?)t.Number, cancel) ?? 0;
        if (was >= last) return null;
        await database.Database.ExecuteSqlAsync($"INSERT INTO sequences (name, value) VALUES ({name}, {last}) ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE sequences.value < excluded.value", cancel);
        return new CounterRepaired($"sequences {name}", Text(was), Text(last)!);
    }, cancel);

    private async IAsyncEnumerable<string> LanesAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        for (var more = true; more;)
        {
            var numbers = await Wrong().Select(t => t.Number).Take(AtOnce).ToListAsync(cancel);
            foreach (var number in numbers)
            {
                if (await LaneAsync(number, cancel) is { } line) yield return line;
            }
            more = numbers.Count == AtOnce;
        }
    }

    private Task<string?> LaneAsync(long number, CancellationToken cancel)
    {
        Ticket? ticket = null;
        return OneAsync(async () =>
        {
            ticket = await Wrong().SingleOrDefaultAsync(t => t.Number == number, cancel);
            if (ticket is null) return null;
            var (id, lane) = (ticket.Id, ticket.MergedIntoId is null ? ticket.State.Lane() : Lane.Merged);
            await database.Tickets.Where(t => t.Id == id).ExecuteUpdateAsync(set => set.SetProperty(t => t.Lane, lane).SetProperty(t => t.Version, t => t.Version + 1), cancel);
            return new CounterRepaired(string.Create(CultureInfo.InvariantCulture, $"tickets number {number} lane"), Text((int)ticket.Lane), Text((int)lane)!);
        }, cancel, done => journal.Record(ticket!, [done], null)); // So that whoever follows looks at it anew: it is found by its lane.
    }

    private IQueryable<Ticket> Wrong()
    {
        var right = Enum.GetValues<TicketState>().ToLookup(state => state.Lane());
        var (open, waiting, done) = (right[Lane.Active].ToList(), right[Lane.Waiting].ToList(), right[Lane.Done].ToList());
        return database.Tickets.Where(t => !(t.MergedIntoId != null && t.Lane == Lane.Merged) && !(t.MergedIntoId == null && (t.Lane == Lane.Spam
            || (t.Lane == Lane.Active && open.Contains(t.State)) || (t.Lane == Lane.Waiting && waiting.Contains(t.State)) || ((t.Lane == Lane.Done || t.Lane == Lane.Archived || t.Lane == Lane.Anonymised) && done.Contains(t.State)))));
    }

    /// <summary>Those that may be wrong: while both are read, others go on.</summary>
    private async Task<List<QueueCell>> WrongCellsAsync(CancellationToken cancel)
    {
        var counted = await CheckCounters.CountAsync(database.Tickets, cancel);
        var kept = await CheckCounters.KeptAsync(database, cancel);
        return [.. counted.Keys.Union(kept.Keys).Where(cell => counted.GetValueOrDefault(cell) != kept.GetValueOrDefault(cell))];
    }

    private Task<string?> CellAsync(QueueCell cell, CancellationToken cancel) => OneAsync(async () =>
    {
        var (state, level, assignee, team) = ((TicketState)cell.State, (Level)cell.Level, cell.AssigneeId == 0 ? (long?)null : cell.AssigneeId, cell.TeamId == 0 ? (long?)null : cell.TeamId);
        var tickets = database.Tickets.Where(t => t.CommunityId == cell.CommunityId && t.Lane <= Lane.Done && t.Lane == state.Lane() && t.State == state && t.Level == level);
        var kept = database.QueueCounts.Where(c => c.CommunityId == cell.CommunityId && c.State == cell.State && c.Level == cell.Level);
        if (QueueCell.IsDivided(state))
        {
            tickets = tickets.Where(t => t.AssigneeId == assignee && t.TeamId == team);
            kept = kept.Where(c => c.AssigneeId == cell.AssigneeId && c.TeamId == cell.TeamId);
        }
        var (count, was) = (await tickets.LongCountAsync(cancel), await kept.SumAsync(c => (long?)c.Count, cancel));
        if ((was ?? 0) == count) return null;
        await kept.ExecuteDeleteAsync(cancel);
        await database.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO queue_counts (community_id, state, level, assignee_id, team_id, count) VALUES ({cell.CommunityId}, {cell.State}, {cell.Level}, {cell.AssigneeId}, {cell.TeamId}, {count})
            """, cancel);
        return new CounterRepaired(string.Create(CultureInfo.InvariantCulture, $"queue_counts {cell.CommunityId} {cell.State} {cell.Level} {cell.AssigneeId} {cell.TeamId}"), Text(was), Text(count)!);
    }, cancel);

    private async Task<string?> ProblemAsync(long id, CancellationToken cancel)
    {
        async Task<(int Tickets, int Customers, int IsTickets, int IsCustomers)?> LookAsync() =>
            await database.Problems.Where(p => p.Id == id).Select(p => new { p.Tickets, p.Customers }).SingleOrDefaultAsync(cancel) is not { } says ? null
                : (says.Tickets, says.Customers, await database.ProblemTickets.CountAsync(t => t.ProblemId == id, cancel), await database.ProblemTickets.Where(t => t.ProblemId == id).Select(t => t.ContactId).Distinct().CountAsync(cancel));

        if (await LookAsync() is not { } first || (first.Tickets == first.IsTickets && first.Customers == first.IsCustomers)) return null;
        return await OneAsync(async () =>
        {
            if (await LookAsync() is not { } now || (now.Tickets == now.IsTickets && now.Customers == now.IsCustomers)) return null;
            await database.Problems.Where(p => p.Id == id).ExecuteUpdateAsync(set => set.SetProperty(p => p.Tickets, now.IsTickets).SetProperty(p => p.Customers, now.IsCustomers).SetProperty(p => p.Changes, p => p.Changes + 1), cancel);
            return new CounterRepaired(string.Create(CultureInfo.InvariantCulture, $"problems {id}"), Both(now.Tickets, now.Customers), Both(now.IsTickets, now.IsCustomers));
        }, cancel);
    }

    private static string Both(int tickets, int customers) => string.Create(CultureInfo.InvariantCulture, $"{tickets} tickets of {customers} customers");

    private static string? Text(long? number) => number?.ToString(CultureInfo.InvariantCulture);
}
