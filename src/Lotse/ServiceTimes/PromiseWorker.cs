using System.Threading.Channels;
using Lotse.Adapters.Database;
using Lotse.Adapters.Live;

namespace Lotse.ServiceTimes;

/// <summary>Looks after promises when the journal tells of something, and a few times a minute. While mail pours in, one look sees many tickets together.</summary>
public sealed class PromiseWorker(IServiceScopeFactory scopes, JournalTail tail, TimeProvider clock, ILogger<PromiseWorker> log) : BackgroundService
{
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(10), Pause = TimeSpan.FromMilliseconds(200);

    private readonly Channel<bool> _told = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var listening = ListenAsync(await tail.BeganAsync(stoppingToken), ended.Token);
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                if (!await LookAsync(stoppingToken)) await WaitAsync(stoppingToken);
            }
        }
        finally
        {
            await ended.CancelAsync();
            await listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> LookAsync(CancellationToken cancel)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<FollowPromises>().RunAsync(cancel);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogWarning("Promised times wait: {Trouble}", StoreHealth.CodeOf(e) ?? e.ToString());
            return false;
        }
    }

    private async Task WaitAsync(CancellationToken cancel)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var waiting = _told.Reader.ReadAsync(enough.Token).AsTask();
        if (await Task.WhenAny(waiting, Task.Delay(Often, clock, enough.Token)) == waiting) await Task.Delay(Pause, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await enough.CancelAsync();
        await ((Task)waiting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ListenAsync(long seen, CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                await foreach (var line in tail.FollowAsync(seen, cancel))
                {
                    seen = line.Id;
                    _told.Writer.TryWrite(true);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                await Task.Delay(Often, clock, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
