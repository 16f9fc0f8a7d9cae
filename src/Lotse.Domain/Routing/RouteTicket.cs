using Lotse.Domain.Tickets;

namespace Lotse.Domain.Routing;

/// <summary>Turns an answer to "who gets this" into what happens to the ticket.</summary>
public static class RouteTicket
{
    /// <summary>A ticket that has just come in, or that is about something else now.</summary>
    public static IReadOnlyList<Fact> Take(Ticket ticket, Route route, string occasion, DateTimeOffset now)
    {
        var facts = new List<Fact>();
        if (ticket.SupportGroupId is null && route.Row?.SupportGroupId is { } group)
        {
            facts.Add(new TicketClassified(ticket.Id, CategoryKind.SupportGroup, null, group, TicketClassified.ByResponsibility, null, now));
        }
        // Where nobody is responsible, nothing is taken from whoever has it; the first time it is said why it waits in the queue.
        if (route.Because == RoutedBecause.NoRow) return facts;
        if (route.AgentId is null && route.TeamId is null && occasion != TicketRouted.Opened && ticket.AssigneeId is null) return facts;
        facts.Add(new TicketRouted(ticket.Id, route.Row?.Id, ticket.AssigneeId, route.AgentId, route.TeamId ?? ticket.TeamId, route.ActsForId, route.Because, route.PassedOver, route.Row?.Scope, occasion, now));
        return facts;
    }

    /// <summary>A ticket of somebody who cannot work it now: to whoever acts for them, to whoever is responsible, or back into its queue. Nothing where they can.</summary>
    public static IReadOnlyList<Fact> Relieve(Ticket ticket, Case one, RoutingTable table, string occasion, DateTimeOffset now)
    {
        if (ticket.AssigneeId is not { } assignee || !table.Roster.People.ContainsKey(assignee) || (table.Roster.MayHave(assignee, one.CommunityId) && table.Roster.AwayAt(assignee, now) is null)) return [];
        var route = WhoActs.For(assignee, one, table.Roster, now);
        if (route.AgentId is null && table.Route(one, now) is { Because: not RoutedBecause.NoRow } responsible) route = responsible with { PassedOver = [.. route.PassedOver, .. responsible.PassedOver.Where(other => route.PassedOver.All(known => known.AgentId != other.AgentId))] };
        return [new TicketRouted(ticket.Id, route.Row?.Id, assignee, route.AgentId, route.TeamId ?? ticket.TeamId, route.ActsForId, route.Because, route.PassedOver, route.Row?.Scope, occasion, now)];
    }
}
