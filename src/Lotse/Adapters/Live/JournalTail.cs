using System.Runtime.CompilerServices;
using Lotse.Adapters.Database;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Live;

/// <summary>A line of the journal as followers see it.</summary>
public sealed record JournalEntry(long Id, DateTimeOffset At, string Kind, long? CommunityId, long? TicketId, long? Number, long? AgentId, string Data)
{
    /// <summary>The rules that led to it, the last one did it; null where none did.</summary>
    public string? Cause { get; init; }
}

/// <summary>Reads the journal's end once for all followers in this process and keeps the last lines in memory.
/// A follower that has fallen behind, or resumes from long ago, reads from the database until it has caught up.</summary>
public sealed class JournalTail(IServiceScopeFactory scopes, JournalBell bell, TimeProvider clock, ILogger<JournalTail> log) : BackgroundService
{
    private const int Kept = 2000, AtOnce = 1000;

    /// <summary>How long other processes' writing may go unseen here.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    /// <summary>Between two looks: while mail pours in, one look sees many commits at once.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly JournalBell _grown = new();
    private readonly TaskCompletionSource<long> _began = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile IReadOnlyList<JournalEntry> _last = [];
    private long _position = -1;

    /// <summary>Id of the last line that followers have been told of.</summary>
    public long Position => Volatile.Read(ref _position);

    /// <summary>Every line after the given one as it comes, until cancelled.</summary>
    /// <param name="after">Id of the last line already known; null for only what comes from now on.</param>
    public async IAsyncEnumerable<JournalEntry> FollowAsync(long? after, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var lines in FollowTogetherAsync(after, cancel))
        {
            foreach (var line in lines) yield return line;
        }
    }

    /// <summary>The same, as many lines together as there are at the moment; never none, at most <see cref="Kept"/>.</summary>
    public IAsyncEnumerable<IReadOnlyList<JournalEntry>> FollowTogetherAsync(long? after, CancellationToken cancel) => FollowTogetherAsync(after, Timeout.InfiniteTimeSpan, cancel);

    /// <param name="after">As above.</param>
    /// <param name="quiet">When nothing has come for so long, none are given: whoever follows can look up in between.</param>
    public async IAsyncEnumerable<IReadOnlyList<JournalEntry>> FollowTogetherAsync(long? after, TimeSpan quiet, [EnumeratorCancellation] CancellationToken cancel)
    {
        if (after is null) await BeganAsync(cancel);
        var position = after ?? Position;
        while (!cancel.IsCancellationRequested)
        {
            var grown = _grown.Next;
            var last = _last;
            var inMemory = position >= Volatile.Read(ref _position) || (last.Count > 0 && last[0].Id <= position + 1);
            var lines = inMemory ? last.Where(line => line.Id > position).ToList() : await ReadAsync(position, cancel);
            if (lines.Count == 0)
            {
                if (!await ComesAsync(grown, quiet, cancel)) yield return lines;
                continue;
            }
            yield return lines;
            position = lines[^1].Id;
        }
    }

    private async Task<bool> ComesAsync(Task grown, TimeSpan quiet, CancellationToken cancel)
    {
        try
        {
            await grown.WaitAsync(quiet, clock, cancel);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>The line behind which this process began to follow: nothing that has come since it serves is before it. Whoever works for as long as the process follows from here.</summary>
    public Task<long> BeganAsync(CancellationToken cancel) => _began.Task.WaitAsync(cancel);

    /// <summary>The same where it is known already, which it is before anything is served unless the database was away then.</summary>
    public long? Began => _began.Task.IsCompletedSuccessfully ? _began.Task.Result : null;

    /// <summary>Knows where it begins before anything is served: the parts of a program that start beside each other would else miss what the first request brings.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await BeginAsync(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogWarning("The journal cannot be read yet: {Trouble}", StoreHealth.CodeOf(e) ?? e.GetType().Name);
        }
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var ring = bell.Next;
            try
            {
                if (await LookAsync(stoppingToken))
                {
                    await Task.Delay(Pause, stoppingToken); // Of real time: it spares the machine, it decides nothing.
                    continue;
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogWarning("The journal cannot be read: {Trouble}", StoreHealth.CodeOf(e) ?? e.GetType().Name);
            }
            await Task.WhenAny(ring, Task.Delay(Look, clock, stoppingToken));
        }
    }

    private async Task<bool> LookAsync(CancellationToken cancel)
    {
        if (_position < 0) await BeginAsync(cancel);
        var lines = await ReadAsync(_position, cancel);
        if (lines.Count == 0) return false;
        _last = [.. _last.Concat(lines).TakeLast(Kept)];
        Volatile.Write(ref _position, lines[^1].Id);
        _grown.Ring();
        return true;
    }

    private async Task BeginAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var began = await scope.ServiceProvider.GetRequiredService<DeskDatabase>().Journal.MaxAsync(row => (long?)row.Id, cancel) ?? 0;
        Volatile.Write(ref _position, began);
        _began.TrySetResult(began);
    }

    private async Task<List<JournalEntry>> ReadAsync(long after, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<DeskDatabase>();
        return await database.Journal.Where(row => row.Id > after).OrderBy(row => row.Id).Take(AtOnce)
            .Select(row => new JournalEntry(row.Id, row.At, row.Kind, row.CommunityId, row.TicketId,
                database.Tickets.Where(ticket => ticket.Id == row.TicketId).Select(ticket => (long?)ticket.Number).FirstOrDefault(), row.AgentId, row.Data) { Cause = row.Cause })
            .ToListAsync(cancel);
    }
}
