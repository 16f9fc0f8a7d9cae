using Lotse.Adapters.Database;
using Lotse.Domain.Intake.Mail;
using Lotse.Domain.Search;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Finding;

/// <summary>A file on a message of a ticket.</summary>
/// <param name="MailId">The raw mail that holds it, where one does.</param>
public sealed record HangingFile(long TicketId, Attachment File, long? MailId);

/// <param name="Names">Their name, organisation and addresses.</param>
public sealed record CalledContact(IReadOnlyList<string> Names, KnownContact Known)
{
    public static CalledContact Nobody { get; } = new([], KnownContact.Nobody);
}

/// <summary>Gathers the words of tickets, in the forms in which they are found: for the index, and for rules, which ask a ticket what a search would ask the index.
/// It reads tickets of all communities, for the desk itself.</summary>
public sealed class WordsOfTickets(DeskDatabase database)
{
    /// <summary>Of a ticket, the newest.</summary>
    private const int MessagesAtMost = 300;

    /// <summary>Of all tickets that are gathered together.</summary>
    private const int FilesAtMost = 3000;

    /// <param name="read">The texts of files by ticket; null to leave the insides of files out.</param>
    public async Task<List<TicketWords>> RunAsync(IReadOnlyList<long> ids, Func<IReadOnlyList<HangingFile>, Task<ILookup<long, string>>>? read, CancellationToken cancel)
    {
        var tickets = await database.Tickets.Where(t => ids.Contains(t.Id)).ToListAsync(cancel);
        var contacts = tickets.Select(t => t.ContactId).Distinct().ToList();
        var messages = (await database.Messages.Where(m => ids.Contains(m.TicketId)).OrderBy(m => m.Id).ToListAsync(cancel)).ToLookup(m => m.TicketId);
        var all = (await database.Attachments.Join(database.Messages.Where(m => ids.Contains(m.TicketId)), a => a.MessageId, m => m.Id, (a, m) => new { m.TicketId, File = a, m.OpenedMailId, m.RawMailId })
            .OrderByDescending(file => file.File.Id).Take(FilesAtMost).ToListAsync(cancel)).ConvertAll(file => new HangingFile(file.TicketId, file.File, file.OpenedMailId ?? file.RawMailId));
        var files = all.ToLookup(file => file.TicketId, file => file.File.Name);
        var inFiles = read is null ? Array.Empty<string>().ToLookup(_ => 0L) : await read(all);
        var tags = (await database.TicketTags.Where(l => ids.Contains(l.TicketId)).ToListAsync(cancel)).ToLookup(l => l.TicketId, l => l.TagId);
        var people = await ContactsAsync(contacts, cancel);
        return [.. tickets.Select(ticket => TicketWords.Of(
            ticket.Id, TicketMarks.Of(ticket, people.GetValueOrDefault(ticket.ContactId, CalledContact.Nobody).Known, tags[ticket.Id], files[ticket.Id].Any()), new SaidText(ticket.Subject, ticket.Language),
            People(messages[ticket.Id]).Concat(people.GetValueOrDefault(ticket.ContactId, CalledContact.Nobody).Names).Distinct(StringComparer.OrdinalIgnoreCase),
            files[ticket.Id], [.. messages[ticket.Id].TakeLast(MessagesAtMost).Select(m => Said(m, ticket))],
            inFiles[ticket.Id].Select(text => new SaidText(text, ticket.Language))))];
    }

    /// <summary>What contacts are called, and what their marks tell of them.</summary>
    public async Task<IReadOnlyDictionary<long, CalledContact>> ContactsAsync(IReadOnlyList<long> contacts, CancellationToken cancel)
    {
        var found = await database.Contacts.Where(c => contacts.Contains(c.Id)).Select(c => new
        {
            c.Id,
            c.Name,
            c.OrganisationId,
            Organisation = database.Organisations.Where(o => o.Id == c.OrganisationId).Select(o => o.Name).FirstOrDefault(),
            Addresses = database.ContactAddresses.Where(a => a.ContactId == c.Id).OrderBy(a => a.Id).Select(a => a.Address).ToList(),
        }).ToListAsync(cancel);
        return found.ToDictionary(c => c.Id, c => new CalledContact(
            [c.Name, .. c.Organisation is null ? (string[])[] : [c.Organisation], .. c.Addresses],
            new KnownContact(c.Organisation is null ? null : c.OrganisationId, c.Organisation, [.. c.Addresses.Select(address => MailAddresses.Domain(address).ToLowerInvariant()).Distinct(StringComparer.Ordinal)])));
    }

    private static IEnumerable<string> People(IEnumerable<Message> messages) => messages.SelectMany(m => m.To.Concat(m.Cc).SelectMany(n => (string[])[n.Name, n.Address]).Append(m.FromName).Append(m.FromAddress));

    /// <summary>Without what was quoted: that is found where it was first said.</summary>
    private static SaidText Said(Message message, Ticket ticket) =>
        new($"{message.Visible ?? message.Text}\n{message.Signature}", message.Language ?? ticket.Language);
}
