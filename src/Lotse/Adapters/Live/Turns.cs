namespace Lotse.Adapters.Live;

/// <summary>Lets as many open pages ask anew at a time as there are processors. All of them hear of a change in the same moment; whoever clicks just then should
/// not stand behind them all, and two hundred connections to the database at once would do nothing sooner.</summary>
public sealed class Turns : IDisposable
{
    private readonly SemaphoreSlim _free = new(Math.Max(2, Environment.ProcessorCount));

    public async Task InTurnAsync(Func<Task> work, CancellationToken cancel)
    {
        await _free.WaitAsync(cancel);
        try
        {
            await work();
        }
        finally
        {
            _free.Release();
        }
    }

    public void Dispose() => _free.Dispose();
}
