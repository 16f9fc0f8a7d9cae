using Lotse.Domain.Tickets;

namespace Lotse.Domain.Routing;

/// <summary>How the tickets of a team's queue come to its people.</summary>
public enum DistributionKind
{
    /// <summary>Whoever has time takes the next one.</summary>
    Pull = 0,

    /// <summary>One after the other: to whoever got one longest ago.</summary>
    RoundRobin = 1,

    /// <summary>To whoever has the fewest open tickets.</summary>
    LeastLoaded = 2,
}

/// <param name="Capacity">So many open tickets somebody has before they get no more; null for any number.</param>
/// <param name="IdleMinutes">Working time after which a ticket that nobody touched goes back to the queue; null for never.</param>
public sealed record Distribution(DistributionKind Kind, int? Capacity = null, int? IdleMinutes = null)
{
    public const int CapacityAtMost = 1000, IdleAtMost = 60 * 24 * 30;
    public const string CapacityNotRight = "capacity-not-right", IdleNotRight = "idle-not-right";

    /// <returns>Null where it may be kept so.</returns>
    public Refusal? WhyNot() =>
        !Enum.IsDefined(Kind) || Capacity is < 1 or > CapacityAtMost ? new Refusal(CapacityNotRight, "capacity")
        : IdleMinutes is < 1 or > IdleAtMost ? new Refusal(IdleNotRight, "idle") : null;

    /// <summary>Who gets the next ticket; null where everybody has their hands full. The same people give the same answer in whatever order they are named.</summary>
    /// <param name="there">Those of the team who are here and may work the ticket.</param>
    public long? Next(IEnumerable<Hands> there) => Kind == DistributionKind.Pull ? null : there.Where(HasRoom)
        .OrderBy(one => Kind == DistributionKind.LeastLoaded ? one.Open : 0)
        .ThenBy(one => one.LastGiven ?? DateTimeOffset.MinValue)
        .ThenBy(one => one.AgentId)
        .Select(one => (long?)one.AgentId).FirstOrDefault();

    public bool HasRoom(Hands one) => Capacity is not { } most || one.Open < most;
}

/// <summary>What somebody has in hand.</summary>
/// <param name="Open">Active tickets, in whatever team.</param>
/// <param name="LastGiven">When they were last dealt one; null for never.</param>
public sealed record Hands(long AgentId, int Open, DateTimeOffset? LastGiven);

/// <summary>A team's queue has given the ticket to somebody, or has taken it back from somebody who let it lie.</summary>
/// <param name="Because">roundRobin, leastLoaded or idle.</param>
public sealed record TicketDealt(long TicketId, long? From, long? To, long TeamId, string Because, DateTimeOffset At) : TicketFact(TicketId, At)
{
    public const string Idle = "idle";
}
