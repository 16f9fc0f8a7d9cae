using Lotse.Adapters.Database;
using Lotse.Domain.Tickets;
using Lotse.Domain.Tickets.Bulk;
using Lotse.Tickets;
using Lotse.Tickets.Bulk;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Problems;

/// <summary>Resolves the tickets of a problem that are not done yet, as one run on many tickets: with its progress, and its way back.</summary>
public sealed class ResolveTickets(DeskDatabase database, StartBulk bulk)
{
    /// <returns>The run's id. More tickets than one run may have are left for the next.</returns>
    public async Task<Answer<long>> RunAsync(Acting by, long problemId, CancellationToken cancel)
    {
        if (await database.Problems.VisibleTo(by).SingleOrDefaultAsync(p => p.Id == problemId, cancel) is not { } problem) return Refusals.NotFound;
        var numbers = await database.TicketsOf(problem).Where(t => t.Lane == Lane.Active || t.Lane == Lane.Waiting).OrderBy(t => t.Id).Select(t => t.Number).Take(BulkRules.TicketsAtMost).ToListAsync(cancel);
        return await bulk.RunAsync(by, numbers, new TicketSteps { State = TicketState.Resolved }, cancel);
    }
}
