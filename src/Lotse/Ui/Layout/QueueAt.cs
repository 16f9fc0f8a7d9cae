using Lotse.Ui.Language;

namespace Lotse.Ui.Layout;

/// <summary>The queues every desk has.</summary>
public enum Queue { Mine, Team, Unassigned, Open, Waiting, Snoozed, Overdue, Done, Spam }

/// <summary>In what order a list stands; each of these has an index.</summary>
public enum ListOrder { Newest, Oldest, Due, Wakes }

/// <summary>Which list of tickets is meant: one of the fixed queues, a level, or a community (exactly one is set), and how it is narrowed and ordered.</summary>
public sealed record QueueAt
{
    public Queue? Queue { get; private init; }
    public int? Level { get; private init; }
    public Named? Community { get; private init; }

    /// <summary>The list without what narrows it: mine, unassigned, open, waiting, done, level-2, community-ID.</summary>
    public string Base { get; private init; } = "";

    public TicketState? State { get; init; }

    /// <summary>Only tickets of this level.</summary>
    public int? WithinLevel { get; init; }

    /// <summary>Only tickets of the community with this id.</summary>
    public string? WithinCommunity { get; init; }

    /// <summary>Null for the list's own order.</summary>
    public ListOrder? Order { get; init; }

    public bool IsNarrowed => State is not null || WithinLevel is not null || WithinCommunity is not null;

    /// <summary>Overdue tickets stand by their time, sleeping ones by when they wake, all others by what happened last.</summary>
    public ListOrder OwnOrder => Queue switch { Layout.Queue.Overdue => ListOrder.Due, Layout.Queue.Snoozed when State is null => ListOrder.Wakes, _ => ListOrder.Newest };

    /// <summary>As it stands in a URL, with all that narrows and orders it, so that whatever goes back to the list finds it as it was.</summary>
    public string Key => $"{Base}{(State is { } state ? $"~s-{Words.Code(state)}" : "")}{(WithinLevel is { } level ? $"~l-{level}" : "")}"
        + $"{(WithinCommunity is { } community ? $"~c-{community}" : "")}{(Order is { } order && order != OwnOrder ? $"~o-{order.ToString().ToLowerInvariant()}" : "")}";

    /// <summary>The entry of the rail that it belongs to.</summary>
    public string Place => Community is not null && WithinLevel is { } level ? $"{Base}~l-{level}" : Base;

    public static QueueAt Of(Queue queue) => new() { Queue = queue, Base = queue.ToString().ToLowerInvariant() };

    public static QueueAt OfLevel(int level) => new() { Level = level, Base = $"level-{level}" };

    public static QueueAt OfCommunity(Named community) => new() { Community = community, Base = $"community-{community.Id}" };
}
