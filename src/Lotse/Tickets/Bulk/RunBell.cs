namespace Lotse.Tickets.Bulk;

/// <summary>Rings when work on many tickets is put down, so that its worker looks at once.</summary>
public abstract class RunBell
{
    private readonly SemaphoreSlim _rung = new(0, 1);

    public void Ring()
    {
        try
        {
            _rung.Release();
        }
        catch (SemaphoreFullException)
        {
            // It has been rung already.
        }
    }

    public Task WaitAsync(TimeSpan longest, CancellationToken cancel) => _rung.WaitAsync(longest, cancel);
}

public sealed class BulkBell : RunBell;
