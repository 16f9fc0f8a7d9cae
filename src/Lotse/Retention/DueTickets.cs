using Lotse.Adapters.Database;
using Lotse.Domain.Retention;
using Lotse.Domain.Tickets;

namespace Lotse.Retention;

/// <summary>Which tickets a rule is about now.</summary>
internal static class DueTickets
{
    /// <param name="tickets">That may be seen.</param>
    /// <param name="lane">One of the rule's: the index knows the oldest of each, and not of several together.</param>
    public static IQueryable<Ticket> Of(DeskDatabase database, IQueryable<Ticket> tickets, long communityId, RetentionRule rule, Lane lane, IReadOnlyList<long> holds, DateTimeOffset now)
    {
        var before = rule.Before(now);
        var due = tickets.Where(t => t.CommunityId == communityId && t.Lane == lane && t.UpdatedAt < before);
        if (rule.TagId is { } tag) due = due.Where(t => database.TicketTags.Any(link => link.TicketId == t.Id && link.TagId == tag));
        // What has become part of a ticket goes with it, and holds it.
        return holds.Count == 0 || rule.Act == RetentionAct.Archive ? due : due.Where(t => !database.TicketTags.Any(link => holds.Contains(link.TagId)
            && (link.TicketId == t.Id || database.Tickets.Any(part => part.Id == link.TicketId && (part.MergedIntoId == t.Id || database.Tickets.Any(between => between.Id == part.MergedIntoId && between.MergedIntoId == t.Id))))));
    }
}
