using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Writing;
using Lotse.Adapters.Live;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Notices;

/// <summary>An agent has read notices: their own and no others. No decision about a ticket, so the journal does not tell of it.</summary>
public sealed class ReadNotices(DeskDatabase database, WriteGate gate, AgentBell bell, TimeProvider clock)
{
    /// <returns>False where the ticket is not there or not for this agent.</returns>
    public async Task<bool> OfTicketAsync(Acting by, long number, CancellationToken cancel)
    {
        if (await database.Tickets.VisibleTo(by).Where(t => t.Number == number).Select(t => (long?)t.Id).SingleOrDefaultAsync(cancel) is not { } ticket) return false;
        await WriteAsync(by, database.Notices.Where(n => n.AgentId == by.AgentId && n.TicketId == ticket && n.ReadAt == null), cancel);
        return true;
    }

    public Task AllAsync(Acting by, CancellationToken cancel) => WriteAsync(by, database.Notices.Where(n => n.AgentId == by.AgentId && n.ReadAt == null), cancel);

    private async Task WriteAsync(Acting by, IQueryable<Notice> notices, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        int read;
        using (await gate.EnterAsync(cancel)) read = await notices.ExecuteUpdateAsync(set => set.SetProperty(n => n.ReadAt, now), cancel);
        if (read > 0) bell.Ring(by.AgentId); // The agent's other windows count fewer now.
    }
}
