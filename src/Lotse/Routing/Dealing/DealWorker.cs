using Lotse.Adapters.Database;

namespace Lotse.Routing.Dealing;

/// <summary>Looks every few seconds whether a queue has something to deal out, or somebody has time again.</summary>
public sealed class DealWorker(IServiceScopeFactory scopes, TimeProvider clock, ILogger<DealWorker> log) : BackgroundService
{
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(3);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<DealOut>().RunAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogWarning("Queues are not dealt out: {Trouble}", StoreHealth.CodeOf(e) ?? e.ToString());
            }
            await Task.Delay(Often, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
