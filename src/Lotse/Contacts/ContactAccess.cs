using Lotse.Domain.Contacts;
using Lotse.Domain.Tickets;

namespace Lotse.Contacts;

/// <summary>The gate to contacts: each belongs to one community, and communities are walls.</summary>
public static class ContactAccess
{
    public static IQueryable<Contact> VisibleTo(this IQueryable<Contact> contacts, Acting acting)
    {
        if (acting.SeesAll) return contacts;
        var communities = acting.Communities;
        return contacts.Where(contact => communities.Contains(contact.CommunityId));
    }
}
