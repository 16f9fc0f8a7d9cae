using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;

namespace Lotse.Adapters.MailServer.Imap;

public enum MissingMail { TooLarge, Refused }

/// <summary>One mail of a folder that is only read.</summary>
/// <param name="At">The cursor behind it.</param>
/// <param name="Bytes">The caller disposes it; null where the mail is too large or the server does not hand it out.</param>
/// <param name="ReceivedAt">INTERNALDATE: when the server got it.</param>
/// <param name="Missing">Why there are no bytes.</param>
public sealed record FolderMail(ImapCursor At, Stream? Bytes, DateTimeOffset? ReceivedAt, MissingMail? Missing);

/// <summary>Reads a folder from its oldest mail to its newest and changes nothing there: the folder is opened by EXAMINE, mail is fetched by BODY.PEEK
/// (RFC 3501 sections 6.3.2 and 6.4.5). A connection that breaks is opened again.</summary>
/// <param name="spool">Folder for large mails on their way in.</param>
public sealed class ReadImapFolder(ImapMailboxOptions options, string spool, TimeProvider time) : IAsyncDisposable
{
    /// <summary>Sizes and dates that are asked for at once.</summary>
    private const int Batch = 200;

    private const int Piece = ReceivedMail.SpillOver;

    /// <summary>Times that a connection may break one after the other without a single mail in between.</summary>
    private const int MostBreaks = 3;

    private readonly Queue<UniqueId> _uids = [];
    private readonly Queue<IMessageSummary> _known = [];
    private ImapConnection? _server;
    private uint _validity, _last;

    /// <summary>Mails in the folder that come after the cursor, as of the last opening.</summary>
    public int Waiting => _uids.Count + _known.Count;

    /// <param name="cursor">Goes on behind it, where its UIDs still hold.</param>
    /// <exception cref="ImapFolderAway">The server or the folder cannot be had.</exception>
    public async Task OpenAsync(ImapCursor? cursor, CancellationToken stop)
    {
        try
        {
            _server = await ImapConnection.OpenAsync(options, time, stop, FolderAccess.ReadOnly);
            if (_validity != 0 && _server.Folder.UidValidity != _validity) throw new ImapFolderAway(MailboxTrouble.Folder, "The folder was made anew while it was read.");
            _validity = _server.Folder.UidValidity;
            _last = cursor?.UidValidity == _validity ? cursor.LastUid : _last;
            await ListAsync(stop);
        }
        catch (Exception trouble) when (ImapTroubles.Of(trouble, options.AccessToken is not null) is { } kind && !stop.IsCancellationRequested)
        {
            throw new ImapFolderAway(kind, TroubleText.Of(trouble));
        }
    }

    /// <returns>Null at the end of the folder.</returns>
    /// <exception cref="ImapFolderAway">The connection broke and does not come back.</exception>
    public async Task<FolderMail?> NextAsync(CancellationToken stop)
    {
        for (var breaks = 1; ; breaks++)
        {
            try
            {
                if (_server is null) await OpenAsync(null, stop);
                return await FetchAsync(_server!, stop);
            }
            catch (Exception broken) when (IsPassing(broken))
            {
                await CloseAsync();
                if (breaks >= MostBreaks) throw broken as ImapFolderAway ?? new ImapFolderAway(MailboxTrouble.ConnectionLost, TroubleText.Of(broken));
                await Task.Delay(TimeSpan.FromSeconds(breaks), time, stop);
            }
            catch (CommandException refused)
            {
                throw new ImapFolderAway(MailboxTrouble.MailRefused, TroubleText.Of(refused));
            }
        }
    }

    public async ValueTask DisposeAsync() => await CloseAsync();

    private static bool IsPassing(Exception trouble) => trouble is IOException or ProtocolException or TimeoutException or ServiceNotConnectedException
        or ImapFolderAway { Trouble: MailboxTrouble.Unreachable or MailboxTrouble.TimedOut or MailboxTrouble.ConnectionLost };

    private async Task CloseAsync()
    {
        if (_server is { } server) await server.DisposeAsync();
        _server = null;
    }

    private async Task ListAsync(CancellationToken stop)
    {
        _uids.Clear();
        _known.Clear();
        if (_last == uint.MaxValue) return;
        var beyond = SearchQuery.Uids(new UniqueIdRange(new UniqueId(_last + 1), UniqueId.MaxValue));
        var found = await _server!.AskAsync(cancel => _server.Folder.SearchAsync(beyond, cancel), stop);
        // "n:*" always matches the last mail, even where it lies before n (RFC 3501 section 6.4.8).
        foreach (var uid in found.Where(uid => uid.Id > _last).OrderBy(uid => uid.Id)) _uids.Enqueue(uid);
    }

    private async Task<FolderMail?> FetchAsync(ImapConnection server, CancellationToken stop)
    {
        while (true)
        {
            if (_known.Count == 0 && !await AskAsync(server, stop)) return null;
            if (_known.Count == 0) continue;
            var mail = _known.Peek();
            var (bytes, missing, isGone) = await BytesAsync(server, mail, stop);
            _known.Dequeue();
            _last = mail.UniqueId.Id;
            if (!isGone) return new FolderMail(new ImapCursor(_validity, _last), bytes, mail.InternalDate, missing);
        }
    }

    /// <returns>False at the end of the folder.</returns>
    private async Task<bool> AskAsync(ImapConnection server, CancellationToken stop)
    {
        if (_uids.Count == 0) return false;
        var batch = new List<UniqueId>(Batch);
        while (batch.Count < Batch && _uids.TryDequeue(out var uid)) batch.Add(uid);
        var asked = new FetchRequest(MessageSummaryItems.UniqueId | MessageSummaryItems.Size | MessageSummaryItems.InternalDate);
        foreach (var one in (await server.AskAsync(cancel => server.Folder.FetchAsync(batch, asked, cancel), stop)).OrderBy(mail => mail.UniqueId.Id)) _known.Enqueue(one);
        return true;
    }

    private async Task<(Stream? Bytes, MissingMail? Missing, bool IsGone)> BytesAsync(ImapConnection server, IMessageSummary mail, CancellationToken stop)
    {
        var size = (long)(mail.Size ?? 0);
        if (size > options.MaxMailBytes) return (null, MissingMail.TooLarge, false);
        using var received = new ReceivedMail(spool);
        try
        {
            for (var more = true; more;)
            {
                var before = received.Length;
                await using var piece = await server.AskAsync(cancel => server.Folder.GetStreamAsync(mail.UniqueId, (int)before, Piece, cancel), stop);
                var buffer = new byte[32 * 1024];
                while (await piece.ReadAsync(buffer, stop) is > 0 and var count) received.Write(buffer.AsSpan(0, count));
                if (received.Length > options.MaxMailBytes) return (null, MissingMail.TooLarge, false);
                more = received.Length - before >= Piece && received.Length != size;
            }
        }
        catch (MessageNotFoundException)
        {
            return (null, null, true); // Somebody has deleted it meanwhile.
        }
        catch (ImapCommandException)
        {
            return (null, MissingMail.Refused, false);
        }
        received.Complete();
        return (received.Open(), null, false);
    }
}
