using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain;
using Lotse.Domain.Staff;
using Lotse.Domain.Tickets;
using Lotse.Staff.Door;
using Lotse.Staff.Tokens;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Staff.Agents;

/// <summary>Changes an agent's name, role, communities, or whether the agent may come in at all. One active admin always stays.</summary>
public sealed class ChangeAnAgent(DeskDatabase database, Journal journal, TokenList tokens)
{
    public const string Unknown = "agent-unknown";

    /// <returns>Null where done.</returns>
    public Task<Refusal?> RunAsync(long agentId, ChangeAgent change, long? by, CancellationToken cancel) => journal.RetryAsync(async () =>
    {
        var agent = await database.Users.AsTracking().SingleOrDefaultAsync(a => a.Id == agentId, cancel);
        if (agent is null) return new Refusal(Unknown);
        var admins = await database.Users.AsTracking().Where(a => a.Active && a.Role == Role.Admin && a.Id != agentId).ToListAsync(cancel);
        var communities = await database.AgentCommunities.AsTracking().Where(c => c.AgentId == agentId).ToListAsync(cancel);
        var known = await database.Communities.Select(c => c.Id).ToListAsync(cancel);
        var now = new AgentNow(agent.Id, agent.Name, agent.Role, agent.Active, [.. communities.Select(c => c.CommunityId)]);
        var decision = change.Decide(now, admins.Count, known);
        if (decision.Refusal is not null || decision.Facts.Count == 0) return decision.Refusal;

        // Two admins who deactivate each other at once both see one admin left. So the change touches all of them: one of the two decides anew.
        foreach (var admin in admins) admin.Touch();
        foreach (var fact in decision.Facts) Apply(fact, agent, communities);
        agent.Touch();
        foreach (var fact in decision.Facts) journal.Record(fact, null, by);
        // With coming back too: who was deactivated by an older version has tokens still.
        var turns = decision.Facts.Any(fact => fact is AgentDeactivated or AgentActivated);
        if (turns) await tokens.EndAllAsync(agentId, by, cancel);
        await journal.SaveAsync(cancel);
        if (turns) await tokens.EndLateAsync(agentId, by, cancel);
        return null;
    });

    private void Apply(Fact fact, AgentAccount agent, List<AgentCommunity> communities)
    {
        switch (fact)
        {
            case AgentChanged changed:
                (agent.Name, agent.Role) = (changed.Name, changed.Role);
                database.AgentCommunities.RemoveRange(communities.Where(c => !changed.Communities.Contains(c.CommunityId)));
                database.AgentCommunities.AddRange(changed.Communities.Distinct().Where(c => communities.All(has => has.CommunityId != c))
                    .Select(c => new AgentCommunity { AgentId = agent.Id, CommunityId = c }));
                break;
            case AgentDeactivated:
                agent.Active = false;
                agent.EndSessions();
                break;
            case AgentActivated:
                agent.Active = true;
                break;
            default:
                throw new InvalidOperationException($"{fact.GetType().Name} does not change an agent.");
        }
    }
}
