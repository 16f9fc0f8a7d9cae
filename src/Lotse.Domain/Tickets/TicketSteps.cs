namespace Lotse.Domain.Tickets;

/// <summary>What is done to a ticket in one stroke: the steps of a macro, or of one action on many tickets. What is left out stays as it is.</summary>
public sealed record TicketSteps
{
    /// <summary>In the place of an agent or a team: nobody; and whoever does it.</summary>
    public const long Nobody = 0, Myself = -1;

    public TicketState? State { get; init; }
    public Priority? Priority { get; init; }

    /// <summary>An agent's id, <see cref="Nobody"/> or <see cref="Myself"/>.</summary>
    public long? Assignee { get; init; }

    /// <summary>A team's id or <see cref="Nobody"/>.</summary>
    public long? Team { get; init; }

    /// <summary>A category's id or <see cref="Nobody"/>.</summary>
    public long? Product { get; init; }

    public long? Topic { get; init; }
    public long? SupportGroup { get; init; }

    public IReadOnlyList<string> AddTags { get; init; } = [];
    public IReadOnlyList<string> RemoveTags { get; init; } = [];

    /// <summary>Sleeps that long from the moment it is done.</summary>
    public int? SnoozeHours { get; init; }

    /// <summary>Only staff see it.</summary>
    public string? Note { get; init; }

    /// <summary>Goes to the customer.</summary>
    public string? Reply { get; init; }

    public bool Spam { get; init; }
}
