using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database;

/// <summary>From tickets that have become part of others to those that stand for themselves.</summary>
public static class TicketHeads
{
    /// <summary>A merge never makes a circle; a damaged database might.</summary>
    private const int StepsAtMost = 100;

    /// <summary>The tickets behind this one, one part of the next; the last stands for itself. Empty where this one does.</summary>
    public static async Task<IReadOnlyList<Ticket>> WayOfAsync(DeskDatabase database, Ticket ticket, bool tracking, CancellationToken cancel)
    {
        var way = new List<Ticket>();
        for (var at = ticket; at.MergedIntoId is { } next && way.Count < StepsAtMost; way.Add(at))
        {
            at = await (tracking ? database.Tickets.AsTracking() : database.Tickets).SingleAsync(t => t.Id == next, cancel);
        }
        return way;
    }

    /// <summary>Ids of tickets that stand for themselves, for any ids.</summary>
    public static async Task<IReadOnlyCollection<long>> OfAsync(DeskDatabase database, IReadOnlyCollection<long> ids, CancellationToken cancel)
    {
        var tickets = await database.Tickets.AsTracking().Where(t => ids.Contains(t.Id)).ToDictionaryAsync(t => t.Id, cancel);
        await AddAsync(database, tickets, cancel);
        return [.. ids.Select(id => tickets.TryGetValue(id, out var ticket) ? Of(ticket, tickets).Id : id).Distinct()];
    }

    /// <summary>Tickets together with all that stand behind them; tracked.</summary>
    public static async Task AddAsync(DeskDatabase database, Dictionary<long, Ticket> tickets, CancellationToken cancel)
    {
        for (var step = 0; step < StepsAtMost; step++)
        {
            var next = tickets.Values.Select(t => t.MergedIntoId ?? 0).Where(id => id != 0 && !tickets.ContainsKey(id)).Distinct().ToList();
            if (next.Count == 0) return;
            foreach (var ticket in await database.Tickets.AsTracking().Where(t => next.Contains(t.Id)).ToListAsync(cancel)) tickets.Add(ticket.Id, ticket);
        }
    }

    /// <param name="tickets">With all that stand behind it, see <see cref="AddAsync"/>.</param>
    public static Ticket Of(Ticket ticket, IReadOnlyDictionary<long, Ticket> tickets)
    {
        for (var step = 0; step < StepsAtMost && ticket.MergedIntoId is { } next && tickets.TryGetValue(next, out var behind); step++) ticket = behind;
        return ticket;
    }

    /// <summary>Numbers of all that have become part of a ticket, the parts of parts too; in order.</summary>
    public static Task<List<long>> PartsOfAsync(DeskDatabase database, long ticketId, CancellationToken cancel) => database.Database.SqlQuery<long>(
        $"""
        WITH RECURSIVE parts AS (
            SELECT id, number FROM tickets WHERE merged_into_id = {ticketId}
            UNION SELECT t.id, t.number FROM tickets t JOIN parts p ON t.merged_into_id = p.id)
        SELECT number AS "Value" FROM parts ORDER BY number
        """).ToListAsync(cancel);
}
