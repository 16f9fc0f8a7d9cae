using Lotse.Adapters.Database;
using Lotse.Domain.Contacts;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Finding;

/// <summary>A ticket with all that a page or a program wants to know of it.</summary>
public sealed record TicketWhole(
    Ticket Ticket, Contact? Contact, IReadOnlyList<ContactAddress> Addresses, IReadOnlyList<Message> Messages, IReadOnlyList<string> Tags);

/// <summary>Reads one ticket, the walls in front.</summary>
public sealed class ReadTicket(DeskDatabase database)
{
    /// <summary>Messages that are read at once; a conversation is rarely longer, a loop may be.</summary>
    public const int MessagesAtMost = 500;

    public async Task<TicketWhole?> RunAsync(Acting by, long number, CancellationToken cancel)
    {
        var found = await database.ReadTicketAsync(by, number, cancel);
        if (found is null) return null;
        var id = found.Ticket.Id;
        var messages = await database.Messages.Where(m => m.TicketId == id).OrderByDescending(m => m.Id).Take(MessagesAtMost)
            .Include(m => m.Attachments.OrderBy(a => a.Id)).AsSplitQuery().ToListAsync(cancel);
        messages.Reverse();
        var addresses = await database.ContactAddresses.Where(a => a.ContactId == found.Ticket.ContactId).OrderBy(a => a.Id).ToListAsync(cancel);
        var tags = await database.TicketTags.Where(l => l.TicketId == id).Join(database.Tags, l => l.TagId, t => t.Id, (_, t) => t.Name).OrderBy(n => n).ToListAsync(cancel);
        return new TicketWhole(found.Ticket, found.Contact, addresses, messages, tags);
    }
}
