using System.Security.Claims;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Web;
using Lotse.Domain;
using Lotse.Domain.Staff;
using Lotse.Staff.Account;
using Lotse.Staff.Door;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Staff.Tokens;

/// <summary>Makes a key for programs that act as one agent. The token itself is given out once and never kept.</summary>
public sealed class CreateApiToken(DeskDatabase database, Journal journal, Ids ids, ILookupNormalizer normalizer, PasswordCheck passwords, TokenList tokens, TimeProvider clock)
{
    public const string AgentUnknown = "agent-unknown", NameMissing = "name-missing", NameTooLong = "name-too-long", ExpiryPast = "expiry-past";

    private const string Prefix = "lotse_";

    /// <summary>160 bits, as hexadecimal.</summary>
    private const int RandomBytes = 20;

    /// <summary>For the command line: all scopes, without an end.</summary>
    public async Task<NewToken> ForAsync(string email, string name, CancellationToken cancel = default)
    {
        var normalized = normalizer.NormalizeEmail(email.Trim());
        var agent = await database.Users.Where(a => a.NormalizedEmail == normalized && a.Active).Select(a => (long?)a.Id).SingleOrDefaultAsync(cancel);
        return agent is { } id ? await RunAsync(id, name, [TokenScopes.All], null, null, cancel) : new(new Refusal(AgentUnknown, "agent"));
    }

    /// <summary>For a person at a browser: asked for the password, since the token outlives the session.</summary>
    public async Task<NewToken> WithPasswordAsync(
        long agentId, string? password, string? name, IEnumerable<string> scopes, DateTimeOffset? expiresAt, TokenMaker by, CancellationToken cancel)
    {
        var hash = await database.Users.Where(a => a.Id == agentId).Select(a => a.PasswordHash).SingleAsync(cancel);
        return await passwords.IsRightAsync(hash, password ?? "", cancel)
            ? await RunAsync(agentId, name, scopes, expiresAt, by, cancel)
            : new(new Refusal(ChangePassword.WrongPassword, "password"));
    }

    /// <param name="expiresAt">Null for no end. It ends with the token that asks at the latest.</param>
    /// <param name="by">Null from the command line.</param>
    public async Task<NewToken> RunAsync(
        long agentId, string? name, IEnumerable<string> scopes, DateTimeOffset? expiresAt, TokenMaker? by, CancellationToken cancel = default)
    {
        var clean = TokenScopes.Clean(scopes);
        var refusal = string.IsNullOrWhiteSpace(name) ? new Refusal(NameMissing, "name")
            : name.Trim().Length > 100 ? new Refusal(NameTooLong, "name")
            : clean is null ? new Refusal(TokenScopes.Unknown, "scopes")
            : by?.Scopes is { } own && clean.Split(' ').Any(s => !TokenScopes.Has(own, s)) ? new Refusal(TokenScopes.TooWide, "scopes")
            : expiresAt <= clock.GetUtcNow() ? new Refusal(ExpiryPast, "expiresAt")
            : null;
        if (refusal is not null) return new(refusal);
        var until = by?.Until is { } end && !(expiresAt < end) ? end : expiresAt;
        var token = Prefix + Ids.Secret(RandomBytes);
        var row = new ApiToken
        {
            Id = ids.Next(), AgentId = agentId, Name = name!.Trim(), Hash = Ids.HashOf(token), Scopes = clean!,
            CreatedAt = clock.GetUtcNow(), ExpiresAt = until,
        };
        database.ApiTokens.Add(row);
        journal.Record(new TokenCreated(agentId, row.Id, row.Name, row.Scopes), null, agentId);
        await journal.SaveAsync(cancel);
        if (await IsStillInAsync(agentId, by?.Stamp, cancel)) return new(null, row.Id, token, until);
        // Whoever has ended all tokens of the account meanwhile may not have seen this one. Nobody has it yet.
        await tokens.RevokeAsync(agentId, row.Id, cancel);
        return new(new Refusal(AgentUnknown, "agent"));
    }

    private Task<bool> IsStillInAsync(long agentId, string? stamp, CancellationToken cancel) =>
        database.Users.AnyAsync(a => a.Id == agentId && a.Active && (stamp == null || a.SecurityStamp == stamp), cancel);

    /// <summary>Spares the database what cannot be one of ours.</summary>
    internal static bool LooksRight(string token) =>
        token.Length == Prefix.Length + (2 * RandomBytes) && token.StartsWith(Prefix, StringComparison.Ordinal);
}

/// <param name="Token">To be shown once; null where refused.</param>
public sealed record NewToken(Refusal? Refusal, long Id = 0, string? Token = null, DateTimeOffset? Until = null);

/// <summary>Who asks for a token: it gets no more than they have.</summary>
/// <param name="Stamp">Of the account, as it was when they came in. Another one by now says that all its sessions and tokens were ended meanwhile.</param>
/// <param name="Scopes">Of the token that asks; null where a person does.</param>
/// <param name="Until">When the token that asks runs out.</param>
public sealed record TokenMaker(string? Stamp, string? Scopes, DateTimeOffset? Until)
{
    internal static TokenMaker Of(ClaimsPrincipal user, Signed signed) => new(user.FindFirstValue(Credentials.StampClaim), signed.Scopes, signed.Until);
}
