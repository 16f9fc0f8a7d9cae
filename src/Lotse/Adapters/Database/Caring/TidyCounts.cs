using Lotse.Adapters.Database.Writing;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database.Caring;

/// <summary>Each page adds up the counts of queues: cells that nothing is in any more are taken away, and those that a version of before has divided by people and teams are put together (<see cref="QueueCell.IsDivided"/>).
/// In one short transaction, in which nobody else records anything.</summary>
public sealed class TidyCounts(DeskDatabase database, WriteGate gate)
{
    private static readonly int[] s_whole = [.. Enum.GetValues<TicketState>().Where(state => !QueueCell.IsDivided(state)).Select(state => (int)state)];

    /// <returns>How many cells went.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var divided = database.QueueCounts.Where(c => s_whole.Contains(c.State) && (c.AssigneeId != 0 || c.TeamId != 0));
        if (!await database.QueueCounts.AnyAsync(c => c.Count == 0, cancel) && !await divided.AnyAsync(cancel)) return 0;
        using var pass = await gate.EnterAsync(cancel);
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        await Sequences.HoldJournalAsync(database, cancel);
        var whole = (await divided.ToListAsync(cancel)).GroupBy(QueueCell.Of).ToDictionary(cell => cell.Key, cell => (int)cell.Sum(row => row.Count));
        await QueueCells.AddAsync(database, whole, cancel);
        var gone = await divided.ExecuteDeleteAsync(cancel) + await database.QueueCounts.Where(c => c.Count == 0).ExecuteDeleteAsync(cancel);
        await transaction.CommitAsync(cancel);
        return gone;
    }
}
