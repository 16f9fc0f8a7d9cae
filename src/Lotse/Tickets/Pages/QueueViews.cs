using System.Globalization;
using Lotse.Adapters.Web;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Live;
using Lotse.Tickets.Queues;
using Lotse.Ui;
using Lotse.Ui.Layout;
using Lotse.Tickets.Working;
using Lotse.Tickets.Finding;

namespace Lotse.Tickets.Pages;

/// <summary>Which list a request asks for, as it stands in the address. What is said by itself counts more than what the queue's key says.</summary>
public sealed record QueueAsked
{
    public string? Queue { get; init; }
    public string? State { get; init; }
    public string? Community { get; init; }
    public string? Level { get; init; }
    public string? Order { get; init; }
    public string? After { get; init; }
    public string? To { get; init; }
}

/// <summary>One page of a queue, as people see it: one statement.</summary>
public sealed class QueueViews(ListTickets list, ListsFoundOnce once, DeskNames names)
{
    private const int RowsAtOnce = 40;

    /// <param name="desk">For the total; null where only rows are wanted.</param>
    /// <param name="open">The number of the ticket beside the list.</param>
    /// <param name="live">For a page that is open already and has heard of a change, as many others have.</param>
    public async Task<QueueView> ForAsync(Signed signed, QueueAsked asked, DeskView? desk, string? open, CancellationToken cancel, bool live = false)
    {
        var known = await names.NowAsync(cancel);
        var at = QueueOf(asked.Queue, signed.Acting, known);
        at = Narrowed(Narrowed(Narrowed(Narrowed(at, 's', asked.State), 'l', asked.Level), 'c', asked.Community), 'o', asked.Order);
        var filter = FilterOf(at, signed.AgentId) with { After = asked.After, To = asked.To, Limit = asked.To is null ? RowsAtOnce : TicketFilter.LimitAtMost };
        var page = live ? await once.FindAsync(signed.Acting, filter, () => list.RunAsync(signed.Acting, filter, default)) : await list.RunAsync(signed.Acting, filter, cancel);
        return new QueueView
        {
            At = at,
            Rows = [.. page.Rows.Select(row => RowOf(row, signed.AgentId, known))],
            After = asked.After,
            Next = page.Next ?? asked.To,
            Total = TotalOf(at, desk),
            Communities = [.. known.Communities.Where(c => signed.Acting.Sees(c.Key)).Select(c => new Named(Text(c.Key), c.Value)).OrderBy(c => c.Name, StringComparer.CurrentCulture)],
            OpenTicket = open,
            BulkRun = desk?.BulkRun,
        };
    }

    /// <summary>A queue that is not there, or not for this agent, is the open one; what narrows it and means nothing is left out.</summary>
    public static QueueAt QueueOf(string? key, Acting by, NamesNow names)
    {
        var parts = (key ?? "").Split('~', 6);
        var at = BaseOf(parts[0], by, names);
        foreach (var part in parts.Skip(1))
        {
            if (part is [var what, '-', ..]) at = Narrowed(at, what, part[2..]);
        }
        return at;
    }

