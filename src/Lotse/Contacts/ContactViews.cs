using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Web;
using Lotse.Domain.Contacts;
using Lotse.Tickets;
using Lotse.Tickets.Finding;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Contacts;

/// <summary>Draws a contact's page: all addresses, numbers and tickets; also when a form comes back.</summary>
public sealed class ContactViews(DeskDatabase database, ListTickets list, DeskNames names, DeskViews desks)
{
    private const int TicketsAtOnce = 30;

    /// <summary>In which an address is looked for: the page costs the same for who has written for years.</summary>
    private const int TicketsLookedAt = 50;

    /// <summary>A contact of a thousand tickets is told as such.</summary>
    private const int CountedAtMost = 1000;

    /// <param name="change">What a form that came back adds to the view.</param>
    public async Task<IResult> PageAsync(
        HttpContext http, Signed signed, long id, string? after, CancellationToken cancel, int status = StatusCodes.Status200OK, Func<ContactView, ContactView>? change = null)
    {
        var found = await database.Contacts.VisibleTo(signed.Acting).Where(c => c.Id == id)
            .Select(c => new { Contact = c, Organisation = database.Organisations.Where(o => o.Id == c.OrganisationId).Select(o => o.Name).FirstOrDefault() }).SingleOrDefaultAsync(cancel);
        if (found is not { Contact: { } contact }) return TypedResults.NotFound();
        var page = await list.RunAsync(signed.Acting, new TicketFilter(Contact: id, Limit: TicketsAtOnce, After: after), cancel);
        // Only the first page can be complete, and only then need nobody count.
        var count = page.Next is null && after is null ? page.Rows.Count
            : await database.Tickets.VisibleTo(signed.Acting).Where(t => t.ContactId == id).Take(CountedAtMost).CountAsync(cancel);
        var known = await names.NowAsync(cancel);
        var view = new ContactView
        {
            Id = Text(id),
            Name = contact.Name,
            Organisation = found.Organisation,
            Language = contact.Language,
            Notes = contact.Notes,
            Version = EditContact.VersionOf(contact),
            Addresses = await AddressesAsync(id, cancel),
            Phones = await PhonesAsync(signed.Acting, id, cancel),
            Communities = [known.Community(contact.CommunityId)],
            Since = contact.CreatedAt,
            TicketCount = count,
            Tickets = [.. page.Rows.Select(t => new ContactTicket(
                Text(t.Number), t.Subject, (TicketState)(int)t.State, (int)t.Level, known.Community(t.CommunityId), known.Agent(t.AssigneeId), t.UpdatedAt))],
            Next = page.Next,
        };
        return Forms.Page<ContactPage>(status, ("Desk", await desks.ForAsync(http, cancel)), ("View", change?.Invoke(view) ?? view));
    }

    private async Task<IReadOnlyList<ContactAddress>> AddressesAsync(long id, CancellationToken cancel) =>
        [.. (await database.ContactAddresses.Where(a => a.ContactId == id).OrderBy(a => a.Id).Select(a => new
        {
            a.Address, a.FailedAt, a.FailedBecause,
            Last = database.Messages
                .Where(m => m.FromAddress == a.Address && m.Kind == Domain.Tickets.MessageKind.Incoming
                    && database.Tickets.Where(t => t.ContactId == id).OrderByDescending(t => t.Id).Take(TicketsLookedAt).Select(t => t.Id).Contains(m.TicketId))
                .OrderByDescending(m => m.Id).Select(m => (DateTimeOffset?)m.At).FirstOrDefault(),
        }).ToListAsync(cancel)).Select(a => new ContactAddress(a.Address, a.Last, a.FailedAt is not null, a.FailedBecause))];

    private async Task<IReadOnlyList<ContactNumber>> PhonesAsync(Domain.Tickets.Acting by, long id, CancellationToken cancel) =>
        [.. (await database.ContactPhones.Where(p => p.ContactId == id).OrderBy(p => p.Id).Take(20).Select(p => new
        {
            p.Number, p.At,
            Ticket = database.Messages.Where(m => m.Id == p.MessageId).Join(database.Tickets.VisibleTo(by), m => m.TicketId, t => t.Id, (m, t) => (long?)t.Number).FirstOrDefault(),
        }).ToListAsync(cancel)).Select(p => new ContactNumber(p.Number, p.Ticket is { } number ? Text(number) : null, p.At))];

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
