using Lotse.Adapters.Database;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets;

/// <summary>The gate to tickets and to all that hangs on them: communities are walls. No handler reads past it.</summary>
public static class TicketAccess
{
    public static IQueryable<Ticket> VisibleTo(this IQueryable<Ticket> tickets, Acting acting)
    {
        if (acting.SeesAll) return tickets;
        var communities = acting.Communities;
        return tickets.Where(ticket => communities.Contains(ticket.CommunityId));
    }

    public static IQueryable<Message> VisibleTo(this IQueryable<Message> messages, DeskDatabase database, Acting acting)
    {
        if (acting.SeesAll) return messages;
        var communities = acting.Communities;
        return messages.Where(message => database.Tickets.Any(ticket => ticket.Id == message.TicketId && communities.Contains(ticket.CommunityId)));
    }

    /// <summary>The ticket, tracked so that facts can change it; null where it is not there or not for this agent, which look the same.</summary>
    public static Task<Ticket?> FindTicketAsync(this DeskDatabase database, Acting acting, long number, CancellationToken cancel) =>
        database.Tickets.AsTracking().VisibleTo(acting).SingleOrDefaultAsync(ticket => ticket.Number == number, cancel);
}
