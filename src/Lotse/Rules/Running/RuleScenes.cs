using Lotse.Adapters.Database;
using Lotse.Domain.Communities;
using Lotse.Domain.Rules;
using Lotse.Domain.Search;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Finding;
using Lotse.Tickets.Pages;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Rules.Running;

/// <summary>A ticket as a rule is put to it, and what names mean then.</summary>
public sealed record Seen(RuleScene Scene, SearchNames Names);

/// <summary>Reads tickets as rules see them, for the desk itself: each is read once, and its words only where a rule asks for words.</summary>
public sealed class RuleScenes(DeskDatabase database, WordsOfTickets words, DeskNames names)
{
    private sealed record TagWord(long Id, long? AliasOfId, string Name);

    /// <param name="ticket">As it is now, with what is put down and not saved yet.</param>
    public async Task<Seen> OfAsync(Ticket ticket, bool withWords, CancellationToken cancel)
    {
        var gathered = withWords ? (await words.RunAsync([ticket.Id], null, cancel)).FirstOrDefault() : null;
        var hasFiles = gathered?.Marks.Contains(TicketMarks.HasFiles)
            ?? await database.Messages.Where(m => m.TicketId == ticket.Id).Join(database.Attachments, m => m.Id, a => a.MessageId, (_, a) => a.Id).AnyAsync(cancel);
        var contact = await ContactAsync([ticket.ContactId], cancel);
        return await AnewAsync(new RuleScene(ticket, gathered ?? new TicketWords(ticket.Id, hasFiles ? [TicketMarks.HasFiles] : [], [], [], [], []), contact(ticket)), cancel);
    }

    /// <summary>The same ticket after a rule has changed it: what it is, and its tags.</summary>
    public async Task<Seen> AnewAsync(RuleScene scene, CancellationToken cancel)
    {
        var links = await database.TicketTags.Where(l => l.TicketId == scene.Ticket.Id).Select(l => l.TagId).ToListAsync(cancel);
        var unsaved = database.ChangeTracker.Entries<TicketTag>().Where(l => l.Entity.TicketId == scene.Ticket.Id).ToLookup(l => l.State, l => l.Entity.TagId);
        var tags = links.Except(unsaved[EntityState.Deleted]).Concat(unsaved[EntityState.Added]).Distinct().ToList();
        var marks = TicketMarks.Of(scene.Ticket, scene.Contact, tags, scene.Words.Marks.Contains(TicketMarks.HasFiles));
        var said = tags.Count == 0 ? [] : await WordsOfAsync(tags, cancel);
        var meant = (await names.NowAsync(cancel)).ForSearch(Acting.Desk("")) with { Me = null, Tags = word => [.. said.Where(tag => tag.Word == word).Select(tag => tag.Id)], Organisations = Of(scene.Contact) };
        return new Seen(scene with { Words = scene.Words with { Marks = marks } }, meant);
    }

    /// <summary>Of many tickets at once, for a look at what a rule would do.</summary>
    public async Task<IReadOnlyList<Seen>> OfManyAsync(IReadOnlyList<Ticket> tickets, CancellationToken cancel)
    {
        var ids = tickets.Select(t => t.Id).ToList();
        var gathered = (await words.RunAsync(ids, null, cancel)).ToDictionary(one => one.TicketId);
        var tags = (await database.TicketTags.Where(l => ids.Contains(l.TicketId)).ToListAsync(cancel)).ToLookup(l => l.TicketId, l => l.TagId);
        var said = (await WordsOfAsync([.. tags.SelectMany(of => of).Distinct()], cancel)).ToLookup(tag => tag.Id, tag => tag.Word);
        var meant = (await names.NowAsync(cancel)).ForSearch(Acting.Desk("")) with { Me = null };
        var contact = await ContactAsync([.. tickets.Select(t => t.ContactId).Distinct()], cancel);
        return [.. tickets.Where(t => gathered.ContainsKey(t.Id)).Select(t => new Seen(new RuleScene(t, gathered[t.Id], contact(t)),
            meant with { Tags = word => [.. tags[t.Id].Where(id => said[id].Contains(word))], Organisations = Of(contact(t)) }))];
    }

    private async Task<Func<Ticket, KnownContact>> ContactAsync(IReadOnlyList<long> contacts, CancellationToken cancel)
    {
        var known = await words.ContactsAsync(contacts, cancel);
        return ticket => known.GetValueOrDefault(ticket.ContactId, CalledContact.Nobody).Known;
    }

    /// <summary>Of all organisations only the ticket's own can matter.</summary>
    private static Func<string, IReadOnlyList<long>> Of(KnownContact contact) =>
        part => contact is { OrganisationId: { } id, Organisation: { } name } && SearchMarks.Fits(name, part) ? [id] : [];

    /// <summary>All words that these tags go by: their own, and the others for the same.</summary>
    private async Task<List<(string Word, long Id)>> WordsOfAsync(List<long> tags, CancellationToken cancel)
    {
        var own = await database.Tags.Where(tag => tags.Contains(tag.Id)).Select(tag => new TagWord(tag.Id, tag.AliasOfId, tag.Name)).ToListAsync(cancel);
        own.AddRange(database.Tags.Local.Where(tag => tags.Contains(tag.Id)).Select(tag => new TagWord(tag.Id, tag.AliasOfId, tag.Name)));
        var roots = own.Select(tag => tag.AliasOfId ?? tag.Id).Distinct().ToList();
        var all = await database.Tags.Where(tag => roots.Contains(tag.AliasOfId ?? tag.Id)).Select(tag => new TagWord(tag.Id, tag.AliasOfId, tag.Name)).ToListAsync(cancel);
        return [.. own.SelectMany(mine => all.Append(mine).Where(other => (other.AliasOfId ?? other.Id) == (mine.AliasOfId ?? mine.Id)).Select(other => (other.Name, mine.Id))).Distinct()];
    }
}
