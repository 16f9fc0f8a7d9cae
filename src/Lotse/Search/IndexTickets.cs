using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Searching;
using Lotse.Domain.Search;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Search;

/// <summary>Gathers the words of tickets for the index. It reads tickets of all communities: what anybody may see of them is asked again with every search.</summary>
public sealed class IndexTickets(DeskDatabase database, SearchStore store, TextsOfFiles texts)
{
    /// <summary>Of a ticket, the newest.</summary>
    private const int MessagesAtMost = 300;

    /// <summary>Of all tickets that are put in together.</summary>
    private const int FilesAtMost = 3000;

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
        var all = await database.Attachments.Join(database.Messages.Where(m => ids.Contains(m.TicketId)), a => a.MessageId, m => m.Id, (a, m) => new { m.TicketId, File = a, m.OpenedMailId, m.RawMailId })
            .OrderByDescending(file => file.File.Id).Take(FilesAtMost).ToListAsync(cancel);
        var files = all.ToLookup(file => file.TicketId, file => file.File.Name);
        var said = await texts.RunAsync(all.ConvertAll(file => new FileOfTicket(file.TicketId, file.File, file.OpenedMailId ?? file.RawMailId)), cancel);
        var inFiles = all.Where(file => said.ContainsKey(file.File.Sha256)).DistinctBy(file => (file.TicketId, file.File.Sha256)).ToLookup(file => file.TicketId, file => said[file.File.Sha256]);
        var tags = (await database.TicketTags.Where(l => ids.Contains(l.TicketId)).ToListAsync(cancel)).ToLookup(l => l.TicketId, l => l.TagId);
        var names = (await database.Contacts.Where(c => contacts.Contains(c.Id)).Select(c => new { c.Id, c.Name }).ToListAsync(cancel)).ToDictionary(c => c.Id, c => c.Name);
        var addresses = (await database.ContactAddresses.Where(a => contacts.Contains(a.ContactId)).Select(a => new { a.ContactId, a.Address }).ToListAsync(cancel))
            .ToLookup(a => a.ContactId, a => a.Address);
        var organisations = (await database.Contacts.Where(c => contacts.Contains(c.Id) && c.OrganisationId != null)
            .Join(database.Organisations, c => c.OrganisationId, o => o.Id, (c, o) => new { c.Id, o.Name }).ToListAsync(cancel)).ToDictionary(c => c.Id, c => c.Name);
        return [.. tickets.Select(ticket => TicketWords.Of(
            ticket.Id, TicketMarks.Of(ticket, tags[ticket.Id], files[ticket.Id].Any()), new SaidText(ticket.Subject, ticket.Language),
            People(messages[ticket.Id]).Append(names.GetValueOrDefault(ticket.ContactId, "")).Append(organisations.GetValueOrDefault(ticket.ContactId, "")).Concat(addresses[ticket.ContactId]).Distinct(StringComparer.OrdinalIgnoreCase),
            files[ticket.Id], [.. messages[ticket.Id].TakeLast(MessagesAtMost).Select(m => Said(m, ticket))],
            inFiles[ticket.Id].Select(text => new SaidText(text, ticket.Language))))];
    }

    private static IEnumerable<string> People(IEnumerable<Message> messages) => messages.SelectMany(m => m.To.Concat(m.Cc).SelectMany(n => (string[])[n.Name, n.Address]).Append(m.FromName).Append(m.FromAddress));

    /// <summary>Without what was quoted: that is found where it was first said.</summary>
    private static SaidText Said(Message message, Ticket ticket) =>
        new($"{message.Visible ?? message.Text}\n{message.Signature}", message.Language ?? ticket.Language);
}
