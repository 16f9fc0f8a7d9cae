using System.Collections.Concurrent;
using Lotse.Adapters.Database.Calling;

namespace Lotse.Adapters.Live;

/// <summary>Somebody who has a ticket open.</summary>
public sealed record Present(long AgentId, bool Writing, DateTimeOffset At);

public readonly record struct WatchedTicket(long Number, long CommunityId);

/// <summary>Who is looking at which ticket, and who is writing. It is true for seconds, so it is kept in memory: what is lost with a restart is said again by the open pages.
/// Several desks on one database call it out to one another, so each knows of all; whoever was seen by one that died is gone when nobody says anything more.</summary>
public sealed class Presence
{
    /// <summary>Whoever has said nothing for so long has gone.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromSeconds(40);

    private const int TicketsAtMost = 50_000;

    /// <summary>Between two looks for those who have gone without a word.</summary>
    private static readonly TimeSpan Sweeps = TimeSpan.FromSeconds(5);

    private const int HasGone = 0, Looks = 1, Writes = 2;

    private readonly TimeProvider _clock;
    private readonly NodeCalls _calls;
    private readonly ConcurrentDictionary<long, Present[]> _tickets = new();
    private readonly Lock _changing = new();
    private DateTimeOffset _swept;
    private volatile TaskCompletionSource<WatchedTicket> _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Presence(TimeProvider clock, NodeCalls calls)
    {
        (_clock, _calls) = (clock, calls);
        calls.Heard += Hear;
    }

    /// <summary>Ends with a ticket where somebody comes, goes, begins or stops writing.</summary>
    public Task<WatchedTicket> NextChange => _changed.Task;

    /// <param name="ticket">One that this agent may see; the caller has asked.</param>
    public void Here(WatchedTicket ticket, long agentId, bool writing)
    {
        Put(ticket, agentId, writing ? Writes : Looks);
        _calls.Say(NodeCall.Present, ticket.Number, ticket.CommunityId, agentId, writing ? Writes : Looks);
    }

    public void Gone(WatchedTicket ticket, long agentId)
    {
        Put(ticket, agentId, HasGone);
        _calls.Say(NodeCall.Present, ticket.Number, ticket.CommunityId, agentId, HasGone);
    }

    /// <summary>Those who are there at this moment.</summary>
    public IReadOnlyList<Present> At(long number)
    {
        var now = _clock.GetUtcNow();
        return _tickets.TryGetValue(number, out var there) ? [.. there.Where(one => now - one.At < Lasts)] : [];
    }

    private void Hear(NodeCall call)
    {
        if (call is { Kind: NodeCall.Present, Numbers: [var number, var community, var agent, var does] }) Put(new WatchedTicket(number, community), agent, does);
    }

    private void Put(WatchedTicket ticket, long agentId, long does)
    {
        var (number, now) = (ticket.Number, _clock.GetUtcNow());
        lock (_changing)
        {
            var before = _tickets.GetValueOrDefault(number, []).Where(one => now - one.At < Lasts).ToArray();
            Present[] after = [.. before.Where(one => one.AgentId != agentId), .. does == HasGone ? (Present[])[] : [new Present(agentId, does == Writes, now)]];
            if (after.Length == 0) _tickets.TryRemove(number, out _);
            else if (before.Length > 0 || _tickets.Count < TicketsAtMost || Sweep(now)) _tickets[number] = after;
            if (before.Length == after.Length && before.All(one => after.Any(other => other.AgentId == one.AgentId && other.Writing == one.Writing))) return;
        }
        Interlocked.Exchange(ref _changed, new TaskCompletionSource<WatchedTicket>(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult(ticket);
    }

    /// <summary>Whoever goes without a word stays in memory until somebody else comes to the ticket: where there is no room left, they leave.</summary>
    /// <returns>Whether there is room now.</returns>
    private bool Sweep(DateTimeOffset now)
    {
        if (now - _swept < Sweeps) return false;
        _swept = now;
        foreach (var (number, there) in _tickets)
        {
            if (there.All(one => now - one.At >= Lasts)) _tickets.TryRemove(number, out _);
        }
        return _tickets.Count < TicketsAtMost;
    }
}
