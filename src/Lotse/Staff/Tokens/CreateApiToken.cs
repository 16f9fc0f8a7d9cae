using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain;
using Lotse.Domain.Staff;
using Lotse.Staff.Door;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Staff.Tokens;

/// <summary>Makes a key for programs that act as one agent. The token itself is given out once and never kept.</summary>
public sealed class CreateApiToken(DeskDatabase database, Journal journal, Ids ids, ILookupNormalizer normalizer, TimeProvider clock)
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

    /// <param name="within">The scopes of the token that asks for this one; null where a person does.</param>
    public async Task<NewToken> RunAsync(
        long agentId, string? name, IEnumerable<string> scopes, DateTimeOffset? expiresAt, string? within, CancellationToken cancel = default)
    {
        var clean = TokenScopes.Clean(scopes);
        var refusal = string.IsNullOrWhiteSpace(name) ? new Refusal(NameMissing, "name")
            : name.Trim().Length > 100 ? new Refusal(NameTooLong, "name")
            : clean is null ? new Refusal(TokenScopes.Unknown, "scopes")
            : within is not null && clean.Split(' ').Any(s => !TokenScopes.Has(within, s)) ? new Refusal(TokenScopes.TooWide, "scopes")
            : expiresAt <= clock.GetUtcNow() ? new Refusal(ExpiryPast, "expiresAt")
            : null;
        if (refusal is not null) return new(refusal);

        var token = Prefix + Ids.Secret(RandomBytes);
        var row = new ApiToken
        {
            Id = ids.Next(), AgentId = agentId, Name = name!.Trim(), Hash = Ids.HashOf(token), Scopes = clean!,
            CreatedAt = clock.GetUtcNow(), ExpiresAt = expiresAt,
        };
        database.ApiTokens.Add(row);
        journal.Record(new TokenCreated(agentId, row.Id, row.Name, row.Scopes), null, agentId);
        await journal.SaveAsync(cancel);
        return new(null, row.Id, token);
    }

    /// <summary>Spares the database what cannot be one of ours.</summary>
    internal static bool LooksRight(string token) =>
        token.Length == Prefix.Length + (2 * RandomBytes) && token.StartsWith(Prefix, StringComparison.Ordinal);
}

/// <param name="Token">To be shown once; null where refused.</param>
public sealed record NewToken(Refusal? Refusal, long Id = 0, string? Token = null);
