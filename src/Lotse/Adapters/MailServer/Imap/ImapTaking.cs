using System.Runtime.CompilerServices;
using Lotse.Adapters.MailServer.Door;
using MailKit;
using MailKit.Net.Imap;

namespace Lotse.Adapters.MailServer.Imap;

/// <summary>What a look into a folder ended with. Trouble null: it is empty of new mail.</summary>
internal readonly record struct Look(MailboxTrouble? Trouble, string Detail)
{
    public static readonly Look Clear = new(null, "");
    public static readonly Look StoreUnavailable = new(MailboxTrouble.StoreUnavailable, "The desk cannot store mail just now.");
}

/// <summary>Takes the new mails out of one folder, oldest first. A mail is marked, moved or deleted only once it is durable here;
/// then the cursor is saved. A crash in between takes some mails twice, never none.</summary>
internal sealed class ImapTaking(ImapMailboxOptions options, string spool, MailDoor door, ImapMemory memory, ImapLeftBehind left, ImapPutOff putOff, TimeProvider time, ILogger logger)
{
    /// <summary>Mails marked and recorded together; so many are taken again at most after a crash.</summary>
    private const int Batch = 20;

    /// <summary>As much as <see cref="ReceivedMail"/> keeps in memory.</summary>
    private const int Piece = ReceivedMail.SpillOver;

    /// <summary>So many one after the other are no fault of the mails.</summary>
    private const int MostRefusals = 10;

    private readonly ImapLooking _looking = new(options, memory, logger);
    private bool _recalled;
    private int _refusals;

    private enum Taken { Durable, StoreUnavailable, TooLarge, Refused, Unreadable, Gone }

    /// <param name="stop">Finishes the mail that is just coming in, records it, and returns.</param>
    /// <param name="abort">Leaves everything where it is.</param>
    public async Task<Look> TakeAllAsync(ImapConnection server, CancellationToken stop, CancellationToken abort)
    {
        var unmarked = await _looking.BeginAsync(server, putOff, abort);
        if (!_recalled || left.Mails.Count > 0) await left.RecallAsync(server, unmarked, abort);
        (_recalled, _refusals) = (true, 0);
        var look = Look.Clear;
        await foreach (var batch in BatchesAsync(server, abort))
        {
            if (stop.IsCancellationRequested) return look;
            var taken = await TakeBatchAsync(server, batch, stop, abort);
            if (taken.Trouble is not null) look = taken;
            if (look.Trouble is not (null or MailboxTrouble.AfterTaking)) return look;
        }
        if (putOff.First is null) await _looking.ArriveAsync(putOff, left, abort);
        var again = await TryLeftAsync(server, stop, abort);
        if (again.Trouble is not null) look = again;
        return look.Trouble is null && putOff.First is { } first ? Refusing(first) : look;
    }

    private static Look Refusing(uint uid) => new(MailboxTrouble.MailRefused, $"UID {uid}");

    /// <summary>What is new, and then one by one what has failed before, as it may cost the connection.</summary>
    private async IAsyncEnumerable<IReadOnlyList<UniqueId>> BatchesAsync(ImapConnection server, [EnumeratorCancellation] CancellationToken abort)
    {
        while (await _looking.FindAsync(server, putOff, abort) is { Count: > 0 } found)
        {
            foreach (var batch in found.Chunk(Batch)) yield return batch;
        }
        foreach (var uid in putOff.Due()) yield return [uid];
    }

    private async Task<Look> TakeBatchAsync(ImapConnection server, IReadOnlyList<UniqueId> batch, CancellationToken stop, CancellationToken abort)
    {
        var mails = await ImapLooking.AskAboutAsync(server, batch, abort);
        var (durable, done) = (new List<UniqueId>(), new List<UniqueId>());
        var look = Look.Clear;
        foreach (var uid in batch.TakeWhile(_ => !stop.IsCancellationRequested))
        {
            var taken = mails.TryGetValue(uid.Id, out var mail) ? await TryAsync(server, mail, abort) : Taken.Gone;
            if (taken == Taken.StoreUnavailable) look = Look.StoreUnavailable;
            if (taken == Taken.Refused && ++_refusals >= MostRefusals) look = Refusing(uid.Id);
            if (taken == Taken.StoreUnavailable) break;
            if (taken == Taken.Durable) durable.Add(uid);
            if (taken == Taken.TooLarge) await left.LeaveAsync(server, uid, mail!.LeftBehind(LeftBehindReason.TooLarge), abort);
            if (taken == Taken.Unreadable) await left.LeaveAsync(server, uid, mail!.LeftBehind(LeftBehindReason.Unreadable), abort);
            if (taken != Taken.Refused) done.Add(uid);
            _looking.Passed(uid);
            if (look.Trouble is not null) break;
        }
        var after = await SettleAsync(server, durable, abort);
        foreach (var uid in done) putOff.Done(uid);
        await _looking.SaveAsync(putOff, left, abort);
        return look.Trouble is null ? after : look;
    }

    private async Task<Taken> TryAsync(ImapConnection server, WaitingMail mail, CancellationToken abort)
    {
        if (putOff.HasGivenUp(mail.Uid)) return Taken.Unreadable;
        try
        {
            var taken = await TakeAsync(server, mail, abort);
            if (taken != Taken.Refused) return taken;
        }
        catch (Exception broken) when (broken is IOException or ProtocolException or TimeoutException)
        {
            // Nothing can be marked on a broken connection: what is durable already comes again and is found to be the same.
            putOff.Failed(mail.Uid);
            throw;
        }
        putOff.Failed(mail.Uid);
        return putOff.HasGivenUp(mail.Uid) ? Taken.Unreadable : Taken.Refused;
    }

