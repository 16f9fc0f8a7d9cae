using System.Globalization;
using Lotse.Domain.Routing;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Pages;

namespace Lotse.Tickets.Macros;

/// <summary>A category that steps may name, with its community's name where there are several.</summary>
public sealed record CategoryPick(CategoryKind Kind, string Id, string Name)
{
    public static IReadOnlyList<CategoryPick> For(Acting by, NamesNow names)
    {
        var several = names.Communities.Keys.Count(by.Sees) > 1;
        return [.. names.Categories.Values.Where(one => !one.Retired && by.Sees(one.CommunityId))
            .Select(one => new CategoryPick(one.Kind, one.Id.ToString(CultureInfo.InvariantCulture), several ? $"{one.Name} ({names.Community(one.CommunityId)})" : one.Name)).OrderBy(one => one.Name, StringComparer.CurrentCulture)];
    }
}
