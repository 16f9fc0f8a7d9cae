using Lotse.Adapters.Database;

namespace Lotse.Rules.Webhooks;

/// <summary>Tells webhooks: at once when there is something to tell, else it looks every five seconds.</summary>
public sealed class WebhookWorker(IServiceScopeFactory scopes, WebhookBell bell, TimeProvider clock, ILogger<WebhookWorker> log) : BackgroundService
{
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var (ring, more) = (bell.Next, false);
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                more = await scope.ServiceProvider.GetRequiredService<DeliverWebhooks>().RunAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogWarning("Webhooks wait: {Trouble}", StoreHealth.CodeOf(e) ?? e.ToString());
            }
            if (!more) await Task.WhenAny(ring, Task.Delay(Often, clock, stoppingToken));
        }
    }
}
