using Lotse.Domain.Intake.Mail;
using Lotse.Domain.Tickets;

namespace Lotse.Domain.Staff;

/// <summary>Adds a colleague, who then sets a password by a one-time link.</summary>
/// <param name="Communities">Whom the agent works for. Admins see all and need none.</param>
public sealed record InviteAgent(string? Email, string? Name, Role Role, IReadOnlyList<long> Communities)
{
    public const string AddressTaken = "address-taken";
    public const string NameMissing = "name-missing";
    public const string NameTooLong = "name-too-long";
    public const string CommunityMissing = "community-missing";
    public const string CommunityUnknown = "community-unknown";

    /// <summary>How long the link of an invite works.</summary>
    public static readonly TimeSpan Valid = TimeSpan.FromHours(72);

    /// <param name="known">All communities of the desk.</param>
    public Refusal? Refuse(IReadOnlyCollection<long> known) =>
        MailAddresses.Clean(Email) is null ? new(MailAddresses.Bad, "email")
        : RefuseName(Name) ?? RefuseCommunities(Role, Communities, known);

    internal static Refusal? RefuseName(string? name) =>
        string.IsNullOrWhiteSpace(name) ? new(NameMissing, "name")
        : name.Trim().Length > 100 ? new(NameTooLong, "name")
        : null;

    internal static Refusal? RefuseCommunities(Role role, IReadOnlyList<long> communities, IReadOnlyCollection<long> known) =>
        communities.Any(c => !known.Contains(c)) ? new(CommunityUnknown, "communities")
        : role != Role.Admin && communities.Count == 0 ? new(CommunityMissing, "communities")
        : null;
}

/// <summary>An agent as staff administration sees one.</summary>
public sealed record AgentNow(long Id, string Name, Role Role, bool Active, IReadOnlyList<long> Communities);

/// <summary>What an admin changes about an agent. Null leaves a thing as it is.</summary>
public sealed record ChangeAgent(string? Name = null, Role? Role = null, IReadOnlyList<long>? Communities = null, bool? Active = null)
{
    /// <summary>Somebody must be left who can let others in.</summary>
    public const string LastAdmin = "last-admin";

    /// <param name="otherAdmins">Active admins besides this agent.</param>
    public Decision Decide(AgentNow agent, int otherAdmins, IReadOnlyCollection<long> known)
    {
        var (role, active) = (Role ?? agent.Role, Active ?? agent.Active);
        var (name, communities) = (Name?.Trim() ?? agent.Name, Communities ?? agent.Communities);
        var refusal = InviteAgent.RefuseName(name) ?? (active ? InviteAgent.RefuseCommunities(role, communities, known) : null);
        if (refusal is not null) return Decision.Refuse(refusal.Code, refusal.About);
        var wasAdmin = agent is { Active: true, Role: Tickets.Role.Admin };
        if (wasAdmin && otherAdmins == 0 && !(active && role == Tickets.Role.Admin)) return Decision.Refuse(LastAdmin);

        var facts = new List<Fact>();
        if (name != agent.Name || role != agent.Role || !communities.ToHashSet().SetEquals(agent.Communities))
        {
            facts.Add(new AgentChanged(agent.Id, name, role, communities));
        }
        if (active != agent.Active) facts.Add(active ? new AgentActivated(agent.Id) : new AgentDeactivated(agent.Id));
        return Decision.Happens(facts);
    }
}
