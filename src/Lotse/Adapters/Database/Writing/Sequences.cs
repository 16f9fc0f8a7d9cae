using Lotse.Adapters.Database.Calling;
using Lotse.Adapters.Database.Rows;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database.Writing;

/// <summary>Counter rows, raised inside the transaction that uses the numbers: without gaps, in the order of commits.</summary>
internal static class Sequences
{
    /// <summary>The last of the given count of new numbers.</summary>
    public static async Task<long> RaiseAsync(DeskDatabase database, string name, int count, CancellationToken cancel)
    {
        var values = await database.Database
            .SqlQuery<long>($"UPDATE sequences SET value = value + {count} WHERE name = {name} RETURNING value AS \"Value\"")
            .ToListAsync(cancel);
        return values.Count == 1 ? values[0] : throw new InvalidOperationException($"The counter {name} is missing from the database.");
    }

    /// <summary>Until the transaction ends nobody else records anything: whoever records raises this row first, and waits here.</summary>
    public static Task HoldJournalAsync(DeskDatabase database, CancellationToken cancel) =>
        database.Database.ExecuteSqlAsync($"UPDATE sequences SET value = value WHERE name = {Sequence.JournalId}", cancel);

    /// <summary>Raises the journal's counter, and on PostgreSQL calls out that it grows: whoever listens hears it with the commit, and not without.</summary>
    /// <param name="node">Who calls, so that it does not hear itself.</param>
    public static async Task<long> RaiseJournalAsync(DeskDatabase database, int count, long node, CancellationToken cancel)
    {
        if (database is not PostgresDatabase) return await RaiseAsync(database, Sequence.JournalId, count, cancel);
        var (channel, call) = (NodeCalls.Channel, NodeCalls.Payload(node, NodeCall.Grown, []));
        var values = await database.Database
            .SqlQuery<long>($"UPDATE sequences SET value = value + {count} WHERE name = {Sequence.JournalId} RETURNING value AS \"Value\", pg_notify({channel}, {call})")
            .ToListAsync(cancel);
        return values.Count == 1 ? values[0] : throw new InvalidOperationException("The counter of the journal is missing from the database.");
    }
}
