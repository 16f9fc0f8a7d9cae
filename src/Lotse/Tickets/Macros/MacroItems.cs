using System.Globalization;
using Lotse.Domain.Routing;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Pages;

namespace Lotse.Tickets.Macros;

/// <summary>Macros with the names that their steps mean.</summary>
public static class MacroItems
{
    public static MacroItem Of(long id, string name, TicketSteps steps, NamesNow names) => new(
        id.ToString(CultureInfo.InvariantCulture), name, steps, steps.Assignee is > 0 ? names.Agent(steps.Assignee) : null,
        steps.Team is > 0 and var team ? names.Teams.GetValueOrDefault(team) : null,
        [.. About(steps).Where(one => one.Id is not null).Select(one => (one.Kind, one.Id == TicketSteps.Nobody ? null : names.Category(one.Id) ?? "?"))]);

    private static IEnumerable<(CategoryKind Kind, long? Id)> About(TicketSteps steps) => [(CategoryKind.Product, steps.Product), (CategoryKind.Topic, steps.Topic), (CategoryKind.SupportGroup, steps.SupportGroup)];
}