    /// <summary>What was left behind is tried again from time to time.</summary>
    private async Task<Look> TryLeftAsync(ImapConnection server, CancellationToken stop, CancellationToken abort)
    {
        var look = Look.Clear;
        while (!stop.IsCancellationRequested && left.DueAgain(options.MaxMailBytes) is { } again)
        {
            var uid = new UniqueId(again.Uid);
            left.TryingAgain(again.Uid);
            var taken = await TakeAsync(server, new WaitingMail(uid, again.Bytes, again.ReceivedAt), abort);
            if (taken == Taken.StoreUnavailable)
            {
                left.NotItsFault(again.Uid);
                return Look.StoreUnavailable;
            }
            if (taken is not (Taken.Durable or Taken.Gone)) continue;
            await left.ForgetAsync(server, uid, abort);
            if (taken == Taken.Durable && await SettleAsync(server, [uid], abort) is { Trouble: not null } after) look = after;
            await _looking.SaveAsync(putOff, left, abort);
        }
        return look;
    }

    private async Task<Taken> TakeAsync(ImapConnection server, WaitingMail waiting, CancellationToken abort)
    {
        if (waiting.Bytes > options.MaxMailBytes) return Taken.TooLarge;
        using var mail = new ReceivedMail(spool);
        try
        {
            while (true)
            {
                if (await FetchPieceAsync(server, waiting.Uid, mail, abort) is not { } count) return Taken.StoreUnavailable;
                if (mail.Length > options.MaxMailBytes) return Taken.TooLarge;
                if (count < Piece || mail.Length == waiting.Bytes) break;
            }
        }
        catch (MessageNotFoundException)
        {
            return Taken.Gone;
        }
        catch (ImapCommandException)
        {
            return Taken.Refused;
        }
        mail.Complete();
        putOff.Fetched();
        _refusals = 0;
        return await HandOverAsync(mail, waiting, abort);
    }

    /// <returns>How many bytes came; null where there is no room for them here.</returns>
    private static async Task<long?> FetchPieceAsync(ImapConnection server, UniqueId uid, ReceivedMail mail, CancellationToken abort)
    {
        await using var piece = await server.AskAsync(cancel => server.Folder.GetStreamAsync(uid, (int)mail.Length, Piece, cancel), abort);
        var before = mail.Length;
        var buffer = new byte[32 * 1024];
        while (await piece.ReadAsync(buffer, abort) is > 0 and var count)
        {
            try
            {
                mail.Write(buffer.AsSpan(0, count));
            }
            catch (Exception full) when (full is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }
        return mail.Length - before;
    }

    private async Task<Taken> HandOverAsync(ReceivedMail mail, WaitingMail waiting, CancellationToken abort)
    {
        try
        {
            var answer = await door.TakeOver(mail, new MailEnvelope("imap", null, [options.Address], waiting.Since(time.GetUtcNow())), abort);
            return answer == TakeOverAnswer.Durable ? Taken.Durable : Taken.StoreUnavailable;
        }
        catch (Exception unexpected) when (unexpected is not OperationCanceledException || !abort.IsCancellationRequested)
        {
            logger.LogError(unexpected, "Taking over a mail of {Size} bytes failed", mail.Length);
            return Taken.StoreUnavailable;
        }
    }

    private async Task<Look> SettleAsync(ImapConnection server, List<UniqueId> durable, CancellationToken abort)
    {
        if (durable.Count == 0) return Look.Clear;
        try
        {
            if (options.After == AfterTaking.Move) await MoveAsync(server, durable, abort);
            else if (options.After == AfterTaking.Delete) await DeleteAsync(server, durable, abort);
            else await FlagAsync(server, durable, MessageFlags.Seen, abort);
            return Look.Clear;
        }
        catch (Exception refused) when (refused is CommandException or FolderNotFoundException)
        {
            return new Look(MailboxTrouble.AfterTaking, TroubleText.Of(refused));
        }
    }

    private async Task MoveAsync(ImapConnection server, List<UniqueId> uids, CancellationToken abort)
    {
        await FlagAsync(server, uids, MessageFlags.Seen, abort);
        var target = await server.FolderNamedAsync(options.MoveTo, abort);
        if (server.Capabilities.HasFlag(ImapCapabilities.Move))
        {
            await server.AskAsync(cancel => server.Folder.MoveToAsync(uids, target, cancel), abort);
            return;
        }
        await server.AskAsync(cancel => server.Folder.CopyToAsync(uids, target, cancel), abort);
        await DeleteAsync(server, uids, abort);
    }

    /// <summary>Without UIDPLUS mail is only marked as deleted: a bare EXPUNGE would take other people's deleted mail along (RFC 4315 section 2.1).</summary>
    private static async Task DeleteAsync(ImapConnection server, List<UniqueId> uids, CancellationToken abort)
    {
        await FlagAsync(server, uids, MessageFlags.Deleted, abort);
        if (server.Capabilities.HasFlag(ImapCapabilities.UidPlus)) await server.AskAsync(cancel => server.Folder.ExpungeAsync(uids, cancel), abort);
    }

    private static Task FlagAsync(ImapConnection server, List<UniqueId> uids, MessageFlags flag, CancellationToken abort) =>
        server.AskAsync(cancel => server.Folder.AddFlagsAsync(uids, flag, silent: true, cancel), abort);
}
