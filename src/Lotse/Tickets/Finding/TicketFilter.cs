using Lotse.Domain.Tickets;

namespace Lotse.Tickets.Finding;

/// <summary>Which tickets a list shows, in what order.</summary>
/// <param name="Ids">Among these only.</param>
/// <param name="From">Opened then or later.</param>
/// <param name="Until">Opened before.</param>
/// <param name="To">The cursor of the last row that is wanted; what comes after it is left out.</param>
/// <param name="Queue">mine, team, unassigned, active, waiting, snoozed, overdue, done, spam or all; null for all. Only spam holds what is spam, and none what has become part of another ticket.</param>
public sealed record TicketFilter(
    string? Queue = null,
    long? Community = null,
    TicketState? State = null,
    Level? Level = null,
    long? Assignee = null,
    long? Team = null,
    long? Contact = null,
    string? Tag = null,
    string? Words = null,
    TicketOrder Order = TicketOrder.Created,
    int Limit = 50,
    string? After = null,
    long? Number = null,
    IReadOnlyList<long>? Ids = null,
    DateTimeOffset? From = null,
    DateTimeOffset? Until = null,
    string? To = null)
{
    public const int LimitAtMost = 200;

    public static readonly IReadOnlyList<string> Queues = ["mine", "team", "unassigned", "active", "waiting", "snoozed", "overdue", "done", "spam", "all"];
}

/// <summary>Newest first by when it came or last changed; or the oldest change first; or, only those that have such a time, what is due or wakes up next.</summary>
public enum TicketOrder { Created, Updated, Oldest, Due, Wakes }
