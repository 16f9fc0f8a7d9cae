using Lotse.Adapters.Database.Rows.Automation;
using Lotse.Domain.Tickets;

namespace Lotse.Rules;

/// <summary>Who sees rules and webhooks: leads those of their communities, and those of the whole desk, which only admins change.</summary>
internal static class RuleAccess
{
    public static bool MayLook(Acting by) => by.Role != Role.Agent;

    /// <param name="communityId">Null for the whole desk.</param>
    public static bool MayChange(Acting by, long? communityId) => communityId is { } community ? MayLook(by) && by.Sees(community) : by.Role == Role.Admin;

    /// <summary>Null for whoever may not change the webhook: leads see that there is one for the whole desk, and its address is often a secret itself.</summary>
    public static string? UrlFor(Acting by, Webhook webhook) => MayChange(by, webhook.CommunityId) ? webhook.Url : null;

    public static IQueryable<RuleRow> VisibleTo(this IQueryable<RuleRow> rules, Acting by)
    {
        var (looks, all, communities) = (MayLook(by), by.SeesAll, by.Communities);
        return rules.Where(r => looks && (r.CommunityId == null || all || communities.Contains(r.CommunityId.Value)));
    }

    public static IQueryable<Webhook> VisibleTo(this IQueryable<Webhook> webhooks, Acting by)
    {
        var (looks, all, communities) = (MayLook(by), by.SeesAll, by.Communities);
        return webhooks.Where(w => looks && (w.CommunityId == null || all || communities.Contains(w.CommunityId.Value)));
    }
}
