using MailKit;
using MailKit.Search;

namespace Lotse.Adapters.MailServer.Imap;

/// <summary>Mails of one mailbox that cannot be taken. They stay on the server with a keyword of ours and \Flagged, so that people find
/// them there, the desk still reports them after a restart, and they hold nothing up.</summary>
internal sealed class ImapLeftBehind
{
    /// <summary>A line may break in the middle of a mail; a mail in which it breaks every time is not to blame the line for.</summary>
    private const int MostTries = 5;

    private static readonly (LeftBehindReason Reason, string Keyword)[] Keywords =
    [
        (LeftBehindReason.TooLarge, "$LotseTooLarge"),
        (LeftBehindReason.Unreadable, "$LotseUnreadable"),
    ];

    private readonly Dictionary<uint, int> _tries = [];
    private readonly Dictionary<uint, LeftBehindReason> _mails = [];

    public IReadOnlyList<LeftBehindMail> Mails => [.. _mails.Select(mail => new LeftBehindMail(mail.Key, mail.Value)).OrderBy(mail => mail.Uid)];

    /// <summary>Counts one more failed try. True: it was the last.</summary>
    public bool GiveUp(UniqueId uid)
    {
        if (HasGivenUp(uid)) return true;
        _tries[uid.Id] = _tries.GetValueOrDefault(uid.Id) + 1;
        return HasGivenUp(uid);
    }

    public bool HasFailed(UniqueId uid) => _tries.ContainsKey(uid.Id);

    public bool HasGivenUp(UniqueId uid) => _tries.GetValueOrDefault(uid.Id) >= MostTries;

    public async Task LeaveAsync(ImapConnection server, UniqueId uid, LeftBehindReason reason, CancellationToken stop)
    {
        var keyword = Array.Find(Keywords, one => one.Reason == reason).Keyword;
        var keywords = server.Folder.PermanentFlags.HasFlag(MessageFlags.UserDefined) ? new[] { keyword } : [];
        var flags = new StoreFlagsRequest(StoreAction.Add, MessageFlags.Flagged, keywords) { Silent = true };
        await server.AskAsync(cancel => server.Folder.StoreAsync([uid], flags, cancel), stop);
        _mails[uid.Id] = reason;
        _tries.Remove(uid.Id);
    }

    /// <summary>Finds again what was left behind before, and forgets what people have taken away.</summary>
    public async Task RecallAsync(ImapConnection server, CancellationToken stop)
    {
        if (!server.Folder.PermanentFlags.HasFlag(MessageFlags.UserDefined)) return;
        _mails.Clear();
        foreach (var (reason, keyword) in Keywords)
        {
            var found = await server.AskAsync(cancel => server.Folder.SearchAsync(SearchQuery.HasKeyword(keyword), cancel), stop);
            foreach (var uid in found) _mails[uid.Id] = reason;
        }
    }
}
