using Lotse.Adapters.Database;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Working;

/// <summary>For what somebody has begun and the desk goes on with: done as that person may now, not as they might when they began.</summary>
public static class ActingLater
{
    /// <returns>Null for somebody who may no longer do anything.</returns>
    public static async Task<Acting?> ActingAsync(this DeskDatabase database, long agentId, CancellationToken cancel)
    {
        if (await database.Users.SingleOrDefaultAsync(a => a.Id == agentId && a.Active, cancel) is not { } agent) return null;
        var communities = await database.AgentCommunities.Where(l => l.AgentId == agentId).Select(l => l.CommunityId).ToListAsync(cancel);
        return new Acting(agentId, agent.Name, agent.Role, communities);
    }
}
