using Lotse.Adapters.Database;
using Lotse.Domain.Contacts;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Working;

/// <summary>Whoever has an address in a community; a new contact where nobody has. The caller saves.</summary>
public sealed class ContactOfAddress(DeskDatabase database, Ids ids)
{
    /// <param name="address">Lower case.</param>
    public async Task<Contact> FindOrAddAsync(long communityId, string address, string? name, DateTimeOffset now, CancellationToken cancel)
    {
        var known = await database.ContactAddresses.Where(a => a.Address == address && a.CommunityId == communityId)
            .Join(database.Contacts, a => a.ContactId, c => c.Id, (_, c) => c).SingleOrDefaultAsync(cancel);
        if (known is not null) return known;
        var (contact, itsAddress) = New(ids, communityId, address, name, null, now);
        database.Contacts.Add(contact);
        database.ContactAddresses.Add(itsAddress);
        return contact;
    }

    public static (Contact Contact, ContactAddress Address) New(Ids ids, long communityId, string address, string? name, string? language, DateTimeOffset now)
    {
        var contact = new Contact { Id = ids.Next(), CommunityId = communityId, Name = Snippets.Cut(name ?? "", 400), Language = language, CreatedAt = now };
        return (contact, new ContactAddress { Id = ids.Next(), ContactId = contact.Id, CommunityId = communityId, Address = address });
    }
}
