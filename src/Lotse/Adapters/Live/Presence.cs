using System.Collections.Concurrent;

namespace Lotse.Adapters.Live;

/// <summary>Somebody who has a ticket open.</summary>
public sealed record Present(long AgentId, bool Writing, DateTimeOffset At);

public readonly record struct WatchedTicket(long Number, long CommunityId);

/// <summary>Who is looking at which ticket, and who is writing. It is true for seconds, so it is kept in memory: what is lost with a restart is said again by the open pages.</summary>
public sealed class Presence(TimeProvider clock)
{
    /// <summary>Whoever has said nothing for so long has gone.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromSeconds(40);

    private const int TicketsAtMost = 50_000;

    private readonly ConcurrentDictionary<long, Present[]> _tickets = new();
    private readonly Lock _changing = new();
    private volatile TaskCompletionSource<WatchedTicket> _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends with a ticket where somebody comes, goes, begins or stops writing.</summary>
    public Task<WatchedTicket> NextChange => _changed.Task;

    /// <param name="ticket">One that this agent may see; the caller has asked.</param>
    public void Here(WatchedTicket ticket, long agentId, bool writing)
    {
        var now = clock.GetUtcNow();
        Put(ticket, now, others => [.. others, new Present(agentId, writing, now)], agentId);
    }

    public void Gone(WatchedTicket ticket, long agentId) => Put(ticket, clock.GetUtcNow(), others => others, agentId);

    /// <summary>Those who are there at this moment.</summary>
    public IReadOnlyList<Present> At(long number)
    {
        var now = clock.GetUtcNow();
        return _tickets.TryGetValue(number, out var there) ? [.. there.Where(one => now - one.At < Lasts)] : [];
    }

    private void Put(WatchedTicket ticket, DateTimeOffset now, Func<Present[], Present[]> change, long agentId)
    {
        var number = ticket.Number;
        lock (_changing)
        {
            var before = _tickets.GetValueOrDefault(number, []).Where(one => now - one.At < Lasts).ToArray();
            var after = change([.. before.Where(one => one.AgentId != agentId)]);
            if (after.Length == 0) _tickets.TryRemove(number, out _);
            else if (_tickets.Count < TicketsAtMost || before.Length > 0) _tickets[number] = after;
            if (before.Length == after.Length && before.All(one => after.Any(other => other.AgentId == one.AgentId && other.Writing == one.Writing))) return;
        }
        Interlocked.Exchange(ref _changed, new TaskCompletionSource<WatchedTicket>(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult(ticket);
    }
}
