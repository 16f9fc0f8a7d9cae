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

    /// <summary>Puts down that all tokens of an agent end, to be saved with what ends the sessions; <see cref="EndLateAsync"/> then.</summary>
    /// <param name="by">Who ends them; null from the command line.</param>
    /// <returns>False where there are none.</returns>
    public async Task<bool> EndAllAsync(long agentId, long? by, CancellationToken cancel)
    {
        var all = await database.ApiTokens.AsTracking().Where(t => t.AgentId == agentId).OrderBy(t => t.Id).ToListAsync(cancel);
        foreach (var token in all)
        {
            database.ApiTokens.Remove(token);
            journal.Record(new TokenRevoked(agentId, token.Id, token.Name), null, by);
        }
        return all.Count > 0;
    }

    /// <summary>Once it is saved: ends tokens that were made in between. What is made from now on, by whoever came in before, <see cref="CreateApiToken"/> takes back itself.</summary>
    public Task EndLateAsync(long agentId, long? by, CancellationToken cancel) => journal.RetryAsync(async () =>
    {
        if (!await EndAllAsync(agentId, by, cancel)) return false;
        await journal.SaveAsync(cancel);
        return true;
    });
}
