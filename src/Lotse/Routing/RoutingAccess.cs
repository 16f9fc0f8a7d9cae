using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Routing;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Routing;

/// <summary>The gate to who is responsible and who is away: rows and categories of the communities that somebody works for; absences of the colleagues there.</summary>
public static class RoutingAccess
{
    public static IQueryable<ResponsibilityRow> VisibleTo(this IQueryable<ResponsibilityRow> rows, Acting by)
    {
        if (by.SeesAll) return rows;
        var communities = by.Communities;
        return rows.Where(row => communities.Contains(row.CommunityId));
    }

    public static IQueryable<Category> VisibleTo(this IQueryable<Category> categories, Acting by)
    {
        if (by.SeesAll) return categories;
        var communities = by.Communities;
        return categories.Where(category => communities.Contains(category.CommunityId));
    }

    /// <summary>Who works for a community that somebody works for. Admins work for all.</summary>
    public static IQueryable<AgentAccount> ColleaguesOf(this DeskDatabase database, Acting by)
    {
        if (by.SeesAll) return database.Users;
        var communities = by.Communities;
        return database.Users.Where(agent => agent.Id == by.AgentId || agent.Role == Role.Admin || database.AgentCommunities.Any(link => link.AgentId == agent.Id && communities.Contains(link.CommunityId)));
    }

    /// <summary>Everybody says when they are away themselves; leads say it of their colleagues.</summary>
    public static bool MaySayOf(this Acting by, long agentId) => by.AgentId == agentId || by.Role >= Role.Lead;
}
