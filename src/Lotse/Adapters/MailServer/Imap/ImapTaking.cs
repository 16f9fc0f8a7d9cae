using Lotse.Adapters.MailServer.Door;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;

namespace Lotse.Adapters.MailServer.Imap;

/// <summary>What a look into a folder ended with. Trouble null: it is empty of new mail.</summary>
internal readonly record struct Look(MailboxTrouble? Trouble, string Detail)
{
    public static readonly Look Clear = new(null, "");
}

/// <summary>Takes the new mails out of one folder, oldest first. A mail is marked, moved or deleted only once it is durable here;
/// then the cursor is saved. A crash in between takes some mails twice, never none.</summary>
internal sealed class ImapTaking(ImapMailboxOptions options, string spool, MailDoor door, ImapMemory memory, ImapLeftBehind left, TimeProvider time, ILogger logger)
{
    /// <summary>Mails marked and recorded together; so many are taken again at most after a crash.</summary>
    private const int Batch = 20;

    /// <summary>As much as <see cref="ReceivedMail"/> keeps in memory.</summary>
    private const int Piece = ReceivedMail.SpillOver;

    private enum Taken { Durable, StoreUnavailable, TooLarge, Refused, Unreadable, Gone }

    /// <param name="stop">Finishes the mail that is just coming in, records it, and returns.</param>
    /// <param name="abort">Leaves everything where it is.</param>
    public async Task<Look> TakeAllAsync(ImapConnection server, CancellationToken stop, CancellationToken abort)
    {
        var cursor = await StartAsync(server, abort);
        var trouble = Look.Clear;
        while (!stop.IsCancellationRequested)
        {
            var beyond = SearchQuery.Uids(new UniqueIdRange(new UniqueId(cursor.LastUid + 1), UniqueId.MaxValue));
            var found = await server.AskAsync(cancel => server.Folder.SearchAsync(beyond, cancel), abort);
            // "n:*" always matches the last mail, even where it lies before n (RFC 3501 section 6.4.8).
            var batch = found.Where(uid => uid.Id > cursor.LastUid).OrderBy(uid => uid.Id).Take(Batch).ToList();
            if (batch.Count == 0) return trouble;
            // A mail that broke the connection before gets a batch of its own, so that those ahead of it are marked and done with.
            if (batch.FindIndex(left.HasFailed) is > 0 and var suspect) batch.RemoveRange(suspect, batch.Count - suspect);
            (cursor, var look) = await TakeBatchAsync(server, cursor, batch, stop, abort);
            if (look.Trouble is MailboxTrouble.AfterTaking) trouble = look;
            else if (look.Trouble is not null) return look;
        }
        return trouble;
    }

    private async Task<ImapCursor> StartAsync(ImapConnection server, CancellationToken abort)
    {
        var validity = server.Folder.UidValidity;
        var cursor = await memory.LoadCursor(options.Address, abort);
        if (cursor?.UidValidity == validity) return cursor;
        if (cursor is not null) logger.LogInformation("A mailbox has new UIDs (UIDVALIDITY {Old} became {New}): all of it is taken again", cursor.UidValidity, validity);
        if (cursor is not null || options.Start == ImapStart.Everything) return new ImapCursor(validity, 0);
        var start = new ImapCursor(validity, (server.Folder.UidNext?.Id ?? 1) - 1);
        await memory.SaveCursor(options.Address, start, abort);
        return start;
    }

    private async Task<(ImapCursor Cursor, Look Look)> TakeBatchAsync(ImapConnection server, ImapCursor cursor, List<UniqueId> batch, CancellationToken stop, CancellationToken abort)
    {
        var summaries = await server.AskAsync(cancel => server.Folder.FetchAsync(batch, MessageSummaryItems.UniqueId | MessageSummaryItems.Size, cancel), abort);
        var sizes = summaries.ToDictionary(mail => mail.UniqueId.Id, mail => (long)(mail.Size ?? 0));
        var durable = new List<UniqueId>();
        var look = Look.Clear;
        foreach (var uid in batch.TakeWhile(_ => !stop.IsCancellationRequested))
        {
            var taken = sizes.TryGetValue(uid.Id, out var size) ? await TryAsync(server, uid, size, abort) : Taken.Gone;
            if (taken == Taken.Refused && left.GiveUp(uid)) taken = Taken.Unreadable;
            if (taken == Taken.StoreUnavailable) look = new Look(MailboxTrouble.StoreUnavailable, "The desk cannot store mail just now.");
            if (taken == Taken.Refused) look = new Look(MailboxTrouble.MailRefused, $"The server refuses to hand out mail {uid.Id}.");
            if (look.Trouble is not null) break;
            if (taken == Taken.Durable) durable.Add(uid);
            if (taken == Taken.TooLarge) await left.LeaveAsync(server, uid, LeftBehindReason.TooLarge, abort);
            if (taken == Taken.Unreadable) await left.LeaveAsync(server, uid, LeftBehindReason.Unreadable, abort);
            cursor = cursor with { LastUid = uid.Id };
        }
        var after = await SettleAsync(server, durable, abort);
        await memory.SaveCursor(options.Address, cursor, abort);
        return (cursor, look.Trouble is null ? after : look);
    }

    private async Task<Taken> TryAsync(ImapConnection server, UniqueId uid, long size, CancellationToken abort)
    {
        try
        {
            return await TakeAsync(server, uid, size, abort);
        }
        catch (Exception broken) when (broken is IOException or ProtocolException or TimeoutException)
        {
            // Nothing can be marked on a broken connection: what is durable already comes again and is found to be the same.
            left.GiveUp(uid);
            throw;
        }
    }

    private async Task<Taken> TakeAsync(ImapConnection server, UniqueId uid, long size, CancellationToken abort)
    {
        if (size > options.MaxMailBytes) return Taken.TooLarge;
        if (left.HasGivenUp(uid)) return Taken.Unreadable;
        using var mail = new ReceivedMail(spool);
        try
        {
            while (true)
            {
                if (await FetchPieceAsync(server, uid, mail, abort) is not { } count) return Taken.StoreUnavailable;
                if (mail.Length > options.MaxMailBytes) return Taken.TooLarge;
                if (count < Piece || mail.Length == size) break;
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
        return await HandOverAsync(mail, abort);
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

    private async Task<Taken> HandOverAsync(ReceivedMail mail, CancellationToken abort)
    {
        try
        {
            var answer = await door.TakeOver(mail, new MailEnvelope("imap", null, [options.Address], time.GetUtcNow()), abort);
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
