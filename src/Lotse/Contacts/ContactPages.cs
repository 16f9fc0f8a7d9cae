using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Web;
using Lotse.Tickets;
using Lotse.Tickets.Finding;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Layout;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Contacts;

/// <summary>A contact with all addresses and tickets. Communities are walls here too: a contact belongs to one.</summary>
public static class ContactPages
{
    private const int TicketsAtOnce = 30;

    /// <summary>In which an address is looked for: the page costs the same for who has written for years.</summary>
    private const int TicketsLookedAt = 50;

    public static void MapContactPages(this IEndpointRouteBuilder routes) => routes.MapGet("/contacts/{id:long}", ShowAsync).ExcludeFromDescription();

    private static async Task<IResult> ShowAsync(
        long id, string? after, HttpContext http, Signed signed, DeskDatabase database, ListTickets list, DeskNames names, DeskViews desks, CancellationToken cancel)
    {
        var contact = await database.Contacts.SingleOrDefaultAsync(c => c.Id == id, cancel);
        if (contact is null || !signed.Acting.Sees(contact.CommunityId)) return TypedResults.NotFound();
        var addresses = await database.ContactAddresses.Where(a => a.ContactId == id).OrderBy(a => a.Id).Select(a => new
        {
            a.Address, a.FailedAt, a.FailedBecause,
            Last = database.Messages
                .Where(m => m.FromAddress == a.Address && m.Kind == Domain.Tickets.MessageKind.Incoming
                    && database.Tickets.Where(t => t.ContactId == id).OrderByDescending(t => t.Id).Take(TicketsLookedAt).Select(t => t.Id).Contains(m.TicketId))
                .OrderByDescending(m => m.Id).Select(m => (DateTimeOffset?)m.At).FirstOrDefault(),
        }).ToListAsync(cancel);
        var phones = await database.ContactPhones.Where(p => p.ContactId == id).OrderBy(p => p.Id).Take(20).Select(p => new
        {
            p.Number, p.At,
            Ticket = database.Messages.Where(m => m.Id == p.MessageId).Join(database.Tickets, m => m.TicketId, t => t.Id, (m, t) => (long?)t.Number).FirstOrDefault(),
        }).ToListAsync(cancel);
        var page = await list.RunAsync(signed.Acting, new TicketFilter(Contact: id, Limit: TicketsAtOnce, After: after), cancel);
        // Only the first page can be complete, and only then need nobody count.
        var count = page.Next is null && after is null ? page.Rows.Count : await database.Tickets.VisibleTo(signed.Acting).CountAsync(t => t.ContactId == id, cancel);
        var known = await names.NowAsync(cancel);
        return Forms.Page<ContactPage>(StatusCodes.Status200OK, ("Desk", await desks.ForAsync(http, cancel)), ("View", new ContactView
        {
            Id = Text(id),
            Name = contact.Name,
            Addresses = [.. addresses.Select(a => new ContactAddress(a.Address, a.Last, a.FailedAt is not null, a.FailedBecause))],
            Phones = [.. phones.Select(p => new ContactNumber(p.Number, p.Ticket is { } number ? Text(number) : null, p.At))],
            Communities = [known.Community(contact.CommunityId)],
            Since = contact.CreatedAt,
            TicketCount = count,
            Tickets = [.. page.Rows.Select(t => new ContactTicket(
                Text(t.Number), t.Subject, (TicketState)(int)t.State, (int)t.Level, known.Community(t.CommunityId), known.Agent(t.AssigneeId), t.UpdatedAt))],
            Next = page.Next,
        }));
    }

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
