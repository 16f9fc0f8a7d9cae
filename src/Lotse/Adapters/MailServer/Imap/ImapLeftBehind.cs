using MailKit;
using MailKit.Search;

namespace Lotse.Adapters.MailServer.Imap;

/// <summary>Mails of one mailbox that cannot be taken. They stay on the server with a keyword of ours and \Flagged, so that people find
/// them there, the desk reports them until they are gone from there, and they hold nothing up. Where the server keeps no keyword they stand beside the cursor.</summary>
internal sealed class ImapLeftBehind(TimeProvider time)
{
    /// <summary>What a server does not hand out today it may tomorrow.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromDays(1);

    /// <summary>After one that failed again, as each may cost the connection.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

    private const int MostUnmarked = 500;

    private static readonly (LeftBehindReason Reason, string Keyword)[] Keywords =
    [
        (LeftBehindReason.TooLarge, "$LotseTooLarge"),
        (LeftBehindReason.Unreadable, "$LotseUnreadable"),
    ];

    private readonly Dictionary<uint, LeftBehindMail> _mails = [];
    private readonly HashSet<uint> _unmarked = [];
    private readonly Dictionary<uint, DateTimeOffset> _triedAt = [];
    private DateTimeOffset _pausedUntil;

    public IReadOnlyList<LeftBehindMail> Mails => [.. _mails.Values.OrderBy(mail => mail.Uid)];

    /// <summary>Those that the server does not remember for us.</summary>
    public IReadOnlyList<LeftBehindMail> Unmarked => [.. Mails.Where(mail => _unmarked.Contains(mail.Uid)).TakeLast(MostUnmarked)];

    /// <summary>A server may refuse the keyword, or any mark at all (over quota, no right to): the mail is left behind all the same.</summary>
    public async Task LeaveAsync(ImapConnection server, UniqueId uid, LeftBehindMail mail, CancellationToken stop)
    {
        (_mails[uid.Id], _triedAt[uid.Id]) = (mail with { ReceivedAt = mail.ReceivedAt ?? time.GetUtcNow() }, time.GetUtcNow());
        var keyword = Array.Find(Keywords, one => one.Reason == mail.Reason).Keyword;
        if (KeepsKeywords(server) && await StoreAsync(server, uid, StoreAction.Add, [keyword], stop)) _unmarked.Remove(uid.Id);
        else
        {
            _unmarked.Add(uid.Id);
            await StoreAsync(server, uid, StoreAction.Add, [], stop);
        }
    }

    /// <summary>Finds again what was left behind before, and forgets what people have taken away.</summary>
    /// <param name="unmarked">Those that stand beside the cursor.</param>
    public async Task RecallAsync(ImapConnection server, IReadOnlyList<LeftBehindMail> unmarked, CancellationToken stop)
    {
        var left = unmarked.ToDictionary(mail => mail.Uid, mail => mail.Reason);
        _unmarked.Clear();
        _unmarked.UnionWith(left.Keys);
        foreach (var (reason, keyword) in KeepsKeywords(server) ? Keywords : [])
        {
            var found = await server.AskAsync(cancel => server.Folder.SearchAsync(SearchQuery.HasKeyword(keyword), cancel), stop);
            foreach (var uid in found) left[uid.Id] = reason;
            _unmarked.ExceptWith(found.Select(uid => uid.Id));
        }
        _mails.Clear();
        if (left.Count > 0)
        {
            var asked = new FetchRequest(MessageSummaryItems.UniqueId | MessageSummaryItems.Size | MessageSummaryItems.InternalDate);
            var there = await server.AskAsync(cancel => server.Folder.FetchAsync([.. left.Keys.Select(uid => new UniqueId(uid))], asked, cancel), stop);
            foreach (var mail in there.Where(mail => left.ContainsKey(mail.UniqueId.Id)))
                _mails[mail.UniqueId.Id] = new LeftBehindMail(mail.UniqueId.Id, left[mail.UniqueId.Id], mail.Size ?? 0, mail.InternalDate ?? time.GetUtcNow());
        }
        _unmarked.IntersectWith(_mails.Keys);
        foreach (var gone in _triedAt.Keys.Except(_mails.Keys).ToList()) _triedAt.Remove(gone);
    }

    /// <summary>One that is to be tried again now; also one that was too large before the limit was raised. Null for none.</summary>
    public LeftBehindMail? DueAgain(long maxBytes)
    {
        var now = time.GetUtcNow();
        if (now < _pausedUntil) return null;
        return Mails.FirstOrDefault(mail => mail.Bytes <= maxBytes && (mail.Bytes > 0 || mail.Reason == LeftBehindReason.Unreadable)
            && (!_triedAt.TryGetValue(mail.Uid, out var at) || now - at >= Again));
    }

    /// <summary>Said before it is tried: the connection may break over it.</summary>
    public void TryingAgain(uint uid) => (_triedAt[uid], _pausedUntil) = (time.GetUtcNow(), time.GetUtcNow() + Pause);

    /// <summary>The trouble was ours: it is tried again soon.</summary>
    public void NotItsFault(uint uid) => _triedAt.Remove(uid);

    /// <summary>It has been taken after all, or is gone.</summary>
    public async Task ForgetAsync(ImapConnection server, UniqueId uid, CancellationToken stop)
    {
        await StoreAsync(server, uid, StoreAction.Remove, KeepsKeywords(server) ? [.. Keywords.Select(one => one.Keyword)] : [], stop);
        _mails.Remove(uid.Id);
        _unmarked.Remove(uid.Id);
        _triedAt.Remove(uid.Id);
        _pausedUntil = default;
    }

    private static bool KeepsKeywords(ImapConnection server) => server.Folder.PermanentFlags.HasFlag(MessageFlags.UserDefined);

    /// <returns>False where the server refuses.</returns>
    private static async Task<bool> StoreAsync(ImapConnection server, UniqueId uid, StoreAction action, string[] keywords, CancellationToken stop)
    {
        var flags = new StoreFlagsRequest(action, MessageFlags.Flagged, keywords) { Silent = true };
        try
        {
            await server.AskAsync(cancel => server.Folder.StoreAsync([uid], flags, cancel), stop);
            return true;
        }
        catch (CommandException)
        {
            return false;
        }
    }
}