    private static QueueAt BaseOf(string key, Acting by, NamesNow names)
    {
        if (Enum.TryParse<Queue>(key, ignoreCase: true, out var queue) && Enum.IsDefined(queue) && !char.IsAsciiDigit(key[0])) return QueueAt.Of(queue);
        if (key is ['l', 'e', 'v', 'e', 'l', '-', >= '0' and <= '3' and var level]) return QueueAt.OfLevel(level - '0');
        return key.StartsWith("community-", StringComparison.Ordinal) && long.TryParse(key["community-".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            && by.Sees(id) && names.Communities.TryGetValue(id, out var name)
            ? QueueAt.OfCommunity(new Named(Text(id), name))
            : QueueAt.Of(Queue.Open);
    }

    private static QueueAt Narrowed(QueueAt at, char what, string? said) => what switch
    {
        's' when Enum.TryParse<Ui.TicketState>(said, ignoreCase: true, out var state) && Enum.IsDefined(state) => at with { State = state },
        'l' when at.Level is null && said is [>= '0' and <= '3' and var level] => at with { WithinLevel = level - '0' },
        'c' when at.Community is null && long.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var id) => at with { WithinCommunity = Text(id) },
        'o' when Enum.TryParse<ListOrder>(said, ignoreCase: true, out var order) && Enum.IsDefined(order) => at with { Order = order },
        _ => at,
    };

    private static TicketFilter FilterOf(QueueAt at, long agentId)
    {
        var order = (at.Order ?? at.OwnOrder) switch
        {
            ListOrder.Oldest => TicketOrder.Oldest,
            ListOrder.Due => TicketOrder.Due,
            ListOrder.Wakes => TicketOrder.Wakes,
            _ => TicketOrder.Updated,
        };
        var filter = InQueue(at, (Domain.Tickets.TicketState?)(int?)at.State, agentId) with { Order = order };
        if (at.WithinLevel is { } level) filter = filter with { Level = (Level)level };
        return at.WithinCommunity is { } community ? filter with { Community = long.Parse(community, CultureInfo.InvariantCulture) } : filter;
    }

    /// <summary>A state that is asked for may be any: it is looked for in all lanes, within whose tickets they are.</summary>
    private static TicketFilter InQueue(QueueAt at, Domain.Tickets.TicketState? state, long agentId) => at switch
    {
        { Level: { } level } => new TicketFilter(state is null ? "active" : null, State: state, Level: (Level)level),
        { Community: { } community } => new TicketFilter(state is null ? "active" : null, long.Parse(community.Id, CultureInfo.InvariantCulture), state),
        { Queue: Queue.Mine } when state is not null => new TicketFilter(State: state, Assignee: agentId),
        { Queue: Queue.Mine } => new TicketFilter("mine"),
        { Queue: Queue.Team } => new TicketFilter("team", State: state),
        { Queue: Queue.Unassigned } => new TicketFilter("unassigned", State: state),
        { Queue: Queue.Overdue } => new TicketFilter("overdue", State: state),
        { Queue: Queue.Spam } => new TicketFilter("spam"),
        _ when state is not null => new TicketFilter(State: state),
        { Queue: Queue.Waiting } => new TicketFilter("waiting"),
        { Queue: Queue.Snoozed } => new TicketFilter("snoozed"),
        { Queue: Queue.Done } => new TicketFilter("done"),
        _ => new TicketFilter("active"),
    };

    /// <summary>From the kept counts, which know states, levels, communities, teams and whose a ticket is.</summary>
    private static long? TotalOf(QueueAt at, DeskView? desk)
    {
        if (desk is null || at.Queue is Queue.Overdue or Queue.Spam || (at.Order ?? ListOrder.Newest) is ListOrder.Due) return null;
        if (at.State is not null && at.Queue is Queue.Mine or Queue.Team or Queue.Unassigned) return null;
        return desk.Counted.Where(t => (at.Level ?? at.WithinLevel ?? t.Level) == t.Level && (at.Community?.Id ?? at.WithinCommunity ?? t.Community) == t.Community)
            .Sum(t => at.State is { } state ? t.State == state ? t.Count : 0 : DeskViews.In(at.Queue ?? Queue.Open, t));
    }

    internal static Queues.TicketRow RowOf(Tickets.Finding.TicketRow row, long agentId, NamesNow names) => new()
    {
        Number = Text(row.Number),
        Subject = row.Subject,
        Contact = row.ContactName.Length > 0 ? row.ContactName : row.ContactAddress ?? "",
        Snippet = row.Snippet,
        State = (Ui.TicketState)(int)row.State,
        Priority = (TicketPriority)(int)row.Priority,
        Level = (int)row.Level,
        Assignee = row.AssigneeId is { } assignee ? new Named(Text(assignee), names.Agent(assignee) ?? "") : null,
        Mine = row.AssigneeId == agentId,
        At = row.UpdatedAt,
        Unread = row.Untouched && row.State.Lane() == Lane.Active,
        DeliveryFailed = row.DeliveryFailed,
        WakesAt = row.State == Domain.Tickets.TicketState.Snoozed ? row.SnoozedUntil : null,
        UpSince = row.State.Lane() == Lane.Done ? null : row.UpSince,
        Waits = row.Waits,
        Due = names.DueOf(row.CommunityId, row.TeamId, row.Level, row.State.Lane() == Lane.Active ? row.DueAt : null),
    };

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
