using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Tickets;

namespace Lotse.Replies.Macros;

/// <summary>Whose macros somebody may use, and whose they may change: one's own, and those of one's communities, which leads look after.</summary>
internal static class MacroAccess
{
    public static IQueryable<Macro> VisibleTo(this IQueryable<Macro> macros, Acting by)
    {
        var (me, all, communities) = (by.AgentId, by.SeesAll, by.Communities);
        return macros.Where(m => (m.AgentId == me && m.CommunityId == null) || (m.CommunityId != null && (all || communities.Contains(m.CommunityId.Value))));
    }

    public static bool MayLead(Acting by, long communityId) => by.Role != Role.Agent && by.Sees(communityId);

    public static bool MayChange(Acting by, Macro macro) => macro.CommunityId is { } community ? MayLead(by, community) : macro.AgentId == by.AgentId;
}
