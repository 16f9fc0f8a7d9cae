using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain;
using Lotse.Domain.Intake;
using Lotse.Domain.Routing;
using Lotse.Domain.Routing.Learning;
using Lotse.Domain.Tickets;
using Lotse.Intake.Mail.Importing;
using Lotse.Tickets.Responsible;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Intake.Mail.Placing;

/// <summary>Who gets the tickets of a group of mails.</summary>
internal sealed class RoutedMails(RoutingTable table, IReadOnlyDictionary<long, long> organisations)
{
    public static RoutedMails Nobody { get; } = new(RoutingTable.Empty, new Dictionary<long, long>());

    /// <summary>One statement; a second one only where some row names an organisation.</summary>
    public static async Task<RoutedMails> PrepareAsync(DeskDatabase database, RoutingNow routing, PlacingGround ground, CancellationToken cancel)
    {
        var table = await routing.TableAsync(database, cancel);
        if (!table.NamesOrganisations) return new RoutedMails(table, Nobody.Organisations);
        var contacts = ground.Contacts.ToList();
        return new RoutedMails(table, await database.Contacts.Where(c => contacts.Contains(c.Id) && c.OrganisationId != null).ToDictionaryAsync(c => c.Id, c => c.OrganisationId!.Value, cancel));
    }

    private IReadOnlyDictionary<long, long> Organisations => organisations;

    /// <summary>What corrections have taught.</summary>
    public LearnSigns Learned => table.Learned;

    /// <summary>A new ticket goes to whoever is responsible; an old one, where whoever has it is away, to whoever acts for them. What is imported is history.</summary>
    public IReadOnlyList<Fact> Of(Ticket ticket, Message message, bool opens, Delivery delivery, DateTimeOffset now)
    {
        if (delivery.Door == ImportMail.Door) return [];
        var organisation = organisations.TryGetValue(ticket.ContactId, out var known) ? known : (long?)null;
        if (opens) return RouteOpened.Facts(table, ticket, organisation, message.Visible ?? message.Text, now);
        return PlaceMail.SpeaksForAPerson(message.MailKind) ? RouteTicket.Relieve(ticket, Case.Of(ticket, organisation), table, TicketRouted.CustomerWrote, now) : [];
    }
}
