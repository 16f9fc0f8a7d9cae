namespace Lotse.Adapters.Database.Writing;

/// <summary>Lets the writers of this process in one after the other. SQLite has one writer at a time anyway, and waiting here costs nothing,
/// while waiting inside SQLite means polling. On PostgreSQL the journal's counter row orders writers in the same way across processes.</summary>
public sealed class WriteGate : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);

    public async Task<IDisposable> EnterAsync(CancellationToken cancel)
    {
        await _gate.WaitAsync(cancel);
        return new Pass(_gate);
    }

    public void Dispose() => _gate.Dispose();

    private sealed class Pass(SemaphoreSlim gate) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0) gate.Release();
        }
    }
}
