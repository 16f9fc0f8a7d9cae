using System.Threading.Channels;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Claiming;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Writing;
using Lotse.Adapters.Live;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Notices;

/// <summary>Tells agents of what the journal says, from where it stopped. The first time it begins at the journal's end: nobody is told of old things.</summary>
public sealed class NoticeFollower(IServiceScopeFactory scopes, JournalTail tail, TimeProvider clock, ILogger<NoticeFollower> log) : BackgroundService
{
    /// <summary>Lines looked at together, and lines read ahead.</summary>
    private const int AtOnce = 300, Ahead = 2000;

    /// <summary>Lines that told nobody anything and are not written down yet, at most; and how long it is quiet before they are.</summary>
    private const int Unsaved = 1000;

    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1), Again = TimeSpan.FromSeconds(5);

    private long _at = -1;

    /// <summary>The last line of the journal that has been told; -1 before anything was.</summary>
    public long At => Volatile.Read(ref _at);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(await BeginAsync(stoppingToken), stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                log.LogWarning("Notices wait: {Trouble}", StoreHealth.CodeOf(e) ?? e.ToString());
                await Task.Delay(Again, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<long> BeginAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<DeskDatabase>();
        var last = await database.Journal.MaxAsync(line => (long?)line.Id, cancel) ?? 0;
        // A position behind the journal's end belongs to data that somebody has set back.
        if (await LineClaims.PositionAsync(database, Setting.NoticesAt, cancel) is { } known && known <= last) return known;
        // Where nothing was followed yet, from where this process began: what has come while it was starting is not passed over.
        var began = Math.Min(last, tail.Began ?? last);
        await NoticeRows.BeginAsync(database, scope.ServiceProvider.GetRequiredService<WriteGate>(), began, cancel);
        return began;
    }

    private async Task FollowAsync(long after, CancellationToken cancel)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var lines = Channel.CreateBounded<JournalEntry>(Ahead);
        var reading = ReadAsync(after, lines.Writer, ended.Token);
        var (told, saved) = (after, after);
        try
        {
            Volatile.Write(ref _at, after);
            while (true)
            {
                var more = lines.Reader.WaitToReadAsync(cancel).AsTask();
                if (told > saved && await Task.WhenAny(more, Task.Delay(Quiet, clock, cancel)) != more) saved = await SaveAsync(told, cancel);
                if (!await more) return;
                var together = new List<JournalEntry>();
                while (together.Count < AtOnce && lines.Reader.TryRead(out var line)) together.Add(line);
                (var before, told) = (saved, together[^1].Id);
                await using (var scope = scopes.CreateAsyncScope())
                {
                    if (await scope.ServiceProvider.GetRequiredService<WriteNotices>().RunAsync(together, told - before > Unsaved, cancel)) saved = told;
                }
                Volatile.Write(ref _at, told);
            }
        }
        finally
        {
            await ended.CancelAsync();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (At > saved) await SaveAsync(At, CancellationToken.None);
        }
    }

    /// <summary>Whoever gets a ticket is not told of what was in it before: so lines that told nobody anything are not looked at again either.</summary>
    private async Task<long> SaveAsync(long position, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<WriteNotices>().SaveAsync(position, cancel);
        return position;
    }

    private async Task ReadAsync(long after, ChannelWriter<JournalEntry> into, CancellationToken cancel)
    {
        try
        {
            await foreach (var line in tail.FollowAsync(after, cancel)) await into.WriteAsync(line, cancel);
        }
        catch (Exception e)
        {
            into.TryComplete(e);
            throw;
        }
        into.TryComplete();
    }
}
