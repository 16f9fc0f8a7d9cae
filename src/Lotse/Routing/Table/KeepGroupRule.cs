using Lotse.Adapters.Database;
using Lotse.Domain;
using Lotse.Domain.Routing;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Routing.Table;

/// <summary>Says whether a community's tickets need a support group before they are done. Leads say so.</summary>
public sealed class KeepGroupRule(DeskDatabase database, Journal journal)
{
    public const string NoneToChoose = "no-support-group";

    public Task<Answer<bool>> RunAsync(Acting by, long communityId, bool needed, CancellationToken cancel) => journal.RetryAsync<Answer<bool>>(async () =>
    {
        if (!by.Sees(communityId) || await database.Communities.AsTracking().SingleOrDefaultAsync(c => c.Id == communityId, cancel) is not { } community) return Refusals.NotFound;
        if (by.Role < Role.Lead) return new Refusal(Refusals.LeadsOnly);
        if (community.NeedsSupportGroup == needed) return needed;
        // Else nobody could finish anything any more.
        if (needed && !await HasAnyAsync(database, communityId, null, cancel)) return new Refusal(NoneToChoose);
        community.NeedsSupportGroup = needed;
        journal.Record(new GroupRuleChanged(communityId, needed), communityId, by.AgentId);
        await journal.SaveAsync(cancel);
        return needed;
    });

    /// <summary>Whether there is one to choose, beside one that may go.</summary>
    internal static Task<bool> HasAnyAsync(DeskDatabase database, long communityId, long? beside, CancellationToken cancel) =>
        database.Categories.AnyAsync(c => c.CommunityId == communityId && c.Kind == CategoryKind.SupportGroup && !c.Retired && c.Id != beside, cancel);
}
