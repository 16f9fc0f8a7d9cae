using System.Globalization;
using Lotse.Adapters.Web;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Queues;
using Lotse.Ui;
using Lotse.Ui.Layout;
using Lotse.Tickets.Working;
using Lotse.Tickets.Finding;

namespace Lotse.Tickets.Pages;

/// <summary>Which list a request asks for, as it stands in the address.</summary>
public sealed record QueueAsked(string? Queue = null, string? State = null, string? Community = null, string? After = null);

/// <summary>One page of a queue, as people see it: one statement.</summary>
public sealed class QueueViews(ListTickets list, DeskNames names)
{
    private const int RowsAtOnce = 40;

    /// <param name="desk">For the total; null where only rows are wanted.</param>
    /// <param name="open">The number of the ticket beside the list.</param>
    public async Task<QueueView> ForAsync(Signed signed, QueueAsked asked, DeskView? desk, string? open, CancellationToken cancel)
    {
        var known = await names.NowAsync(cancel);
        var at = QueueOf(asked.Queue, signed.Acting, known);
        Domain.Tickets.TicketState? state = Enum.TryParse<Domain.Tickets.TicketState>(asked.State, ignoreCase: true, out var wanted) && Enum.IsDefined(wanted) ? wanted : null;
        var community = at.Community is null && long.TryParse(asked.Community, CultureInfo.InvariantCulture, out var id) ? id : (long?)null;
        var filter = FilterOf(at, state, signed.AgentId) with { After = asked.After, Limit = RowsAtOnce, Order = TicketOrder.Updated };
        if (community is not null) filter = filter with { Community = community };
        var page = await list.RunAsync(signed.Acting, filter, cancel);
        return new QueueView
        {
            At = at,
            Rows = [.. page.Rows.Select(row => RowOf(row, signed.AgentId, known))],
            After = asked.After,
            Next = page.Next,
            Total = state is null && community is null ? TotalOf(at, desk) : null,
            StateFilter = (Ui.TicketState?)(int?)state,
            CommunityFilter = community is null ? null : asked.Community,
            Communities = [.. known.Communities.Where(c => signed.Acting.Sees(c.Key)).Select(c => new Named(Text(c.Key), c.Value)).OrderBy(c => c.Name, StringComparer.CurrentCulture)],
            OpenTicket = open,
        };
    }

    /// <summary>A queue that is not there, or not for this agent, is the open one.</summary>
    public static QueueAt QueueOf(string? key, Acting by, NamesNow names)
    {
        if (key is not null && Enum.TryParse<Queue>(key, ignoreCase: true, out var queue) && Enum.IsDefined(queue)) return QueueAt.Of(queue);
        if (key is ['l', 'e', 'v', 'e', 'l', '-', >= '0' and <= '3' and var level]) return QueueAt.OfLevel(level - '0');
        return key?.StartsWith("community-", StringComparison.Ordinal) == true && long.TryParse(key["community-".Length..], CultureInfo.InvariantCulture, out var id)
            && by.Sees(id) && names.Communities.TryGetValue(id, out var name)
            ? QueueAt.OfCommunity(new Named(Text(id), name))
            : QueueAt.Of(Queue.Open);
    }

    /// <summary>A state that is asked for may be any: it is looked for in all lanes, within whose tickets they are.</summary>
    private static TicketFilter FilterOf(QueueAt at, Domain.Tickets.TicketState? state, long agentId)
    {
        var lane = state is null ? "active" : null;
        return at switch
        {
            { Level: { } level } => new TicketFilter(lane, State: state, Level: (Level)level),
            { Community: { } community } => new TicketFilter(lane, long.Parse(community.Id, CultureInfo.InvariantCulture), state),
            { Queue: Queue.Mine } => state is null ? new TicketFilter("mine") : new TicketFilter(State: state, Assignee: agentId),
            { Queue: Queue.Unassigned } => new TicketFilter("unassigned", State: state),
            { Queue: Queue.Waiting } => new TicketFilter(state is null ? "waiting" : null, State: state),
            { Queue: Queue.Done } => new TicketFilter(state is null ? "done" : null, State: state),
            _ => new TicketFilter(lane, State: state),
        };
    }

    private static long? TotalOf(QueueAt at, DeskView? desk) => at switch
    {
        _ when desk is null => null,
        { Level: { } level } => desk.Levels.Where(l => l.Level == level).Sum(l => l.Count),
        { Community: { } community } => desk.Communities.Where(c => c.Id == community.Id).Sum(c => c.Count),
        _ => desk.Queues.Where(q => q.Queue == at.Queue).Sum(q => q.Count),
    };

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
    };

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
