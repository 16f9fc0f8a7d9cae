using Lotse.Ui.Language;

namespace Lotse.Ui.Layout;

/// <summary>What a queue is called, and what to say when it is empty.</summary>
public static class QueueName
{
    public static string Of(Texts t, QueueAt at) => at switch
    {
        { Level: { } level } => Words.Level(t, level),
        { Community: { } community } => community.Name,
        { Queue: Queue.Mine } => t["queue.mine"],
        { Queue: Queue.Unassigned } => t["queue.unassigned"],
        { Queue: Queue.Waiting } => t["queue.waiting"],
        { Queue: Queue.Done } => t["queue.done"],
        _ => t["queue.open"],
    };

    public static (string Title, string Next) Empty(Texts t, QueueAt at) => at.Queue switch
    {
        Queue.Mine => (t["empty.mine"], t["empty.mine.next"]),
        Queue.Unassigned => (t["empty.unassigned"], t["empty.unassigned.next"]),
        Queue.Waiting => (t["empty.waiting"], t["empty.waiting.next"]),
        Queue.Done => (t["empty.done"], t["empty.done.next"]),
        _ => (t["empty.open"], t["empty.open.next"]),
    };
}
