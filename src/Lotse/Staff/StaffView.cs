using Lotse.Ui;

namespace Lotse.Staff;

/// <summary>Who works at this desk. The form posts to /staff with name, email, role and community (several).</summary>
public sealed record StaffView
{
    public IReadOnlyList<AgentRow> Agents { get; init; } = [];
    public IReadOnlyList<Named> Communities { get; init; } = [];

    /// <summary>Shown once, right after an agent was added or invited again.</summary>
    public NewInvite? Invite { get; init; }

    public string? Name { get; init; }
    public string? Email { get; init; }
    public AgentRole Role { get; init; } = AgentRole.Agent;
    public IReadOnlyList<string> ChosenCommunities { get; init; } = [];
    public IReadOnlyList<Refusal> Refusals { get; init; } = [];

    /// <summary>Of a change to somebody in the list, not of the form that adds somebody.</summary>
    public IReadOnlyList<Refusal> ListRefusals { get; init; } = [];
}

public sealed record AgentRow
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public required string Email { get; init; }
    public required AgentRole Role { get; init; }
    public required AgentStatus Status { get; init; }
    public IReadOnlyList<Named> Communities { get; init; } = [];

    /// <summary>A second step at sign-in is set up.</summary>
    public bool Totp { get; init; }

    /// <summary>It is the person who looks: no deactivating oneself.</summary>
    public bool Self { get; init; }
}

public enum AgentStatus { Active, Invited, InviteExpired, Deactivated }

/// <param name="Url">Whole, with host.</param>
public sealed record NewInvite(string Name, string Url, DateTimeOffset Until);

/// <summary>The page behind an invite link; posts to itself with password. Valid false: used, expired or never given.</summary>
public sealed record InviteView(bool Valid, string Token = "", string Name = "", string Email = "", IReadOnlyList<Refusal>? Refusals = null);
