using System.Security.Claims;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database;
using Lotse.Adapters.Web;
using Lotse.Domain.Staff;
using Lotse.Domain.Tickets;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Staff.Door;

/// <summary>An agent as every request needs one. Read anew each time, so that whoever is deactivated, loses a community or
/// changes the password elsewhere feels it with the next click.</summary>
internal sealed record Credentials(
    long AgentId, string Name, string Email, Role Role, bool Active, string Stamp, Preferences Preferences, IReadOnlyList<long> Communities)
{
    /// <summary>See <see cref="DeskVersion"/>.</summary>
    public long Desk { get; init; }

    /// <inheritdoc cref="DeskVersion.Journal"/>
    public long Journal { get; init; }

    /// <summary>A token's own part; null with a cookie.</summary>
    public TokenPart? Token { get; init; }

    public Signed Signed => new(new Acting(AgentId, Name, Role, Communities), Email, Preferences, Token?.Scopes) { Until = Token?.ExpiresAt };

    private sealed record Row(AgentAccount Agent, List<long> Communities, long Desk, long Journal);

    // Asked with every request: understood once.
    private static readonly KnownQuery<Func<DeskDatabase, long, IAsyncEnumerable<Row>>> s_agent = new(() => EF.CompileAsyncQuery((DeskDatabase database, long agentId) =>
        from agent in database.Users
        where agent.Id == agentId
        select new Row(agent, database.AgentCommunities.Where(c => c.AgentId == agent.Id).Select(c => c.CommunityId).ToList(),
            database.Sequences.Where(s => s.Name == Sequence.Desk).Select(s => s.Value).FirstOrDefault(),
            database.Sequences.Where(s => s.Name == Sequence.JournalId).Select(s => s.Value).FirstOrDefault())));

    /// <summary>The same claims whatever somebody came in by.</summary>
    public ClaimsPrincipal Principal(string scheme) => new(new ClaimsIdentity(
        [
            new Claim(ClaimTypes.NameIdentifier, AgentId.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            new Claim(ClaimTypes.Name, Name),
            new Claim(ClaimTypes.Role, Role.ToString()),
            new Claim(StampClaim, Stamp),
        ], scheme));

    /// <summary>Changes with the password and with everything else that must end all sessions.</summary>
    public const string StampClaim = "stamp";

    public static long? IdOf(ClaimsPrincipal? principal) =>
        long.TryParse(principal?.FindFirstValue(ClaimTypes.NameIdentifier), System.Globalization.NumberStyles.None,
            System.Globalization.CultureInfo.InvariantCulture, out var id) ? id : null;

    public static async Task<Credentials?> OfAgentAsync(DeskDatabase database, long agentId, CancellationToken cancel)
    {
        await foreach (var (agent, communities, desk, journal) in s_agent.On(database)(database, agentId).WithCancellation(cancel)) return Of(agent, communities) with { Desk = desk, Journal = journal };
        return null;
    }

    public static async Task<Credentials?> OfTokenAsync(DeskDatabase database, string hash, CancellationToken cancel)
    {
        var rows = await (
            from token in database.ApiTokens
            where token.Hash == hash
            join agent in database.Users on token.AgentId equals agent.Id
            select new
            {
                Agent = agent,
                Token = new TokenPart(token.Id, token.Scopes, token.ExpiresAt, token.LastUsedAt),
                Communities = database.AgentCommunities.Where(c => c.AgentId == agent.Id).Select(c => c.CommunityId).ToList(),
                Desk = database.Sequences.Where(s => s.Name == Sequence.Desk).Select(s => s.Value).FirstOrDefault(),
                Journal = database.Sequences.Where(s => s.Name == Sequence.JournalId).Select(s => s.Value).FirstOrDefault(),
            })
            .ToListAsync(cancel);
        return rows is [var row] ? Of(row.Agent, row.Communities) with { Token = row.Token, Desk = row.Desk, Journal = row.Journal } : null;
    }

    public static Credentials Of(AgentAccount agent, IReadOnlyList<long> communities) => new(
        agent.Id, agent.Name, agent.Email ?? "", agent.Role, agent.Active, agent.SecurityStamp ?? "",
        new Preferences(agent.Language, agent.Theme, agent.TimeZone, Habits.Read(agent.Habits)), communities);
}

/// <param name="Scopes">Separated by spaces.</param>
internal sealed record TokenPart(long Id, string Scopes, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt);

/// <summary>The names of the ways in.</summary>
internal static class Ways
{
    /// <summary>Picks one of the others by request.</summary>
    public const string Any = "desk";
    public const string Token = "token";
    public static readonly string Cookie = IdentityConstants.ApplicationScheme;

    /// <summary>Between password and code.</summary>
    public static readonly string FirstStep = IdentityConstants.TwoFactorUserIdScheme;
}
