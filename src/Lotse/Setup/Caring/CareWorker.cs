using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Caring;
using Lotse.Adapters.Database.Searching;

namespace Lotse.Setup.Caring;

/// <summary>Looks after the database file, the counts of queues and the index while the desk serves: a few short steps a minute, and a longer look a few times a day.</summary>
public sealed class CareWorker(CareForSqlite care, SearchStore search, IServiceScopeFactory scopes, TimeProvider clock, ILogger<CareWorker> log) : BackgroundService
{
    private const int StepsAtOnce = 20, OfTheIndex = 200;

    private static readonly TimeSpan Often = TimeSpan.FromMinutes(1), Between = TimeSpan.FromMilliseconds(250), Seldom = TimeSpan.FromHours(6);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var looked = clock.GetUtcNow() - Seldom + TimeSpan.FromMinutes(10);
        var tidied = DateTimeOffset.MinValue;
        using var timer = new PeriodicTimer(Often, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (care.IsNeeded) await TryAsync("database file", async () =>
            {
                await care.SettleAsync(stoppingToken);
                await StepsAsync(StepsAtOnce, care.ShrinkAsync, stoppingToken);
                if (clock.GetUtcNow() - looked < Seldom) return;
                looked = clock.GetUtcNow();
                care.TidyCopies(looked);
                await care.OptimizeAsync(stoppingToken);
            });
            if (clock.GetUtcNow() - tidied >= Seldom) await TryAsync("counts of queues", async () =>
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<TidyCounts>().RunAsync(stoppingToken);
                tidied = clock.GetUtcNow();
            });
            await TryAsync("search index", () => StepsAsync(OfTheIndex, search.TidyAsync, stoppingToken));
        }
    }

    private async Task StepsAsync(int atMost, Func<CancellationToken, Task<bool>> step, CancellationToken cancel)
    {
        for (var steps = 0; steps < atMost && await step(cancel); steps++) await Task.Delay(Between, clock, cancel);
    }

    private async Task TryAsync(string of, Func<Task> careAsync)
    {
        try
        {
            await careAsync();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogWarning("The {Part} is looked after later: {Trouble}", of, StoreHealth.CodeOf(e) ?? e.ToString());
        }
    }
}
