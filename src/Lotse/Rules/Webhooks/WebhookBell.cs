using Lotse.Adapters.Database;

namespace Lotse.Rules.Webhooks;

/// <summary>Wakes the sending of webhooks when there is something to tell. It also looks by itself.</summary>
public sealed class WebhookBell
{
    private readonly JournalBell _bell = new();

    public void Ring() => _bell.Ring();

    /// <summary>Completes with the next ring. Take it before looking.</summary>
    public Task Next => _bell.Next;
}
