namespace Lotse.Replies;

/// <summary>Wakes the outbox when something was put in, so that an answer leaves at once. It also looks by itself.</summary>
public sealed class OutboxBell
{
    private readonly SemaphoreSlim _bell = new(0, 1);

    public void Ring()
    {
        if (_bell.CurrentCount == 0)
        {
            try
            {
                _bell.Release();
            }
            catch (SemaphoreFullException)
            {
                // Somebody else rang in this moment; once is enough.
            }
        }
    }

    /// <summary>Until somebody rings, or the time is over.</summary>
    public Task WaitAsync(TimeSpan atMost, CancellationToken cancel) => _bell.WaitAsync(atMost, cancel);
}
