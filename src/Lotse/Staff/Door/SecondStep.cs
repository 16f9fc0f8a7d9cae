using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Domain.Staff;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Staff.Door;

/// <summary>What proves the second step: codes of an authenticator app, and a few recovery codes for when it is lost. Each works once.
/// Nothing here saves: the caller does, together with the account.</summary>
public sealed class SecondStep(DeskDatabase database, Journal journal)
{
    private const string Provider = "lotse", Secret = "authenticator", LastStep = "authenticator-step", Recovery = "recovery-codes";
    private const int RecoveryCount = 8;

    /// <summary>80 bits in each recovery code: random enough to be kept under a plain hash.</summary>
    private const int RecoveryBytes = 10;

    /// <returns>False where the code is wrong or has been used.</returns>
    public async Task<bool> TakeAsync(long agentId, string code, DateTimeOffset now, CancellationToken cancel)
    {
        var kept = await KeptAsync(agentId, cancel);
        if (kept.Find(t => t.Name == Secret)?.Value is not { } secret) return false;
        var last = kept.Find(t => t.Name == LastStep)?.Value is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : 0;
        if (TimeCodes.StepOf(TimeCodes.FromBase32(secret), code, now, last) is { } used)
        {
            Keep(kept, agentId, LastStep, used.ToString(CultureInfo.InvariantCulture));
            return true;
        }
        var hashes = (kept.Find(t => t.Name == Recovery)?.Value ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        if (!hashes.Remove(HashOf(code))) return false;
        Keep(kept, agentId, Recovery, string.Join(' ', hashes));
        journal.Record(new RecoveryCodeUsed(agentId, hashes.Count), null, agentId);
        return true;
    }

    /// <param name="usedStep">The step of the code that confirmed the secret: it will not work again.</param>
    public async Task KeepSecretAsync(long agentId, string secret, long usedStep, CancellationToken cancel)
    {
        var kept = await KeptAsync(agentId, cancel);
        Keep(kept, agentId, Secret, secret);
        Keep(kept, agentId, LastStep, usedStep.ToString(CultureInfo.InvariantCulture));
    }

    /// <returns>Fresh recovery codes, to be shown once; older ones no longer work.</returns>
    public async Task<IReadOnlyList<string>> RecoveryCodesAsync(long agentId, CancellationToken cancel)
    {
        var codes = Enumerable.Range(0, RecoveryCount).Select(_ => Ids.Secret(RecoveryBytes)).ToList();
        Keep(await KeptAsync(agentId, cancel), agentId, Recovery, string.Join(' ', codes.Select(HashOf)));
        return [.. codes.Select(code => string.Join('-', code.Chunk(5).Select(part => new string(part))))];
    }

    public async Task<int> RecoveryLeftAsync(long agentId, CancellationToken cancel) =>
        (await database.UserTokens.Where(t => t.UserId == agentId && t.LoginProvider == Provider && t.Name == Recovery).Select(t => t.Value)
            .SingleOrDefaultAsync(cancel) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;

    public async Task ForgetAsync(long agentId, CancellationToken cancel) => database.UserTokens.RemoveRange(await KeptAsync(agentId, cancel));

    private void Keep(List<IdentityUserToken<long>> kept, long agentId, string name, string value)
    {
        if (kept.Find(t => t.Name == name) is { } row) row.Value = value;
        else database.UserTokens.Add(new IdentityUserToken<long> { UserId = agentId, LoginProvider = Provider, Name = name, Value = value });
    }

    private Task<List<IdentityUserToken<long>>> KeptAsync(long agentId, CancellationToken cancel) =>
        database.UserTokens.AsTracking().Where(t => t.UserId == agentId && t.LoginProvider == Provider).ToListAsync(cancel);

    /// <summary>As people type it: with or without dashes, in either case.</summary>
    private static string HashOf(string code) =>
        Ids.HashOf(new string([.. code.Where(char.IsAsciiLetterOrDigit)]).ToLowerInvariant());
}
