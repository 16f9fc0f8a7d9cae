namespace Lotse.Domain.Tickets;

public enum Role { Agent = 0, Lead = 1, Admin = 2 }

/// <summary>The agent who does something now, and how far that agent sees.</summary>
/// <param name="Communities">The communities this agent works for. Admins see all, whatever stands here.</param>
public sealed record Acting(long AgentId, string Name, Role Role, IReadOnlyList<long> Communities)
{
    /// <summary>In the place of an agent: the desk itself does it.</summary>
    public const long Nobody = 0;

    /// <summary>The desk itself, under the name of what it follows.</summary>
    public static Acting Desk(string name) => new(Nobody, name, Role.Admin, []);

    /// <summary>Null where the desk itself does it.</summary>
    public long? Author => AgentId == Nobody ? null : AgentId;

    public bool SeesAll => Role == Role.Admin;

    public bool Sees(long communityId) => SeesAll || Communities.Contains(communityId);
}
