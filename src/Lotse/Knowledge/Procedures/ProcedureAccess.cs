using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Knowledge;
using Lotse.Domain.Tickets;

namespace Lotse.Knowledge.Procedures;

/// <summary>The gate to procedures: those of all communities, and of one's own. Who writes text blocks writes procedures.</summary>
public static class ProcedureAccess
{
    public static IQueryable<Procedure> VisibleTo(this IQueryable<Procedure> procedures, Acting by)
    {
        if (by.SeesAll) return procedures;
        var communities = by.Communities;
        return procedures.Where(p => p.CommunityId == null || communities.Contains(p.CommunityId.Value));
    }

    /// <summary>Those that may be walked in tickets of a community.</summary>
    public static IQueryable<Procedure> OfferedIn(this IQueryable<Procedure> procedures, long communityId) =>
        procedures.Where(p => p.State == TextBlockState.Published && (p.CommunityId == null || p.CommunityId == communityId));
}
