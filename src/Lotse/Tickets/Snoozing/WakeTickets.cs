using Lotse.Adapters.Database;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Snoozing;

/// <summary>Opens snoozed tickets whose time has come. Each is saved on its own, so that of several desks at it one wakes it and the others find it awake.</summary>
public sealed class WakeTickets(DeskDatabase database, Journal journal, TimeProvider clock)
{
    public const string Because = "snooze-over";

    private const int AtOnce = 50;

    /// <returns>True where more may be due.</returns>
    public async Task<bool> RunAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var due = await database.Tickets.Where(t => t.SnoozedUntil != null && t.SnoozedUntil <= now && t.Lane == Lane.Waiting).OrderBy(t => t.SnoozedUntil).ThenBy(t => t.Id)
            .Select(t => t.Id).Take(AtOnce).ToListAsync(cancel);
        foreach (var id in due)
        {
            await journal.RetryAsync(async () =>
            {
                var ticket = await database.Tickets.AsTracking().SingleAsync(t => t.Id == id, cancel);
                if (!(ticket.SnoozedUntil <= now) || ticket.Lane != Lane.Waiting) return false;
                journal.Record(ticket, [new StateChanged(ticket.Id, ticket.State, TicketState.Open, Because, null, now)], null);
                await journal.SaveAsync(cancel);
                return true;
            });
        }
        return due.Count == AtOnce;
    }
}
