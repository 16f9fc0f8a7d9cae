using Lotse.Adapters.Database;

namespace Lotse.Rules.Running;

/// <summary>Looks twice a minute for tickets whose time has come, and once an hour for lines of the logs whose time is over.</summary>
public sealed class TimedRulesWorker(IServiceScopeFactory scopes, TimeProvider clock, ILogger<TimedRulesWorker> log) : BackgroundService
{
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(30), Seldom = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var trimAt = clock.GetUtcNow() + Seldom;
        while (!stoppingToken.IsCancellationRequested)
        {
            var more = false;
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                more = await scope.ServiceProvider.GetRequiredService<RunTimedRules>().RunAsync(stoppingToken);
                if (!more && clock.GetUtcNow() >= trimAt)
                {
                    trimAt = clock.GetUtcNow() + Seldom;
                    await scope.ServiceProvider.GetRequiredService<TrimLogs>().RunAsync(stoppingToken);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogWarning("Rules that wait for time wait longer: {Trouble}", StoreHealth.CodeOf(e) ?? e.ToString());
                more = false;
            }
            if (!more) await Task.Delay(Often, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
