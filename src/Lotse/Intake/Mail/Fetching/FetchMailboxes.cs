using System.Collections.Concurrent;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Claiming;
using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Writing;
using Lotse.Adapters.MailServer;
using Lotse.Adapters.MailServer.Door;
using Lotse.Adapters.MailServer.Imap;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using ImapHealth = Lotse.Adapters.MailServer.Imap.MailboxHealth;

namespace Lotse.Intake.Mail.Fetching;

/// <summary>Fetches mail for those mailboxes that say from where. Looks every few seconds what has been changed about them,
/// so that it does not matter which process changed it, and writes down how they are doing. Each mailbox is fetched by one desk; when that dies, by another one.</summary>
public sealed class FetchMailboxes(
    IServiceScopeFactory scopes, MailDoor door, MailDoorOptions limits, Spool spool, IDataProtectionProvider keys, WriteGate gate, HeldWork held, DatabaseLocation location, MailboxTokens tokens,
    TimeProvider clock, ILoggerFactory loggers)
    : BackgroundService
{
    private const string KeysDoNotOpen = "Options: The desk's keys do not open the settings; set them anew.";

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<string, ImapHealth> _news = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<long, HeldClaim> _ours = [];
    private readonly FetchedSoFar _soFar = new(scopes, keys, gate, clock);
    private readonly ILogger _log = loggers.CreateLogger<FetchMailboxes>();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await FetchAsync(stoppingToken);
        }
        finally
        {
            foreach (var mailbox in _ours.Keys.ToList()) await LeaveAsync(mailbox);
        }
        await tokens.SettleAsync();
    }

    private async Task FetchAsync(CancellationToken stoppingToken)
    {
        await using var watch = new ImapWatch(spool.Folder, door, new ImapMemory(_soFar.LoadAsync, _soFar.SaveAsync, health => _news[health.Mailbox] = health), clock, loggers);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await watch.WatchAsync(await WantedAsync(stoppingToken));
                await tokens.KeepAllAsync();
                await NoteAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // The store is away for a while: those that are watched stay watched, and their mail stays where it is.
                _log.LogWarning("Mailboxes cannot be looked up: {Error}", StoreHealth.CodeOf(e) ?? e.GetType().Name);
            }
            catch (OperationCanceledException)
            {
                break;
            }
            await Task.Delay(LookEvery, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Task<List<ImapMailboxOptions>> WantedAsync(CancellationToken cancel) => InDeskAsync(async database =>
    {
        var wanted = new List<ImapMailboxOptions>();
        var fetched = await database.Mailboxes.Where(m => m.Imap != null).OrderBy(m => m.Id).ToListAsync(cancel);
        foreach (var other in _ours.Keys.Except(fetched.Select(mailbox => mailbox.Id)).ToList()) await LeaveAsync(other);
        foreach (var mailbox in fetched)
        {
            if (!await IsOursAsync(database, mailbox.Id, cancel)) continue;
            if (MailboxImap.Unprotect(keys, mailbox.Imap!) is { } imap) wanted.Add(OptionsOf(mailbox.Address, imap));
            else if (mailbox.LastError != KeysDoNotOpen) await FailAsync(database, mailbox.Address, KeysDoNotOpen, cancel);
        }
        return wanted;
    });

    /// <summary>Whoever comes first has it, for as long as it lives. An embedded desk has all of them.</summary>
    private async Task<bool> IsOursAsync(DeskDatabase database, long mailbox, CancellationToken cancel)
    {
        if (location.Kind == DatabaseKind.Sqlite) return true;
        if (_ours.TryGetValue(mailbox, out var claim))
        {
            if (await claim.IsSureAsync(cancel)) return true;
            _ours.Remove(mailbox);
            claim.Dispose();
        }
        if (await Leases.HoldAsync(database, gate, held, Setting.FetchingOf(mailbox), cancel) is not { } taken) return false;
        _ours[mailbox] = taken;
        return true;
    }

    private async Task LeaveAsync(long mailbox)
    {
        if (!_ours.Remove(mailbox, out var claim)) return;
        try
        {
            await InDeskAsync(async database =>
            {
                await Leases.GiveBackAsync(database, gate, Setting.FetchingOf(mailbox), claim);
                return true;
            });
        }
        catch (Exception e) when (StoreHealth.CodeOf(e) is not null)
        {
            claim.Dispose(); // It runs out by itself.
        }
    }

    private ImapMailboxOptions OptionsOf(string address, MailboxImap imap) =>
        imap.Options(address, limits.MaxMailBytes, imap.OAuth is { } oauth ? tokens.Of(address, oauth).GetAsync : null);

    /// <summary>Writes down what the mailboxes have reported since the last time. Mail that is left behind is trouble for as long as it lies there: else nobody at the desk would hear of it.</summary>
    private async Task NoteAsync(CancellationToken cancel)
    {
        foreach (var address in _news.Keys)
        {
            if (!_news.TryRemove(address, out var health)) continue;
            var trouble = health.Trouble is { } kind ? $"{kind}: {health.Detail}" : null;
            List<string> lines = [.. trouble is null ? [] : (string[])[trouble], .. LeftBehindNote.Lines(health.LeftBehind)];
            using var pass = await gate.EnterAsync(cancel);
            await InDeskAsync(async database =>
            {
                if (health.LastOkAt is { } ok) await database.Mailboxes.Where(m => m.Address == address).ExecuteUpdateAsync(set => set.SetProperty(m => m.LastOkAt, ok), cancel);
                if (lines.Count > 0) await SetErrorAsync(database, address, string.Join('\n', lines), health.LastOkAt, cancel);
                else await database.Mailboxes.Where(m => m.Address == address).ExecuteUpdateAsync(set => set.SetProperty(m => m.LastError, (string?)null), cancel);
                return true;
            });
        }
    }

    private async Task FailAsync(DeskDatabase database, string address, string error, CancellationToken cancel)
    {
        using var pass = await gate.EnterAsync(cancel);
        await SetErrorAsync(database, address, error, null, cancel);
    }

    /// <param name="ok">When all was well at last: the trouble came after that, as whoever compares the two must see.</param>
    private Task SetErrorAsync(DeskDatabase database, string address, string error, DateTimeOffset? ok, CancellationToken cancel)
    {
        DateTimeOffset? now = clock.GetUtcNow();
        if (now <= ok) now = ok.Value.AddMilliseconds(1);
        return database.Mailboxes.Where(m => m.Address == address)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.LastError, error).SetProperty(m => m.LastErrorAt, now), cancel);
    }

    private async Task<T> InDeskAsync<T>(Func<DeskDatabase, Task<T>> ask)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await ask(scope.ServiceProvider.GetRequiredService<DeskDatabase>());
    }
}
