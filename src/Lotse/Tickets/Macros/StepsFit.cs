using Lotse.Adapters.Database;
using Lotse.Domain;
using Lotse.Domain.Routing;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Responsible;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Macros;

/// <summary>Whether what steps name is there for those whose tickets they are taken in.</summary>
public static class StepsFit
{
    /// <summary>Categories are a community's own.</summary>
    /// <param name="communityId">Null for steps that are one's own, which may name what one sees; whether it fits a ticket is asked of each.</param>
    public static async Task<Refusal?> CategoriesAsync(this DeskDatabase database, Acting by, TicketSteps steps, long? communityId, bool own, CancellationToken cancel)
    {
        var (sees, communities) = (by.SeesAll, by.Communities);
        foreach (var (kind, id, field) in (IReadOnlyList<(CategoryKind, long?, string)>)[(CategoryKind.Product, steps.Product, "product"), (CategoryKind.Topic, steps.Topic, "topic"), (CategoryKind.SupportGroup, steps.SupportGroup, "supportGroup")])
        {
            if (id is null or TicketSteps.Nobody) continue;
            if (!await database.Categories.AnyAsync(c => (sees || communities.Contains(c.CommunityId)) && c.Id == id && c.Kind == kind && !c.Retired && (own || c.CommunityId == communityId), cancel)) return new Refusal(ClassifyTicket.NoSuchCategory, field);
        }
        return null;
    }
}
