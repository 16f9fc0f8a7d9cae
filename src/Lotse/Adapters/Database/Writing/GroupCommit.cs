using System.Threading.Channels;

namespace Lotse.Adapters.Database.Writing;

/// <summary>Lets what arrives at the same time share one commit: while one group is being written, the next one gathers.
/// A lone item waits for nobody.</summary>
/// <typeparam name="TItem">What is handed in.</typeparam>
/// <typeparam name="TResult">What its giver gets back once the group is committed.</typeparam>
public sealed class GroupCommit<TItem, TResult>
{
    private readonly Channel<Entry> _waiting;
    private readonly Func<IReadOnlyList<TItem>, CancellationToken, Task<IReadOnlyList<TResult>>> _commit;
    private readonly int _atMost;
    private readonly TimeSpan _pause;

    /// <param name="commit">Writes a group and gives a result for each item, in order. What it throws reaches every giver of the group.</param>
    /// <param name="atMost">Items in one group.</param>
    /// <param name="capacity">Items that may wait; after that givers wait to hand in.</param>
    /// <param name="pause">After a group of several: more come together in the next, and each costs less. A lone item is never followed by one, nor a group with a giver in it who does nothing else until it is done: pausing would only make that one wait.</param>
    public GroupCommit(Func<IReadOnlyList<TItem>, CancellationToken, Task<IReadOnlyList<TResult>>> commit, int atMost = 128, int capacity = 1024,
        TimeSpan pause = default)
    {
        (_commit, _atMost, _pause) = (commit, atMost, pause);
        _waiting = Channel.CreateBounded<Entry>(new BoundedChannelOptions(capacity) { SingleReader = true });
    }

    /// <summary>Hands in and waits until it is committed.</summary>
    public async Task<TResult> AddAsync(TItem item, CancellationToken cancel = default) => await await EnqueueAsync(item, cancel: cancel);

    /// <summary>Hands in; the outer wait is for a place, the inner for the commit.</summary>
    /// <param name="waits">The giver hands in nothing else until it is committed.</param>
    public async ValueTask<Task<TResult>> EnqueueAsync(TItem item, bool waits = false, CancellationToken cancel = default)
    {
        var entry = new Entry(item, waits, new TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously));
        await _waiting.Writer.WriteAsync(entry, cancel);
        return entry.Done.Task;
    }

    /// <summary>Nothing more is taken in; <see cref="RunAsync"/> ends when what waits is written.</summary>
    public void Complete() => _waiting.Writer.TryComplete();

    /// <summary>Commits group after group until <see cref="Complete"/> or the end is called for.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        var group = new List<Entry>(_atMost);
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(cancel))
            {
                while (group.Count < _atMost && _waiting.Reader.TryRead(out var entry)) group.Add(entry);
                await CommitAsync(group, cancel);
                if (group.Count > 1 && _pause > TimeSpan.Zero && !group.Exists(entry => entry.Waits)) await Task.Delay(_pause, cancel);
                group.Clear();
            }
        }
        catch (OperationCanceledException)
        {
            _waiting.Writer.TryComplete();
        }
        while (_waiting.Reader.TryRead(out var left)) left.Done.TrySetCanceled(cancel);
    }

    private async Task CommitAsync(List<Entry> group, CancellationToken cancel)
    {
        try
        {
            var results = await _commit(group.ConvertAll(entry => entry.Item), cancel);
            for (var i = 0; i < group.Count; i++) group[i].Done.TrySetResult(results[i]);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            foreach (var entry in group) entry.Done.TrySetCanceled(cancel);
            throw;
        }
        catch (Exception e)
        {
            foreach (var entry in group) entry.Done.TrySetException(e);
        }
    }

    private sealed record Entry(TItem Item, bool Waits, TaskCompletionSource<TResult> Done);
}
