using Lotse.Adapters.Database;
using Lotse.Domain.Communities;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Tagging;

/// <summary>Puts tags on a ticket by their words: a word that is another one for a tag gives that tag. The caller has asked for the ticket, and saves.</summary>
public sealed class TagsOfTicket(DeskDatabase database, Ids ids)
{
    public const int LongestName = 60, AtMost = 50;

    public static string NameOf(string typed) => Snippets.Of(typed, LongestName).ToLowerInvariant();

    /// <param name="wanted">All tags it is to have from now on.</param>
    /// <returns>Null where it has exactly these.</returns>
    public async Task<TagsChanged?> SetAsync(Ticket ticket, IReadOnlyList<string> wanted, DateTimeOffset now, CancellationToken cancel)
    {
        var names = wanted.Select(NameOf).Where(name => name.Length > 0).Distinct().Take(AtMost).ToList();
        var links = await LinksAsync(ticket.Id, cancel);
        var linkIds = links.ConvertAll(link => link.TagId);
        var known = await KnownAsync(ticket.CommunityId, names, linkIds, cancel);
        var has = known.Where(tag => linkIds.Contains(tag.Id)).ToDictionary(tag => tag.Id, tag => tag.Name);
        var (wants, added) = (new HashSet<long>(), new List<string>());
        foreach (var name in names)
        {
            var tag = known.Find(one => one.Name == name);
            if (tag?.AliasOfId is { } meant) tag = known.Find(one => one.Id == meant) ?? tag;
            if (tag is null) database.Tags.Add(tag = new Tag { Id = ids.Next(), CommunityId = ticket.CommunityId, Name = name });
            if (!wants.Add(tag.Id) || has.ContainsKey(tag.Id)) continue;
            Link(ticket.Id, tag.Id);
            added.Add(tag.Name);
        }
        var gone = links.FindAll(link => !wants.Contains(link.TagId));
        database.TicketTags.RemoveRange(gone);
        var removed = gone.Select(link => has.GetValueOrDefault(link.TagId, "")).Where(name => name.Length > 0).ToList();
        return added.Count + gone.Count == 0 ? null : new TagsChanged(ticket.Id, added, removed, now);
    }

    /// <summary>The words of its tags, those among them that are not saved yet.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync(long ticketId, CancellationToken cancel)
    {
        var tags = (await LinksAsync(ticketId, cancel)).ConvertAll(link => link.TagId);
        var names = await database.Tags.Where(tag => tags.Contains(tag.Id)).Select(tag => tag.Name).ToListAsync(cancel);
        return [.. names, .. database.Tags.Local.Where(tag => tags.Contains(tag.Id)).Select(tag => tag.Name)];
    }

    /// <summary>As they are after what has been put down and is not saved yet: several handlers may save together.</summary>
    private async Task<List<TicketTag>> LinksAsync(long ticketId, CancellationToken cancel)
    {
        await database.TicketTags.AsTracking().Where(link => link.TicketId == ticketId).LoadAsync(cancel);
        return [.. database.TicketTags.Local.Where(link => link.TicketId == ticketId)];
    }

    private void Link(long ticketId, long tagId)
    {
        var takenOff = database.ChangeTracker.Entries<TicketTag>().FirstOrDefault(link => link.State == EntityState.Deleted && link.Entity.TicketId == ticketId && link.Entity.TagId == tagId);
        if (takenOff is not null) takenOff.State = EntityState.Unchanged;
        else database.TicketTags.Add(new TicketTag { TicketId = ticketId, TagId = tagId });
    }

    private async Task<List<Tag>> KnownAsync(long communityId, List<string> names, List<long> linkIds, CancellationToken cancel)
    {
        var known = await database.Tags.Where(tag => tag.CommunityId == communityId && names.Contains(tag.Name) || linkIds.Contains(tag.Id)).ToListAsync(cancel);
        known.AddRange(database.Tags.Local.Where(tag => tag.CommunityId == communityId && (names.Contains(tag.Name) || linkIds.Contains(tag.Id)) && known.TrueForAll(one => one.Id != tag.Id)));
        var meant = known.Select(tag => tag.AliasOfId ?? 0).Where(id => id != 0 && known.TrueForAll(tag => tag.Id != id)).ToList();
        if (meant.Count > 0) known.AddRange(await database.Tags.Where(tag => meant.Contains(tag.Id)).ToListAsync(cancel));
        return known;
    }
}
