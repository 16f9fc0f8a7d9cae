using Lotse.Domain.Notices;
using Lotse.Tickets.Pages;

namespace Lotse.Tickets.Involving;

/// <summary>Who may be named in a ticket's notes: those who see it.</summary>
internal static class NamedPeople
{
    /// <param name="activeOnly">For whom one may name now; a name in an old note stays a name.</param>
    public static IReadOnlyList<Mentionable> Of(NamesNow names, long communityId, bool activeOnly) =>
        [.. names.Agents.Values.Where(a => a.Sees(communityId) && (a.Active || !activeOnly)).OrderBy(a => a.Name, StringComparer.CurrentCulture)
            .Select(a => new Mentionable(a.Id, a.Name, HandleOf(a.Email)))];

    public static string HandleOf(string address) => address.IndexOf('@', StringComparison.Ordinal) is > 0 and var at ? address[..at] : "";
}
