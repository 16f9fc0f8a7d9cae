using Lotse.Adapters.Database;

namespace Lotse.Routing.Absences;

/// <summary>Looks again and again whether a ticket sits with somebody who cannot work it: absences begin by the clock alone.</summary>
public sealed class AwayWorker(IServiceScopeFactory scopes, TimeProvider clock, ILogger<AwayWorker> log) : BackgroundService
{
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<RelieveAgents>().RunAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogWarning("Tickets of people who are away wait: {Trouble}", StoreHealth.CodeOf(e) ?? e.ToString());
            }
            await Task.Delay(Often, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
