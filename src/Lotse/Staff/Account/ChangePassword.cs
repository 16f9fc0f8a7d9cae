using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain;
using Lotse.Domain.Staff;
using Lotse.Staff.Door;
using Lotse.Staff.Tokens;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Staff.Account;

/// <summary>Sets a new password; all other sessions end, and all API tokens: whoever fears that somebody else was in gets rid of what they may have left.</summary>
public sealed class ChangePassword(DeskDatabase database, Journal journal, PasswordCheck passwords, TokenList tokens)
{
    public const string WrongPassword = "password-wrong";

    public async Task<AccountAnswer> RunAsync(long agentId, string? present, string? wanted, CancellationToken cancel)
    {
        var seen = await database.Users.SingleAsync(a => a.Id == agentId, cancel);
        if (Passwords.Refuse(wanted ?? "", seen.Email ?? "") is { } refusal) return new(refusal);
        if (!await passwords.IsRightAsync(seen.PasswordHash, present ?? "", cancel)) return new(new Refusal(WrongPassword, "present"));
        var hash = await passwords.HashAsync(wanted!, cancel);
        return await journal.RetryAsync(async () =>
        {
            var account = await database.Users.AsTracking().SingleAsync(a => a.Id == agentId, cancel);
            if (account.PasswordHash != seen.PasswordHash) return new AccountAnswer(new Refusal(WrongPassword, "present"));
            account.PasswordHash = hash;
            account.EndSessions();
            journal.Record(new PasswordChanged(agentId), null, agentId);
            await tokens.EndAllAsync(agentId, agentId, cancel);
            await journal.SaveAsync(cancel);
            await tokens.EndLateAsync(agentId, agentId, cancel);
            return new AccountAnswer(null, account);
        });
    }
}

/// <param name="Account">As it is now, where done: this browser's session is to be renewed with it.</param>
/// <param name="RecoveryCodes">To be shown once, where new ones were made.</param>
public sealed record AccountAnswer(Refusal? Refusal, AgentAccount? Account = null, IReadOnlyList<string>? RecoveryCodes = null);
