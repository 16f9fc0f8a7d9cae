using Lotse.Ui.Language;

namespace Lotse.Ui.Layout;

/// <summary>What a queue is called, and what to say when it is empty.</summary>
public static class QueueName
{
    public static string Of(Texts t, QueueAt at) => at switch
    {
        { Level: { } level } => Words.Level(t, level),
        { Community: { } community, WithinLevel: { } level } => $"{community.Name} · {Words.Level(t, level)}",
        { Community: { } community } => community.Name,
        { Queue: Queue.Mine } => t["queue.mine"],
        { Queue: Queue.Team } => t["queue.team"],
        { Queue: Queue.Snoozed } => t["queue.snoozed"],
        { Queue: Queue.Overdue } => t["queue.overdue"],
        { Queue: Queue.Spam } => t["queue.spam"],
        { Queue: Queue.Unassigned } => t["queue.unassigned"],
        { Queue: Queue.Waiting } => t["queue.waiting"],
        { Queue: Queue.Done } => t["queue.done"],
        _ => t["queue.open"],
    };

    public static (string Title, string Next) Empty(Texts t, QueueAt at) => at.Queue switch
    {
        Queue.Mine => (t["empty.mine"], t["empty.mine.next"]),
        Queue.Team => (t["empty.team"], t["empty.team.next"]),
        Queue.Snoozed => (t["empty.snoozed"], t["empty.snoozed.next"]),
        Queue.Overdue => (t["empty.overdue"], t["empty.overdue.next"]),
        Queue.Spam => (t["empty.spam"], t["empty.spam.next"]),
        Queue.Unassigned => (t["empty.unassigned"], t["empty.unassigned.next"]),
        Queue.Waiting => (t["empty.waiting"], t["empty.waiting.next"]),
        Queue.Done => (t["empty.done"], t["empty.done.next"]),
        _ => (t["empty.open"], t["empty.open.next"]),
    };
}

/// <summary>What the orders of a list are called.</summary>
public static class OrderName
{
    public static string Of(Texts t, ListOrder order) => order switch
    {
        ListOrder.Oldest => t["list.order.oldest"],
        ListOrder.Due => t["list.order.due"],
        ListOrder.Wakes => t["list.order.wakes"],
        _ => t["list.order.newest"],
    };
}
