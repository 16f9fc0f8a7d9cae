using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Tickets;

namespace Lotse.Intake.Mail;

/// <summary>The gate to mails that have no ticket: the walls of communities stand here too.</summary>
public static class ParkedAccess
{
    public static IQueryable<Delivery> VisibleTo(this IQueryable<Delivery> deliveries, Acting acting)
    {
        if (acting.SeesAll) return deliveries;
        var communities = acting.Communities;
        return deliveries.Where(delivery => communities.Contains(delivery.CommunityId));
    }
}
