using Lotse.Adapters.Database;
using Lotse.Domain.Notices;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Notices;

/// <param name="By">Who did it; null for a customer or the desk.</param>
public sealed record ListedNotice(long Id, NoticeKind Kind, NoticeWhy Why, long? By, DateTimeOffset At, DateTimeOffset? ReadAt, long Number, string Subject, TicketState State);

/// <summary>An agent's own notices, the newest first, of tickets that this agent may see now.</summary>
public sealed class ListNotices(DeskDatabase database)
{
    public const int AtMost = 100;

    /// <param name="after">Id of the last notice of the page before.</param>
    public async Task<IReadOnlyList<ListedNotice>> RunAsync(Acting by, bool unreadOnly, long? after, int limit, CancellationToken cancel)
    {
        var notices = database.Notices.Where(n => n.AgentId == by.AgentId);
        if (unreadOnly) notices = notices.Where(n => n.ReadAt == null);
        if (after is { } last) notices = notices.Where(n => n.Id < last);
        var rows = await notices.Join(database.Tickets.VisibleTo(by), n => n.TicketId, t => t.Id, (n, t) => new { n, t.Number, t.Subject, t.State })
            .OrderByDescending(row => row.n.Id).Take(Math.Clamp(limit, 1, AtMost)).ToListAsync(cancel);
        return [.. rows.Select(row => Told.Read(row.n.Kind) is var (kind, why)
            ? new ListedNotice(row.n.Id, kind, why, row.n.ByAgentId, row.n.At, row.n.ReadAt, row.Number, row.Subject, row.State)
            : null).OfType<ListedNotice>()];
    }
}
