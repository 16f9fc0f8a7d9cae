using System.Diagnostics;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Staff;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Lotse.Staff.Door;

/// <summary>Lets an agent in by address and password, and by a code where the agent wants one. Whatever is wrong - no such account,
/// a wrong password, locked, deactivated - the answer is the same and takes about as long.</summary>
public sealed class SignIn(
    DeskDatabase database, Journal journal, PasswordCheck passwords, SecondStep codes,
    ILookupNormalizer normalizer, IOptions<StaffOptions> options, TimeProvider clock)
{
    public const string Refused = "sign-in-refused";

    public async Task<SignInAnswer> ByPasswordAsync(string? email, string? password, CancellationToken cancel)
    {
        var begun = Stopwatch.GetTimestamp();
        var answer = await OncePasswordAsync(normalizer.NormalizeEmail((email ?? "").Trim()), password ?? "", cancel);
        // A real delay also under a clock that stands still in tests: it hides how long the work took, which no such clock sees.
        var early = options.Value.RefusedAfter - Stopwatch.GetElapsedTime(begun);
        if (answer.Account is null && early > TimeSpan.Zero) await Task.Delay(early, cancel);
        return answer;
    }

    /// <param name="stamp">As it was when the password was right: changed meanwhile, the first step is worth nothing.</param>
    public Task<SignInAnswer> ByCodeAsync(long agentId, string stamp, string? code, CancellationToken cancel) => DecideAsync(agentId, async account =>
    {
        if (account.SecurityStamp != stamp || !account.TwoFactorEnabled) return SignInAnswer.No;
        if (!await codes.TakeAsync(account.Id, code ?? "", clock.GetUtcNow(), cancel)) return Fail(account);
        return Succeed(account, withSecondStep: true);
    }, cancel);

    private async Task<SignInAnswer> OncePasswordAsync(string email, string password, CancellationToken cancel)
    {
        var seen = await database.Users.Where(a => a.NormalizedEmail == email).Select(a => new { a.Id, a.PasswordHash }).FirstOrDefaultAsync(cancel);
        var right = await passwords.IsRightAsync(seen?.PasswordHash, password, cancel);
        if (seen is null) return SignInAnswer.No;
        return await DecideAsync(seen.Id, account =>
        {
            if (account.PasswordHash != seen.PasswordHash) return Task.FromResult(SignInAnswer.No);
            if (!right) return Task.FromResult(Fail(account));
            // The count of wrong tries goes on until the code is right too, so that a stolen password does not buy more guesses.
            return Task.FromResult(account.TwoFactorEnabled ? new SignInAnswer(account, NeedsCode: true) : Succeed(account, withSecondStep: false));
        }, cancel);
    }

    /// <summary>Nothing is answered before it is saved, and every answer touches the account: of many tries at once each sees those before it.</summary>
    private async Task<SignInAnswer> DecideAsync(long agentId, Func<AgentAccount, Task<SignInAnswer>> decide, CancellationToken cancel)
    {
        try
        {
            return await journal.RetryAsync(async () =>
            {
                var account = await database.Users.AsTracking().SingleOrDefaultAsync(a => a.Id == agentId, cancel);
                if (account is not { Active: true } || TriesOf(account).IsLocked(clock.GetUtcNow())) return SignInAnswer.No;
                var answer = await decide(account);
                account.Touch();
                await journal.SaveAsync(cancel);
                return answer;
            });
        }
        catch (DbUpdateConcurrencyException)
        {
            journal.Forget();
            return SignInAnswer.No; // So many tries at once are not a person.
        }
    }

    private SignInAnswer Fail(AgentAccount account)
    {
        var tries = TriesOf(account).Failed(clock.GetUtcNow());
        Keep(account, tries);
        if (tries.LockedUntil is { } until) journal.Record(new SignInLocked(account.Id, until), null, null);
        return SignInAnswer.No;
    }

    private SignInAnswer Succeed(AgentAccount account, bool withSecondStep)
    {
        Keep(account, SignInTries.None);
        journal.Record(new SignedIn(account.Id, withSecondStep), null, account.Id);
        return new SignInAnswer(account, NeedsCode: false);
    }

    private static SignInTries TriesOf(AgentAccount account) => new(account.AccessFailedCount, account.LockoutEnd);

    private static void Keep(AgentAccount account, SignInTries tries) => (account.AccessFailedCount, account.LockoutEnd) = (tries.InVain, tries.LockedUntil);
}

/// <param name="Account">Null where refused.</param>
/// <param name="NeedsCode">The password is right; the code of the second step is still to come.</param>
public sealed record SignInAnswer(AgentAccount? Account, bool NeedsCode)
{
    public static readonly SignInAnswer No = new(null, false);
}

internal static class Accounts
{
    /// <summary>Makes whoever changes this account at the same time decide anew.</summary>
    public static void Touch(this AgentAccount account) => account.ConcurrencyStamp = Ids.Secret(16);

    /// <summary>Ends all sessions of this account.</summary>
    public static void EndSessions(this AgentAccount account)
    {
        account.SecurityStamp = Ids.Secret(16);
        account.Touch();
    }
}
