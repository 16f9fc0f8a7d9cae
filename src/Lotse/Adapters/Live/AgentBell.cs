using System.Collections.Concurrent;

namespace Lotse.Adapters.Live;

/// <summary>Rings in this process for one agent: something is there for that person alone, which the journal's lines do not show. Losing a ring loses nothing.</summary>
public sealed class AgentBell
{
    private readonly ConcurrentDictionary<long, TaskCompletionSource> _next = new();

    public void Ring(long agentId)
    {
        if (_next.TryRemove(agentId, out var waiting)) waiting.TrySetResult();
    }

    /// <summary>Completes with the agent's next ring. Take it before looking, so that nothing is missed in between.</summary>
    public Task NextAsync(long agentId) => _next.GetOrAdd(agentId, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
}
