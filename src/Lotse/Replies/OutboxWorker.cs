using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Claiming;
using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Database.Writing;

namespace Lotse.Replies;

/// <summary>Looks after the outbox: at once when something is put in, else every second.</summary>
public sealed class OutboxWorker(IServiceScopeFactory scopes, OutboxBell bell, WriteGate gate, SendingTokens tokens, DatabaseLocation location, TimeProvider clock, ILogger<OutboxWorker> log)
    : BackgroundService
{
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await WorkAsync(stoppingToken);
        await tokens.SettleAsync(); // A question may still be on its way, and its answer bring a refresh token that has to be kept.
    }

    private async Task WorkAsync(CancellationToken stoppingToken)
    {
        var released = location.Kind != DatabaseKind.Sqlite; // An embedded database is ours alone: what we had claimed before a crash is free again.
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                if (!released) await OutboxClaims.ReleaseAllAsync(scope.ServiceProvider.GetRequiredService<DeskDatabase>(), gate, stoppingToken);
                released = true;
                if (!await scope.ServiceProvider.GetRequiredService<DeliverOutbox>().RunAsync(stoppingToken)) await bell.WaitAsync(Often, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                log.LogError("The outbox waits: {Trouble}", StoreHealth.CodeOf(e) ?? e.ToString());
                await Task.Delay(Often, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
