using System.Globalization;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Pages;

namespace Lotse.Tickets.Macros;

/// <summary>Macros with the names that their steps mean.</summary>
public static class MacroItems
{
    public static MacroItem Of(long id, string name, TicketSteps steps, NamesNow names) => new(
        id.ToString(CultureInfo.InvariantCulture), name, steps, steps.Assignee is > 0 ? names.Agent(steps.Assignee) : null,
        steps.Team is > 0 and var team ? names.Teams.GetValueOrDefault(team) : null);
}
