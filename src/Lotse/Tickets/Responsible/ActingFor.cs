using Lotse.Domain.Levels;
using Lotse.Domain.Routing;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Pages;

namespace Lotse.Tickets.Responsible;

/// <summary>Follows a ticket's history: what a deputy does while the ticket is with them is done for somebody.</summary>
internal sealed class ActingFor
{
    private long? _assignee, _for;

    public void Follow(TicketFact? fact) => (_assignee, _for) = fact switch
    {
        TicketRouted f => (f.To, f.ActsForId),
        TicketAssigned f => (f.To, null),
        TicketReturned f => (f.Assignee, null),
        TicketEscalated => (null, null),
        _ => (_assignee, _for),
    };

    /// <param name="agentId">0 for the desk.</param>
    /// <returns>Who did it, and for whom: Jonas · for Mara; null for the desk.</returns>
    public string? Name(NamesNow names, long agentId)
    {
        if (agentId == 0 || names.Agent(agentId) is not { } name) return null;
        return agentId == _assignee && names.Agent(_for) is { } other ? $"{name} ({other})" : name;
    }
}
