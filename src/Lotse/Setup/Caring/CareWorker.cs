using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Caring;
using Lotse.Adapters.Database.Searching;

namespace Lotse.Setup.Caring;

/// <summary>Looks after the database file and the index beside it while the desk serves: a few short steps a minute, and a longer look a few times a day.</summary>
public sealed class CareWorker(CareForSqlite care, SearchStore search, TimeProvider clock, ILogger<CareWorker> log) : BackgroundService
{
    private const int StepsAtOnce = 20, OfTheIndex = 200;

    private static readonly TimeSpan Often = TimeSpan.FromMinutes(1), Between = TimeSpan.FromMilliseconds(250), Seldom = TimeSpan.FromHours(6);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!care.IsNeeded) return;
        var looked = clock.GetUtcNow() - Seldom + TimeSpan.FromMinutes(10);
        using var timer = new PeriodicTimer(Often, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await care.SettleAsync(stoppingToken);
                for (var steps = 0; steps < StepsAtOnce && await care.ShrinkAsync(stoppingToken); steps++) await Task.Delay(Between, clock, stoppingToken);
                for (var steps = 0; steps < OfTheIndex && await search.TidyAsync(stoppingToken); steps++) await Task.Delay(Between, clock, stoppingToken);
                if (clock.GetUtcNow() - looked < Seldom) continue;
                looked = clock.GetUtcNow();
                await care.OptimizeAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogWarning("The database file is looked after later: {Trouble}", StoreHealth.CodeOf(e) ?? e.ToString());
            }
        }
    }
}
