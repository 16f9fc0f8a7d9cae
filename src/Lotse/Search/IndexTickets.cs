using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Searching;
using Lotse.Domain.Search;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Search;

/// <summary>Gathers the words of tickets for the index. It reads tickets of all communities: what anybody may see of them is asked again with every search.</summary>
public sealed class IndexTickets(DeskDatabase database, SearchStore store)
{
    /// <summary>Of a ticket, the newest.</summary>
    private const int MessagesAtMost = 300;

    /// <summary>Puts these tickets into the index as they are now, and notes how far it has come.</summary>
    public async Task RunAsync(IReadOnlyList<long> ids, SearchProgress progress, CancellationToken cancel)
    {
        var words = ids.Count == 0 ? [] : await WordsAsync(ids, cancel);
        var there = words.Select(one => one.TicketId).ToHashSet();
        await store.WriteAsync(words, [.. ids.Where(id => !there.Contains(id))], progress, cancel);
    }

    private async Task<List<TicketWords>> WordsAsync(IReadOnlyList<long> ids, CancellationToken cancel)
    {
        var tickets = await database.Tickets.Where(t => ids.Contains(t.Id)).ToListAsync(cancel);
        var contacts = tickets.Select(t => t.ContactId).Distinct().ToList();
        var messages = (await database.Messages.Where(m => ids.Contains(m.TicketId)).OrderBy(m => m.Id).ToListAsync(cancel)).ToLookup(m => m.TicketId);
        var files = (await database.Attachments.Join(database.Messages.Where(m => ids.Contains(m.TicketId)), a => a.MessageId, m => m.Id, (a, m) => new { m.TicketId, a.Name })
            .ToListAsync(cancel)).ToLookup(file => file.TicketId, file => file.Name);
        var tags = (await database.TicketTags.Where(l => ids.Contains(l.TicketId)).ToListAsync(cancel)).ToLookup(l => l.TicketId, l => l.TagId);
        var names = (await database.Contacts.Where(c => contacts.Contains(c.Id)).Select(c => new { c.Id, c.Name }).ToListAsync(cancel)).ToDictionary(c => c.Id, c => c.Name);
        var addresses = (await database.ContactAddresses.Where(a => contacts.Contains(a.ContactId)).Select(a => new { a.ContactId, a.Address }).ToListAsync(cancel))
            .ToLookup(a => a.ContactId, a => a.Address);
        return [.. tickets.Select(ticket => TicketWords.Of(
            ticket.Id, TicketMarks.Of(ticket, tags[ticket.Id]), new SaidText(ticket.Subject, ticket.Language),
            People(messages[ticket.Id]).Append(names.GetValueOrDefault(ticket.ContactId, "")).Concat(addresses[ticket.ContactId]).Distinct(StringComparer.OrdinalIgnoreCase),
            files[ticket.Id], [.. messages[ticket.Id].TakeLast(MessagesAtMost).Select(m => Said(m, ticket))]))];
    }

    private static IEnumerable<string> People(IEnumerable<Message> messages) => messages.SelectMany(m => m.To.Concat(m.Cc).SelectMany(n => (string[])[n.Name, n.Address]).Append(m.FromName).Append(m.FromAddress));

    /// <summary>Without what was quoted: that is found where it was first said.</summary>
    private static SaidText Said(Message message, Ticket ticket) =>
        new($"{message.Visible ?? message.Text}\n{message.Signature}", message.Language ?? ticket.Language);
}
