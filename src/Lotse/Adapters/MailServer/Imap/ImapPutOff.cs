using MailKit;

namespace Lotse.Adapters.MailServer.Imap;

/// <summary>Mails of one mailbox that failed to come and are tried again in a while, and what has been taken beyond them meanwhile: the cursor stays in front of them.
/// Kept in memory alone: after a restart everything behind the cursor comes again and is found to be the same.</summary>
internal sealed class ImapPutOff(TimeProvider time)
{
    /// <summary>A server may be away for half an hour, and a line may break in the middle of any mail. What fails so many times is to blame only where another mail came in between.</summary>
    private const int MostTries = 5;

    /// <summary>Between two tries.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromMinutes(3);

    private readonly SortedDictionary<uint, Tries> _failed = [];
    private readonly HashSet<uint> _beyond = [];
    private uint _validity, _cursor, _top;
    private long _fetched;

    /// <param name="Fetched">Mails that had come by then.</param>
    private readonly record struct Tries(int Count, DateTimeOffset At, long Fetched, bool GivenUp);

    /// <summary>The first of those that are to be tried again; null where there is none.</summary>
    public uint? First => _failed.Count > 0 ? _failed.First().Key : null;

    /// <summary>Other UIDs are other mails, and who has set the cursor back wants all to be as it was.</summary>
    /// <param name="cursor">Null where there is none yet.</param>
    public void BeginWith(uint validity, uint? cursor)
    {
        if (_validity == validity && (cursor ?? _cursor) == _cursor) return;
        (_validity, _cursor, _top) = (validity, cursor ?? 0, 0);
        _failed.Clear();
        _beyond.Clear();
    }

    /// <summary>Some mail has come whole.</summary>
    public void Fetched() => _fetched++;

    public void Failed(UniqueId uid)
    {
        var before = _failed.GetValueOrDefault(uid.Id);
        var count = before.Count + 1;
        _failed[uid.Id] = new Tries(count, time.GetUtcNow(), _fetched, count >= MostTries && _fetched > before.Fetched);
    }

    public bool HasGivenUp(UniqueId uid) => _failed.TryGetValue(uid.Id, out var tries) && tries.GivenUp;

    /// <summary>Those whose turn it is again, oldest first.</summary>
    public IReadOnlyList<UniqueId> Due()
    {
        var now = time.GetUtcNow();
        return [.. _failed.Where(one => one.Value.GivenUp || now - one.Value.At >= Rest).Select(one => new UniqueId(one.Key))];
    }

    /// <summary>Whether it is none of the mails that just come: it waits for its turn, or is done with.</summary>
    public bool Knows(UniqueId uid) => _failed.ContainsKey(uid.Id) || _beyond.Contains(uid.Id);

    public void Done(UniqueId uid)
    {
        _failed.Remove(uid.Id);
        _beyond.Add(uid.Id);
        _top = Math.Max(_top, uid.Id);
    }

    /// <summary>How far the cursor may go.</summary>
    /// <param name="at">As far as the folder has been gone through.</param>
    public uint UpTo(uint at)
    {
        var top = Math.Max(at, _top); // Up to there everything is done with, or has failed.
        _cursor = First is { } first && first <= top ? first - 1 : top;
        _beyond.RemoveWhere(uid => uid <= _cursor);
        return _cursor;
    }
}
