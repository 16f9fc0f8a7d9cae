using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Writing;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Involving;

/// <summary>An agent wants to hear of a ticket, or no longer. It changes nothing about the ticket, so neither its version nor the journal knows of it.</summary>
public sealed class WatchTicket(DeskDatabase database, WriteGate gate, TimeProvider clock)
{
    /// <returns>False where the ticket is not there or not for this agent.</returns>
    public async Task<bool> RunAsync(Acting by, long number, bool watch, CancellationToken cancel)
    {
        if (await IdAsync(by, number, cancel) is not { } ticket) return false;
        using var pass = await gate.EnterAsync(cancel);
        if (watch) await NoticeRows.WatchAsync(database, new Watcher { TicketId = ticket, AgentId = by.AgentId, At = clock.GetUtcNow() }, cancel);
        else await database.Watchers.Where(w => w.TicketId == ticket && w.AgentId == by.AgentId).ExecuteDeleteAsync(cancel);
        return true;
    }

    /// <returns>Ids of agents, whoever watches longest first; null where the ticket is not there or not for this agent.</returns>
    public async Task<IReadOnlyList<long>?> WatchersAsync(Acting by, long number, CancellationToken cancel) => await IdAsync(by, number, cancel) is { } ticket
        ? await database.Watchers.Where(w => w.TicketId == ticket).OrderBy(w => w.At).Select(w => w.AgentId).ToListAsync(cancel)
        : null;

    private Task<long?> IdAsync(Acting by, long number, CancellationToken cancel) => database.FindTicketIdAsync(by, number, cancel);
}
