using System.Security.Cryptography;
using Lotse.Adapters.MailServer.Door;

namespace Lotse.Adapters.MailServer.Imap;

/// <summary>Watches one mailbox for as long as it is let: takes what is new, waits for more, comes back after trouble.</summary>
public sealed class ImapMailbox(ImapMailboxOptions options, string spool, MailDoor door, ImapMemory memory, TimeProvider time, ILogger<ImapMailbox> logger)
{
    /// <summary>After a stop the mail just coming in is finished within this.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LongestBreak = TimeSpan.FromMinutes(5);

    private readonly ImapLeftBehind _left = new(time);
    private readonly ImapPutOff _putOff = new(time);
    private DateTimeOffset? _lastOk;
    private int _failures;

    /// <summary>Ends soon after <paramref name="stop"/> is cancelled, without an exception.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var abort = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        await using var graceful = stop.Register(() => abort.CancelAfter(Grace));
        while (!stop.IsCancellationRequested)
        {
            var look = await VisitAsync(stop, abort.Token);
            if (stop.IsCancellationRequested) return;
            Report(look);
            await Task.Delay(Break(look.Trouble), time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>One connection, for as long as it goes well.</summary>
    private async Task<Look> VisitAsync(CancellationToken stop, CancellationToken abort)
    {
        if (options.Problem() is { } problem) return new Look(MailboxTrouble.Options, problem);
        try
        {
            await using var server = await ImapConnection.OpenAsync(options, time, stop);
            var taking = new ImapTaking(options, spool, door, memory, _left, _putOff, time, logger);
            while (!stop.IsCancellationRequested)
            {
                var look = await taking.TakeAllAsync(server, stop, abort);
                if (look.Trouble is not (null or MailboxTrouble.AfterTaking or MailboxTrouble.MailRefused)) return look;
                Report(look);
                await server.WaitForNewsAsync(look.Trouble == MailboxTrouble.MailRefused ? ImapPutOff.Rest : TimeSpan.MaxValue, stop);
                // A server that is sick may be well again in a new session, and the next tries should not be blamed on this one.
                if (look.Trouble == MailboxTrouble.MailRefused) return look;
            }
            return Look.Clear;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return Look.Clear;
        }
        catch (Exception trouble) when (ImapTroubles.Of(trouble, options.AccessToken is not null) is { } kind)
        {
            return new Look(kind, TroubleText.Of(trouble));
        }
        catch (Exception unexpected)
        {
            // One mailbox must never end for good, nor take the others with it.
            logger.LogError(unexpected, "Looking into a mailbox failed");
            return new Look(MailboxTrouble.StoreUnavailable, unexpected.GetType().Name);
        }
    }

    private void Report(Look look)
    {
        if (look.Trouble is null or MailboxTrouble.AfterTaking) _lastOk = time.GetUtcNow();
        _failures = look.Trouble is null ? 0 : _failures + 1;
        if (_failures == 1) logger.LogWarning("A mailbox is in trouble: {Trouble}", look.Trouble);
        memory.Report(new MailboxHealth(options.Address, _lastOk, look.Trouble, look.Detail, _failures, _left.Mails));
    }

    /// <summary>Twice as long after each failure, with jitter so that many mailboxes on one server do not come back together.
    /// Sign-in is tried at most once a minute, as providers lock accounts.</summary>
    private TimeSpan Break(MailboxTrouble? trouble)
    {
        var seconds = Math.Min(LongestBreak.TotalSeconds, Math.Pow(2, Math.Clamp(_failures - 1, 0, 10)));
        if (trouble is MailboxTrouble.MailRefused) seconds = 1; // It has waited for news already, and other mail comes all the while.
        if (trouble is MailboxTrouble.SignIn or MailboxTrouble.TokenNotTaken or MailboxTrouble.TokenClient or MailboxTrouble.TokenGrant or MailboxTrouble.TokenConsent) seconds = Math.Max(seconds * 10, 60);
        return TimeSpan.FromSeconds(seconds * RandomNumberGenerator.GetInt32(75, 126) / 100);
    }
}
