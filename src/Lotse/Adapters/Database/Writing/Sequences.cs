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
}
