using Lotse.Adapters.Database;

namespace Lotse.Tickets.Snoozing;

/// <summary>Looks for snoozed tickets that are due, a few times a minute: one seek of an index while there are none.</summary>
public sealed class SnoozeWorker(IServiceScopeFactory scopes, TimeProvider clock, ILogger<SnoozeWorker> log) : BackgroundService
{
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var more = false;
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                more = await scope.ServiceProvider.GetRequiredService<WakeTickets>().RunAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogWarning("Snoozed tickets wait: {Trouble}", StoreHealth.CodeOf(e) ?? e.ToString());
            }
            if (!more) await Task.Delay(Often, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
