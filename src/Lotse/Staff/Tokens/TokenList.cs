using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Staff;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Staff.Tokens;

/// <summary>An agent's own tokens: nobody sees or revokes those of others.</summary>
public sealed class TokenList(DeskDatabase database, Journal journal)
{
    public Task<List<ApiToken>> OfAsync(long agentId, CancellationToken cancel) =>
        database.ApiTokens.Where(t => t.AgentId == agentId).OrderBy(t => t.Id).ToListAsync(cancel);

    /// <returns>False where the agent has no such token.</returns>
    public Task<bool> RevokeAsync(long agentId, long tokenId, CancellationToken cancel) => journal.RetryAsync(async () =>
    {
        var token = await database.ApiTokens.AsTracking().SingleOrDefaultAsync(t => t.Id == tokenId && t.AgentId == agentId, cancel);
        if (token is null) return false;
        database.ApiTokens.Remove(token);
        journal.Record(new TokenRevoked(agentId, token.Id, token.Name), null, agentId);
        await journal.SaveAsync(cancel);
        return true;
    });
}
