using Lotse.Bench.Mails;

namespace Lotse.Bench.Load;

/// <summary>Hands mails out in order, an answer only after the mail it answers has been taken over: so threading does not depend on luck.</summary>
internal sealed class Feed : IDisposable
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<GeneratedMail, int> _ready = new();
    private readonly Dictionary<string, List<GeneratedMail>> _waiting = [];
    private readonly SemaphoreSlim _available = new(0);
    private int _left;

    public Feed(IReadOnlyList<GeneratedMail> mails)
    {
        var ours = mails.Select(mail => mail.MessageId).ToHashSet();
        _left = mails.Count;
        foreach (var mail in mails)
        {
            if (mail.Parent is null || !ours.Contains(mail.Parent)) Add(mail);
            else if (_waiting.TryGetValue(mail.Parent, out var others)) others.Add(mail);
            else _waiting[mail.Parent] = [mail];
        }
    }

    /// <summary>Null when there is no more.</summary>
    public async ValueTask<GeneratedMail?> TakeAsync(CancellationToken stop)
    {
        await _available.WaitAsync(stop);
        lock (_lock)
        {
            return _ready.TryDequeue(out var mail, out _) ? mail : null;
        }
    }

    /// <summary>The mail has been answered for, whatever the answer: what waits for it may go.</summary>
    public void Done(GeneratedMail mail, int clients)
    {
        lock (_lock)
        {
            if (_waiting.Remove(mail.MessageId, out var answers)) answers.ForEach(Add);
            if (--_left == 0) _available.Release(clients);
        }
    }

    public void Dispose() => _available.Dispose();

    private void Add(GeneratedMail mail)
    {
        _ready.Enqueue(mail, mail.Number);
        _available.Release();
    }
}
