using Lotse.Adapters.Database;

namespace Lotse.Tickets.Redacting;

/// <summary>Looks every few minutes whether there are mails whose files are not known yet, or files that may go, and goes on in steps with pauses between while there are.</summary>
public sealed class ForgetFilesWorker(IServiceScopeFactory scopes, TimeProvider clock, ILogger<ForgetFilesWorker> log) : BackgroundService
{
    private static readonly TimeSpan Often = TimeSpan.FromMinutes(5), Between = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Often, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                while (await StepAsync(stoppingToken) > 0) await Task.Delay(Between, clock, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogWarning("Taking files away waits: {Trouble}", StoreHealth.CodeOf(e) ?? e.ToString());
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task<int> StepAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ForgetFiles>().StepAsync(cancel);
    }
}
