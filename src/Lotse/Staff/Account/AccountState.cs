using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Staff.Door;
using Lotse.Staff.Tokens;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Staff.Account;

/// <summary>What one's own settings page shows.</summary>
internal sealed class AccountState(DeskDatabase database, TokenList tokens, SecondStep codes)
{
    public async Task<AccountNow> OfAsync(long agentId, CancellationToken cancel)
    {
        var on = await database.Users.Where(a => a.Id == agentId).Select(a => a.TwoFactorEnabled).SingleAsync(cancel);
        return new(on, on ? await codes.RecoveryLeftAsync(agentId, cancel) : 0, await tokens.OfAsync(agentId, cancel));
    }
}

internal sealed record AccountNow(bool SecondStep, int RecoveryCodesLeft, IReadOnlyList<ApiToken> Tokens);
