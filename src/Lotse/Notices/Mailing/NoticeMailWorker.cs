using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Writing;

namespace Lotse.Notices.Mailing;

/// <summary>Every ten seconds, so that what a desk that died had begun goes on within half a minute: mails what is due to be mailed, and lets a few of the notices go that are too old for anybody.</summary>
internal sealed class NoticeMailWorker(IServiceScopeFactory scopes, TimeProvider clock, ILogger<NoticeMailWorker> log) : BackgroundService
{
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(10), Kept = TimeSpan.FromDays(90);

    /// <summary>Gone in one step, so that nobody waits for it.</summary>
    private const int AtOnce = 500;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Often, clock, stoppingToken);
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<MailNotices>().RunAsync(stoppingToken);
                await DropAsync(scope.ServiceProvider, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                log.LogWarning("Mails with notices wait: {Trouble}", StoreHealth.CodeOf(e) ?? e.ToString());
            }
        }
    }

    private Task DropAsync(IServiceProvider services, CancellationToken cancel) => NoticeRows.DropAsync(
        services.GetRequiredService<DeskDatabase>(), services.GetRequiredService<WriteGate>(), Ids.First(clock.GetUtcNow() - Kept), AtOnce, cancel);
}
