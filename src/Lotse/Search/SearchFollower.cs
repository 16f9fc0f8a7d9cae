using System.Threading.Channels;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Searching;
using Lotse.Adapters.Live;
using Lotse.Domain.Contacts;
using Lotse.Domain.Retention;
using Lotse.Domain.ServiceTimes;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Search;

/// <summary>Keeps the index up with the journal: first all tickets there are, where it is new, then whatever happens to one.</summary>
public sealed class SearchFollower(IServiceScopeFactory scopes, SearchStore store, JournalTail tail, TimeProvider clock, ILogger<SearchFollower> log) : BackgroundService
{
    /// <summary>Tickets written together, and lines of the journal read ahead.</summary>
    private const int AtOnce = 100, Ahead = 2000;

    /// <summary>Tries, before the tickets of a step are put in one by one.</summary>
    private const int Tries = 3;

    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5), Quiet = TimeSpan.FromSeconds(2);

    /// <summary>Nobody finds a ticket by its due time.</summary>
    private static readonly string s_due = FactNames.Name(typeof(TicketDueChanged));

    private long _at = -1, _missingBelow = long.MaxValue;
    private int _failed;

    /// <summary>While the index is being made: only tickets from then on can be found. Null where all can.</summary>
    public DateTimeOffset? OnlySince => Volatile.Read(ref _missingBelow) is > 0 and var below ? Earlier(Ids.TimeOf(below), clock.GetUtcNow()) : null;

    /// <summary>The last line of the journal that can be found; -1 before anything can.</summary>
    public long At => Volatile.Read(ref _at);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(await FillAsync(await store.OpenAsync(stoppingToken), stoppingToken), stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                if (StoreHealth.CodeOf(e) is null && e is not IndexBegunAnewException) _failed++;
                log.LogWarning("The search index waits: {Trouble}", StoreHealth.CodeOf(e) ?? e.GetType().Name);
                await Task.Delay(Again, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private async Task<SearchProgress> FillAsync(SearchProgress progress, CancellationToken cancel)
    {
        var last = await AskAsync(database => database.Journal.MaxAsync(line => (long?)line.Id, cancel), cancel) ?? 0;
        // An index that knows of more than there is belongs to data that somebody has set back: it is begun anew, and what is gone is never shown.
        if (progress.Journal < 0 || progress.Journal > last) progress = await store.BeginAsync(last, cancel);
        while (progress.Ticket != SearchProgress.Complete)
        {
            var before = progress.MissingBelow;
            Volatile.Write(ref _missingBelow, before);
            var ids = await AskAsync(database => database.Tickets.Where(t => t.Id < before).OrderByDescending(t => t.Id).Take(AtOnce).Select(t => t.Id).ToListAsync(cancel), cancel);
            progress = progress.Down(ids.Count < AtOnce ? 0 : ids[^1]);
            ids.Reverse(); // A part of an index is written from its lowest number on.
            await WriteAsync(ids, progress, true, cancel);
        }
        Volatile.Write(ref _missingBelow, 0);
        return progress;
    }

    private async Task FollowAsync(SearchProgress progress, CancellationToken cancel)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var lines = Channel.CreateBounded<JournalEntry>(Ahead);
        var reading = ReadAsync(progress.Journal, lines.Writer, ended.Token);
        try
        {
            Volatile.Write(ref _at, progress.Journal);
            while (await ComesAsync(lines.Reader, cancel))
            {
                var (ids, contacts, reached) = (new HashSet<long>(), new HashSet<long>(), progress.Journal);
                while (ids.Count < AtOnce && lines.Reader.TryRead(out var line))
                {
                    if (line.TicketId is { } ticket)
                    {
                        if (line.Kind != s_due) ids.Add(ticket);
                    }
                    else if (FactNames.Read(line.Kind, line.Data) is { } fact)
                    {
                        if (fact is ContactChanged changed) contacts.Add(changed.ContactId);
                        if (fact is TicketsForgotten forgotten) ids.UnionWith(forgotten.Ids); // Not there any more: so they are taken out.
                    }
                    reached = line.Id;
                }
                progress = progress with { Journal = reached };
                if (contacts.Count > 0) await AnewAsync(contacts, progress, cancel);
                await WriteAsync([.. ids], progress, true, cancel);
                Volatile.Write(ref _at, progress.Journal);
            }
        }
        finally
        {
            await ended.CancelAsync();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <returns>Whether there is another line; false where no more will come.</returns>
    private async Task<bool> ComesAsync(ChannelReader<JournalEntry> lines, CancellationToken cancel)
    {
        var next = lines.WaitToReadAsync(cancel).AsTask();
        if (!next.IsCompleted && await Task.WhenAny(next, Task.Delay(Quiet, clock, cancel)) != next) await store.SettleAsync(cancel);
        return await next;
    }

    /// <summary>Their name, organisation and domains are found with all their tickets. Until the last is written the index has come no further: what is done twice does no harm.</summary>
    private async Task AnewAsync(HashSet<long> contacts, SearchProgress progress, CancellationToken cancel)
    {
        for (var before = long.MaxValue; ;)
        {
            var from = before;
            var some = await AskAsync(database => database.Tickets.Where(t => contacts.Contains(t.ContactId) && t.Id < from).OrderByDescending(t => t.Id).Take(AtOnce).Select(t => t.Id).ToListAsync(cancel), cancel);
            if (some.Count > 0) await WriteAsync(some, progress, false, cancel);
            if (some.Count < AtOnce) return;
            before = some[^1];
        }
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

    private async Task WriteAsync(IReadOnlyList<long> ids, SearchProgress progress, bool raise, CancellationToken cancel)
    {
        if (_failed >= Tries) ids = await OneByOneAsync(ids, progress, cancel);
        await IndexAsync(ids, progress, raise, cancel);
        _failed = 0;
    }

    /// <summary>One ticket that the index does not take must not keep all others from being found.</summary>
    /// <returns>Those that are left to be put in: none.</returns>
    private async Task<IReadOnlyList<long>> OneByOneAsync(IReadOnlyList<long> ids, SearchProgress progress, CancellationToken cancel)
    {
        foreach (var id in ids)
        {
            try
            {
                await IndexAsync([id], progress, false, cancel);
            }
            catch (Exception e) when (!cancel.IsCancellationRequested && StoreHealth.CodeOf(e) is null && e is not IndexBegunAnewException)
            {
                log.LogError("Ticket {Ticket} cannot be put into the search index and is not found there: {Trouble}", id, e.GetType().Name);
            }
        }
        return [];
    }

    private async Task IndexAsync(IReadOnlyList<long> ids, SearchProgress progress, bool raise, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IndexTickets>().RunAsync(ids, progress, raise, cancel);
    }

    private async Task<T> AskAsync<T>(Func<DeskDatabase, Task<T>> ask, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        await using var scope = scopes.CreateAsyncScope();
        return await ask(scope.ServiceProvider.GetRequiredService<DeskDatabase>());
    }
}
