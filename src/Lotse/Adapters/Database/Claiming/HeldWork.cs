using System.Collections.Concurrent;
using Lotse.Adapters.Database.Calling;
using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Database.Writing;

namespace Lotse.Adapters.Database.Claiming;

/// <summary>Keeps what this desk has taken until it is done. A lease is short, so that the work of a desk that died goes on elsewhere within seconds, and is made longer for as long as the work goes on.</summary>
public sealed class HeldWork(IServiceScopeFactory scopes, DatabaseLocation location, WriteGate gate, NodeCalls calls, TimeProvider clock, ILogger<HeldWork> log) : BackgroundService
{
    /// <summary>So long nobody else takes what this desk has taken, after it was last heard of.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Often = TimeSpan.FromSeconds(4);

    private readonly ConcurrentDictionary<HeldClaim, bool> _held = new();

    /// <summary>Until when something is taken that is taken now; whole milliseconds, as the database keeps them.</summary>
    public DateTimeOffset Until => DateTimeOffset.FromUnixTimeMilliseconds((clock.GetUtcNow() + Lease).ToUnixTimeMilliseconds());

    /// <summary>What was taken until before this moment may be taken by another one. Where the database has been away itself, nothing is for a while:
    /// leases ran out that could not be made longer, and whoever holds them says so first.</summary>
    public DateTimeOffset Expired => calls.IsSteady ? clock.GetUtcNow() : DateTimeOffset.UnixEpoch;

    /// <param name="until">As it was taken.</param>
    /// <param name="renew">Writes a new moment where the old one still stands, and says whether it did.</param>
    /// <returns>To be disposed once the work is done or left.</returns>
    public HeldClaim Hold(DateTimeOffset until, Func<DeskDatabase, DateTimeOffset, DateTimeOffset, CancellationToken, Task<bool>> renew)
    {
        var claim = new HeldClaim(this, until, renew);
        _held[claim] = true;
        return claim;
    }

    internal bool IsSure(DateTimeOffset until) => clock.GetUtcNow() < until - Often;

    internal void Leave(HeldClaim claim) => _held.TryRemove(claim, out _);

    /// <summary>Past the gate where the database has several writers: whoever is in there may be waiting for a desk that died in the middle of a save, for as long as a lease takes.</summary>
    internal async Task<T> InDeskAsync<T>(Func<DeskDatabase, Task<T>> act, CancellationToken cancel)
    {
        using var pass = location.Kind == DatabaseKind.Sqlite ? await gate.EnterAsync(cancel) : null;
        await using var scope = scopes.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<DeskDatabase>());
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Often); // Of real time, as work takes.
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var claim in _held.Keys)
            {
                try
                {
                    await claim.RenewAsync(stoppingToken);
                }
                catch (Exception e) when (!stoppingToken.IsCancellationRequested)
                {
                    log.LogWarning("What this desk is at cannot be kept for now: {Trouble}", StoreHealth.CodeOf(e) ?? e.GetType().Name);
                    break;
                }
            }
        }
    }
}

/// <summary>Something that this desk has taken.</summary>
public sealed class HeldClaim : IDisposable
{
    private readonly HeldWork _held;
    private readonly Func<DeskDatabase, DateTimeOffset, DateTimeOffset, CancellationToken, Task<bool>> _renew;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private bool _over;

    internal HeldClaim(HeldWork held, DateTimeOffset until, Func<DeskDatabase, DateTimeOffset, DateTimeOffset, CancellationToken, Task<bool>> renew) => (_held, Until, _renew) = (held, until, renew);

    /// <summary>As it stands in the database now.</summary>
    public DateTimeOffset Until { get; private set; }

    /// <summary>Somebody else has it by now, or it is gone.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Whether nobody else can have it. A desk that was stopped for a minute (a machine that slept) asks before it goes on.</summary>
    /// <exception cref="System.Data.Common.DbException">The database cannot be asked.</exception>
    public async Task<bool> IsSureAsync(CancellationToken cancel)
    {
        if (!IsLost && !_held.IsSure(Until)) await RenewAsync(cancel);
        return !IsLost;
    }

    /// <summary>Asks or writes by the moment that stands in the database now: it is not made longer meanwhile.</summary>
    public async Task<T> AsItStandsAsync<T>(Func<DateTimeOffset, Task<T>> act, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            return await act(Until);
        }
        finally
        {
            _turn.Release();
        }
    }

    internal async Task RenewAsync(CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            if (_over || IsLost) return;
            var next = _held.Until;
            if (next <= Until) return; // Nothing to add: a clock that stands still.
            if (await _held.InDeskAsync(database => _renew(database, Until, next, cancel), cancel)) Until = next;
            else IsLost = true;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _over = true;
        _held.Leave(this);
    }
}
