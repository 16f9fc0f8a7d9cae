using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Tickets;
using Lotse.Tickets;

namespace Lotse.Intake.Mail;

/// <summary>The gate to mails as they came in: the walls of communities stand here too. One that hangs on a ticket is behind the wall that the ticket is behind by now, wherever it came in.</summary>
public static class ParkedAccess
{
    public static IQueryable<Delivery> VisibleTo(this IQueryable<Delivery> deliveries, DeskDatabase database, Acting acting)
    {
        if (acting.SeesAll) return deliveries;
        var (communities, tickets) = (acting.Communities, database.Tickets.VisibleTo(acting));
        return deliveries.Where(delivery => (delivery.TicketId == null && communities.Contains(delivery.CommunityId)) || tickets.Any(ticket => ticket.Id == delivery.TicketId));
    }
}
