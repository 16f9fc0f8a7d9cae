using System.Globalization;
using Lotse.Domain.Tickets;

namespace Lotse.Tickets.Macros;

/// <summary>What names in {{ }} stand for in texts that are written for many tickets.</summary>
public static class TicketValues
{
    public static Func<string, string?> Of(Ticket ticket, string? contact, string agent, string community) => name => name switch
    {
        "number" => ticket.Number.ToString(CultureInfo.InvariantCulture),
        "subject" => ticket.Subject,
        "contact.name" => contact ?? "",
        "agent.name" => agent,
        "community.name" => community,
        _ => null,
    };
}
