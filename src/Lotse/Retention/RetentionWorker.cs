using Lotse.Adapters.Database;

namespace Lotse.Retention;

/// <summary>Looks every few minutes whether there is something to put away by rule, and goes on in short steps with pauses between while there is.</summary>
public sealed class RetentionWorker(IServiceScopeFactory scopes, TimeProvider clock, ILogger<RetentionWorker> log) : BackgroundService
{
    private static readonly TimeSpan Often = TimeSpan.FromMinutes(5), Between = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Often, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                while (await RunAsync(retain => retain.StepAsync(stoppingToken)) > 0) await Task.Delay(Between, clock, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogWarning("Putting away by rule waits: {Trouble}", StoreHealth.CodeOf(e) ?? e.ToString());
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task<int> RunAsync(Func<RetainTickets, Task<int>> run)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await run(scope.ServiceProvider.GetRequiredService<RetainTickets>());
    }
}
