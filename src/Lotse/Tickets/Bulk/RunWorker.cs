using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Opening;

namespace Lotse.Tickets.Bulk;

/// <summary>Looks after work on many tickets that is put down in rows: at once when some is, else every second.</summary>
public abstract class RunWorker(IServiceScopeFactory scopes, RunBell bell, DatabaseLocation location, TimeProvider clock, ILogger log) : BackgroundService
{
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(1);

    /// <summary>What this process was at before it was stopped is free again.</summary>
    protected abstract Task ReleaseAsync(IServiceProvider scope, CancellationToken cancel);

    /// <returns>False where there was nothing to do.</returns>
    protected abstract Task<bool> RunAsync(IServiceProvider scope, CancellationToken cancel);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var released = location.Kind != DatabaseKind.Sqlite; // An embedded database is ours alone: what we were at before a crash is free again.
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                if (!released) await ReleaseAsync(scope.ServiceProvider, stoppingToken);
                released = true;
                if (!await RunAsync(scope.ServiceProvider, stoppingToken)) await bell.WaitAsync(Often, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                log.LogError("Work on many tickets waits: {Trouble}", StoreHealth.CodeOf(e) ?? e.ToString());
                await Task.Delay(Often, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
