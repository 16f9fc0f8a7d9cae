namespace Lotse.Adapters.Database.Rows;

/// <summary>An agent who wants to hear of a ticket.</summary>
public sealed class Watcher
{
    public long TicketId { get; init; }
    public long AgentId { get; init; }
    public DateTimeOffset At { get; init; }
}

/// <summary>Two tickets that have to do with each other; there is a row for each direction.</summary>
public sealed class TicketLink
{
    public long TicketId { get; init; }
    public long OtherTicketId { get; init; }
    public DateTimeOffset At { get; init; }
}

/// <summary>A ticket that has become part of another one, and all that has to go back where that is undone.</summary>
public sealed class TicketMerge
{
    public long Id { get; init; }
    public long TicketId { get; init; }
    public long IntoTicketId { get; init; }
    public long AgentId { get; init; }
    public DateTimeOffset At { get; init; }
    public DateTimeOffset? UndoneAt { get; set; }

    /// <summary>What moved, as JSON.</summary>
    public string Moved { get; init; } = "";
}
