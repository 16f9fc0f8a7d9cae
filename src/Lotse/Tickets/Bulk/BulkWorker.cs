using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Database.Writing;

namespace Lotse.Tickets.Bulk;

/// <summary>Looks after runs on many tickets: at once when one is put down, else every second.</summary>
public sealed class BulkWorker(IServiceScopeFactory scopes, BulkBell bell, WriteGate gate, DatabaseLocation location, TimeProvider clock, ILogger<BulkWorker> log) : BackgroundService
{
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var released = location.Kind != DatabaseKind.Sqlite; // An embedded database is ours alone: what we were at before a crash is free again.
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                if (!released) await BulkClaims.ReleaseAllAsync(scope.ServiceProvider.GetRequiredService<DeskDatabase>(), gate, stoppingToken);
                released = true;
                if (!await scope.ServiceProvider.GetRequiredService<RunBulk>().RunAsync(stoppingToken)) await bell.WaitAsync(Often, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                log.LogError("A run on many tickets waits: {Trouble}", StoreHealth.CodeOf(e) ?? e.ToString());
                await Task.Delay(Often, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
