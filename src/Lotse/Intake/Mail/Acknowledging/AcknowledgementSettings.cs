using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Communities;
using Lotse.Domain.Intake.Mail;
using Lotse.Domain.Replies.Automatic;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Intake.Mail.Acknowledging;

/// <param name="Communities">Those that acknowledge.</param>
/// <param name="Mailboxes">All of the desk.</param>
public sealed record AcknowledgingNow(IReadOnlyDictionary<long, Community> Communities, IReadOnlyDictionary<long, Mailbox> Mailboxes, AutomaticCaps Caps)
{
    public static readonly AcknowledgingNow Nobody = new(new Dictionary<long, Community>(), new Dictionary<long, Mailbox>(), new AutomaticCaps());

    public bool IsOurs(string address) => Mailboxes.Values.Any(m => m.Address == MailAddresses.WithoutTag(address));
}

/// <summary>Which communities acknowledge, and how much may leave: kept for two seconds, because every mail asks and hardly anybody changes it.</summary>
public sealed class AcknowledgementSettings(TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private AcknowledgingNow? _now;
    private DateTimeOffset _readAt;
    private int _version;

    /// <summary>Reads again with the next question.</summary>
    public void Forget()
    {
        lock (_lock) (_now, _version) = (null, _version + 1);
    }

    public async ValueTask<AcknowledgingNow> NowAsync(DeskDatabase database, CancellationToken cancel)
    {
        int version;
        lock (_lock)
        {
            if (_now is { } known && clock.GetUtcNow() - _readAt < Fresh) return known;
            version = _version;
        }
        var read = await ReadAsync(database, cancel);
        lock (_lock)
        {
            if (version == _version) (_now, _readAt) = (read, clock.GetUtcNow());
        }
        return read;
    }

    private static async Task<AcknowledgingNow> ReadAsync(DeskDatabase database, CancellationToken cancel)
    {
        var communities = await database.Communities.Where(c => c.Acknowledges).ToDictionaryAsync(c => c.Id, cancel);
        if (communities.Count == 0) return AcknowledgingNow.Nobody;
        return new AcknowledgingNow(communities, await database.Mailboxes.ToDictionaryAsync(m => m.Id, cancel), await AutomaticMailCounts.CapsAsync(database, cancel));
    }
}
