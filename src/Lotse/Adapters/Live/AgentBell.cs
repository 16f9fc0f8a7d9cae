using System.Collections.Concurrent;
using Lotse.Adapters.Database.Calling;

namespace Lotse.Adapters.Live;

/// <summary>Rings for one agent, in this process and all others on the same database: something is there for that person alone, which the journal's lines do not show. Losing a ring loses nothing.</summary>
public sealed class AgentBell
{
    private readonly ConcurrentDictionary<long, TaskCompletionSource> _next = new();
    private readonly NodeCalls _calls;

    public AgentBell(NodeCalls calls)
    {
        _calls = calls;
        calls.Heard += Hear;
    }

    public void Ring(long agentId)
    {
        RingHere(agentId);
        _calls.Say(NodeCall.Agent, agentId);
    }

    /// <summary>Completes with the agent's next ring. Take it before looking, so that nothing is missed in between.</summary>
    public Task NextAsync(long agentId) => _next.GetOrAdd(agentId, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    private void Hear(NodeCall call)
    {
        if (call is { Kind: NodeCall.Agent, Numbers: [var agent] }) RingHere(agent);
    }

    private void RingHere(long agentId)
    {
        if (_next.TryRemove(agentId, out var waiting)) waiting.TrySetResult();
    }
}
