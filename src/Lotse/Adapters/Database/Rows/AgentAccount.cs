using Lotse.Domain.Tickets;
using Microsoft.AspNetCore.Identity;

namespace Lotse.Adapters.Database.Rows;

/// <summary>An agent as sign-in knows them.</summary>
public sealed class AgentAccount : IdentityUser<long>
{
    public string Name { get; set; } = "";
    public Role Role { get; set; }
    public bool Active { get; set; } = true;

    /// <summary>de or en; null for what the browser asks for.</summary>
    public string? Language { get; set; }

    /// <summary>light or dark; null for what the system says.</summary>
    public string? Theme { get; set; }

    /// <summary>IANA name.</summary>
    public string TimeZone { get; set; } = "Europe/Berlin";

    /// <summary>How this agent likes to work, as JSON.</summary>
    public string Habits { get; set; } = "{}";

    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A team that an agent is in.</summary>
public sealed class AgentTeam
{
    public long AgentId { get; init; }
    public long TeamId { get; init; }

    /// <summary>When its queue last dealt them a ticket; null for never.</summary>
    public DateTimeOffset? LastGivenAt { get; set; }
}

/// <summary>A community that an agent works for.</summary>
public sealed class AgentCommunity
{
    public long AgentId { get; init; }
    public long CommunityId { get; init; }
}

/// <summary>A key for programs. Only its hash is kept.</summary>
public sealed class ApiToken
{
    public long Id { get; init; }
    public long AgentId { get; init; }
    public string Name { get; init; } = "";

    /// <summary>SHA-256 of the token, lower-case hexadecimal.</summary>
    public string Hash { get; init; } = "";

    /// <summary>read, write, intake: separated by spaces.</summary>
    public string Scopes { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? LastUsedAt { get; set; }
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>A one-time link by which a new agent sets a password. Only its hash is kept.</summary>
public sealed class Invite
{
    public long Id { get; init; }
    public long AgentId { get; init; }
    public string Hash { get; init; } = "";
    public DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? UsedAt { get; set; }
}
