using Lotse.Domain.Routing;

namespace Lotse.Domain.Communities;

/// <summary>People of one community who share queues.</summary>
public sealed class Team
{
    public long Id { get; init; }
    public long CommunityId { get; init; }
    public string Name { get; set; } = "";
    public DistributionKind Distribution { get; set; }

    /// <summary>See <see cref="Routing.Distribution.Capacity"/>.</summary>
    public int? Capacity { get; set; }

    /// <summary>See <see cref="Routing.Distribution.IdleMinutes"/>.</summary>
    public int? IdleMinutes { get; set; }

    public Distribution Deals => new(Distribution, Capacity, IdleMinutes);
}

/// <summary>A word on tickets, kept by id so that renaming it reaches everything.</summary>
public sealed class Tag
{
    public long Id { get; init; }
    public long CommunityId { get; init; }
    public string Name { get; set; } = "";

    /// <summary>Another word for that tag: whoever writes this one gets that one.</summary>
    public long? AliasOfId { get; set; }
}

public sealed class TicketTag
{
    public long TicketId { get; init; }
    public long TagId { get; init; }
}
