using MailKit;
using MailKit.Search;

namespace Lotse.Adapters.MailServer.Imap;

/// <summary>A mail that lies in the folder.</summary>
/// <param name="Bytes">As the server says.</param>
/// <param name="ReceivedAt">INTERNALDATE; null where the server does not say.</param>
internal sealed record WaitingMail(UniqueId Uid, long Bytes, DateTimeOffset? ReceivedAt)
{
    /// <summary>Since when it has lain on the server, as far as one can believe that.</summary>
    public DateTimeOffset Since(DateTimeOffset now) => ReceivedAt is { Year: > 1980 } at && at < now ? at.ToUniversalTime() : now;

    public LeftBehindMail LeftBehind(LeftBehindReason reason) => new(Uid.Id, reason, Bytes, ReceivedAt);
}

/// <summary>How far one folder has been gone through, and what comes next in it.</summary>
internal sealed class ImapLooking(ImapMailboxOptions options, ImapMemory memory, ILogger logger)
{
    /// <summary>Servers search by day, each in its own zone.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromDays(1);

    private uint _validity;
    private uint _at;

    /// <summary>Set while a folder with new UIDs, of which only new mail is wanted, is gone through for what came since the last one taken; up to the newest that was there then.
    /// The cursor is saved at the end: else a crash would make everything new.</summary>
    private (DateTimeOffset Since, uint UpTo)? _renewed;

    /// <returns>What stands beside the cursor as left behind.</returns>
    public async Task<IReadOnlyList<LeftBehindMail>> BeginAsync(ImapConnection server, ImapPutOff putOff, CancellationToken abort)
    {
        _validity = server.Folder.UidValidity;
        _renewed = null;
        var cursor = await memory.LoadCursor(options, abort);
        if (cursor?.UidValidity == _validity) _at = cursor.LastUid;
        else await RenewAsync(server, cursor, abort);
        putOff.BeginWith(_validity, _renewed is null ? _at : null);
        return cursor?.UidValidity == _validity ? cursor.Unmarked : [];
    }

    /// <summary>Mails that come next, oldest first; empty at the end of the folder.</summary>
    public async Task<List<UniqueId>> FindAsync(ImapConnection server, ImapPutOff putOff, CancellationToken abort)
    {
        if (_at == uint.MaxValue) return [];
        SearchQuery wanted = SearchQuery.Uids(new UniqueIdRange(new UniqueId(_at + 1), UniqueId.MaxValue));
        if (_renewed is { } renewed) wanted = wanted.And(SearchQuery.DeliveredAfter(renewed.Since.UtcDateTime.Date));
        var found = await server.AskAsync(cancel => server.Folder.SearchAsync(wanted, cancel), abort);
        // "n:*" always matches the last mail, even where it lies before n (RFC 3501 section 6.4.8).
        return [.. found.Where(uid => uid.Id > _at && !putOff.Knows(uid)).OrderBy(uid => uid.Id)];
    }

    /// <returns>By UID; without those that are gone.</returns>
    public static async Task<Dictionary<uint, WaitingMail>> AskAboutAsync(ImapConnection server, IReadOnlyList<UniqueId> uids, CancellationToken abort)
    {
        var asked = new FetchRequest(MessageSummaryItems.UniqueId | MessageSummaryItems.Size | MessageSummaryItems.InternalDate);
        var summaries = await server.AskAsync(cancel => server.Folder.FetchAsync([.. uids], asked, cancel), abort);
        return summaries.ToDictionary(mail => mail.UniqueId.Id, mail => new WaitingMail(mail.UniqueId, mail.Size ?? 0, mail.InternalDate));
    }

    public void Passed(UniqueId uid) => _at = Math.Max(_at, uid.Id);

    /// <summary>All that was wanted of a folder with new UIDs is there: from here on it is like any other.</summary>
    public async Task ArriveAsync(ImapPutOff putOff, ImapLeftBehind left, CancellationToken abort)
    {
        if (_renewed is not { } renewed) return;
        (_renewed, _at) = (null, Math.Max(_at, renewed.UpTo));
        await SaveAsync(putOff, left, abort);
    }

    public async Task SaveAsync(ImapPutOff putOff, ImapLeftBehind left, CancellationToken abort)
    {
        if (_renewed is null) await memory.SaveCursor(options, new ImapCursor(_validity, putOff.UpTo(_at)) { Unmarked = left.Unmarked }, abort);
    }

    /// <summary>Never looked into before, or not with these UIDs.</summary>
    private async Task RenewAsync(ImapConnection server, ImapCursor? cursor, CancellationToken abort)
    {
        if (cursor is not null) logger.LogInformation("A mailbox has new UIDs (UIDVALIDITY {Old} became {New}): mail is taken again", cursor.UidValidity, _validity);
        _at = 0;
        if (options.Start == ImapStart.Everything) return;
        var newest = await NewestAsync(server, abort);
        if (cursor is null) await memory.SaveCursor(options, new ImapCursor(_validity, _at = newest), abort);
        else if (cursor.LastMailAt is { } last) _renewed = (last - Overlap, newest);
    }

    /// <returns>The UID of the newest mail or above; 0 in an empty folder.</returns>
    private static async Task<uint> NewestAsync(ImapConnection server, CancellationToken abort)
    {
        if (server.Folder.UidNext is { Id: var next }) return next - 1;
        var all = await server.AskAsync(cancel => server.Folder.SearchAsync(SearchQuery.All, cancel), abort);
        return all.Count == 0 ? 0 : all.Max(uid => uid.Id);
    }
}
