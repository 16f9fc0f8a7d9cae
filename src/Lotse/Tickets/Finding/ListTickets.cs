using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Domain.ServiceTimes;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Finding;

/// <summary>A row of a list.</summary>
/// <param name="Untouched">The last that happened to it was none of our doing: nobody has turned to it since.</param>
/// <param name="UpSince">Handed up: since when it has been at its level; <paramref name="Waits"/> where nobody there has taken it.</param>
/// <param name="DeliveryFailed">A mail of ours did not arrive, and nobody has sent it again.</param>
public sealed record TicketRow(
    long Id, long Number, string Subject, string Snippet, long CommunityId, TicketState State, Level Level, Priority Priority, long? TeamId, long? AssigneeId,
    long ContactId, string ContactName, string? ContactAddress, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? DueAt,
    bool Untouched, bool DeliveryFailed, DateTimeOffset? SnoozedUntil = null, DateTimeOffset? UpSince = null, bool Waits = false, long? ProductId = null, long? TopicId = null);

public sealed record TicketListPage(IReadOnlyList<TicketRow> Rows, string? Next);

/// <summary>Lists tickets by keyset: a page costs the same wherever it is.</summary>
public sealed class ListTickets(DeskDatabase database, TimeProvider clock)
{
    private static readonly string MailDelivered = FactNames.Name(typeof(MailDelivered));

    /// <summary>Time passes in them, and nothing else.</summary>
    private static readonly string s_due = FactNames.Name(typeof(TicketDueChanged)), s_warned = FactNames.Name(typeof(PromiseWarned)),
        s_overdue = FactNames.Name(typeof(PromiseOverdue)), s_longOverdue = FactNames.Name(typeof(PromiseLongOverdue));

    public async Task<TicketListPage> RunAsync(Acting by, TicketFilter filter, CancellationToken cancel)
    {
        var limit = Math.Clamp(filter.Limit, 1, TicketFilter.LimitAtMost);
        var query = To(After(Where(database.Tickets.VisibleTo(by), by, filter), filter), filter);
        var ordered = filter.Order switch
        {
            TicketOrder.Created => query.OrderByDescending(t => t.Id),
            TicketOrder.Updated when ByLane(filter) => query.OrderByDescending(t => t.Lane).ThenByDescending(t => t.UpdatedAt).ThenByDescending(t => t.Id),
            TicketOrder.Updated => query.OrderByDescending(t => t.UpdatedAt).ThenByDescending(t => t.Id),
            TicketOrder.Due => query.OrderBy(t => t.DueAt).ThenBy(t => t.Id),
            TicketOrder.Wakes => query.OrderBy(t => t.SnoozedUntil).ThenBy(t => t.Id),
            _ => query.OrderBy(t => t.UpdatedAt).ThenBy(t => t.Id),
        };
        var rows = await ordered.Take(limit + 1).Select(t => new TicketRow(
            t.Id, t.Number, t.Subject, t.Snippet, t.CommunityId, t.State, t.Level, t.Priority, t.TeamId, t.AssigneeId, t.ContactId,
            database.Contacts.Where(c => c.Id == t.ContactId).Select(c => c.Name).FirstOrDefault() ?? "",
            database.ContactAddresses.Where(a => a.ContactId == t.ContactId).OrderBy(a => a.Id).Select(a => a.Address).FirstOrDefault(),
            t.CreatedAt, t.UpdatedAt, t.DueAt,
            // One seek of an index for each row of the page, whatever has happened before; what time did is stepped over.
            database.Journal.Where(j => j.TicketId == t.Id && j.Kind != s_due && j.Kind != s_warned && j.Kind != s_overdue && j.Kind != s_longOverdue).OrderByDescending(j => j.Id).Take(1).Any(j => j.AgentId == null && j.Kind != MailDelivered),
            database.Messages.Any(m => m.TicketId == t.Id && m.Delivery >= DeliveryState.Failed), t.SnoozedUntil,
            t.HandOverId == null ? null : t.LevelSince, t.HandOverId != null && !t.HandOverAccepted, t.ProductId, t.TopicId)).ToListAsync(cancel);
        if (rows.Count <= limit) return new TicketListPage(rows, null);
        rows.RemoveAt(limit);
        return new TicketListPage(rows, Cursor(filter.Order, rows[^1]));
    }

    private IQueryable<Ticket> Where(IQueryable<Ticket> tickets, Acting by, TicketFilter f)
    {
        tickets = InQueue(tickets, by, f, f.Order is TicketOrder.Due or TicketOrder.Wakes);
        if (f.Community is { } community) tickets = tickets.Where(t => t.CommunityId == community);
        if (f.State is { } state) tickets = tickets.Where(t => t.State == state && t.Lane == state.Lane());
        if (f.Level is { } level) tickets = tickets.Where(t => t.Level == level);
        if (f.Assignee is { } assignee) tickets = tickets.Where(t => t.AssigneeId == assignee);
        if (f.Team is { } team) tickets = tickets.Where(t => t.TeamId == team);
        if (f.Contact is { } contact) tickets = tickets.Where(t => t.ContactId == contact);
        if (f.Number is { } number) tickets = tickets.Where(t => t.Number == number);
        if (f.Ids is { } ids) tickets = tickets.Where(t => ids.Contains(t.Id));
        if (f.From is { } from) tickets = tickets.Where(t => t.CreatedAt >= from);
        if (f.Until is { } until) tickets = tickets.Where(t => t.CreatedAt < until);
        if (f.Tag is { } tag) tickets = tickets.Where(t => database.TicketTags.Any(l => l.TicketId == t.Id && database.Tags.Any(g => g.Id == l.TagId && (g.Name == tag || database.Tags.Any(a => a.Name == tag && a.AliasOfId == g.Id)))));
        return string.IsNullOrWhiteSpace(f.Words) ? tickets : Matching(tickets, f.Words.Trim());
    }

    private IQueryable<Ticket> InQueue(IQueryable<Ticket> tickets, Acting by, TicketFilter f, bool byTime)
    {
        var now = clock.GetUtcNow();
        return f.Queue switch
        {
            "mine" => In(tickets, Lane.Active, byTime).Where(t => t.AssigneeId == by.AgentId),
            "team" => In(tickets, Lane.Active, byTime).Where(t => database.AgentTeams.Where(l => l.AgentId == by.AgentId).Select(l => (long?)l.TeamId).Contains(t.TeamId)),
            "unassigned" => In(tickets, Lane.Active, byTime).Where(t => t.AssigneeId == null),
            "active" => In(tickets, Lane.Active, byTime),
            "waiting" => In(tickets, Lane.Waiting, byTime).Where(t => t.State != TicketState.Snoozed),
            "snoozed" => In(tickets, Lane.Waiting, byTime).Where(t => t.State == TicketState.Snoozed),
            "overdue" => In(tickets, Lane.Active, true).Where(t => t.DueAt < now),
            "done" => ByLane(f) ? tickets.Where(t => t.Lane >= Lane.Done && t.Lane <= Lane.Done) : In(tickets, Lane.Done, byTime),
            "spam" => In(tickets, Lane.Spam, byTime),
            // Whoever names tickets, by their numbers or as a search has found them, means those.
            _ when f.Number is null && f.Ids is null => tickets.Where(t => t.Lane <= Lane.Done),
            _ => tickets,
        };
    }

    /// <summary>Nearly all tickets are done, but hardly any of those that were touched last: PostgreSQL knows the former only, walks all from the newest, and steps over each that is being worked on. Asked for as a span of lanes in
    /// their order, there is one index that fits. Behind the first page the newest are left out already.</summary>
    private static bool ByLane(TicketFilter f) => f is { Queue: "done", Order: TicketOrder.Updated, After: null, To: null };

    /// <param name="byTime">The few that have a time are walked by it: adding nothing keeps the lane out of the choice of an index.</param>
    private static IQueryable<Ticket> In(IQueryable<Ticket> tickets, Lane lane, bool byTime) =>
        byTime ? tickets.Where(t => (int)t.Lane + 0 == (int)lane) : tickets.Where(t => t.Lane == lane);

    private IQueryable<Ticket> Matching(IQueryable<Ticket> tickets, string words)
    {
        if (long.TryParse(words.TrimStart('#'), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return tickets.Where(t => t.Number == number);
        if (words.Contains('@', StringComparison.Ordinal))
        {
            var address = words.ToLowerInvariant();
            return tickets.Where(t => database.ContactAddresses.Any(a => a.Address == address && a.ContactId == t.ContactId));
        }
        foreach (var word in words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(5))
        {
            var pattern = $"%{word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal).ToLowerInvariant()}%";
#pragma warning disable CA1304, CA1311 // The database lowers it, not this process.
            tickets = tickets.Where(t => EF.Functions.Like(t.Subject.ToLower(), pattern, "\\"));
#pragma warning restore CA1304, CA1311
        }
        return tickets;
    }

    /// <summary>The first half of each condition says nothing new: by it the index is entered at the place where the page before ended.</summary>
    private static IQueryable<Ticket> After(IQueryable<Ticket> tickets, TicketFilter filter)
    {
        if (filter.Order == TicketOrder.Due) tickets = tickets.Where(t => t.DueAt != null);
        if (filter.Order == TicketOrder.Wakes) tickets = tickets.Where(t => t.SnoozedUntil != null);
        if (filter.After is not { } after || Read(after) is not { } cursor) return tickets;
        var (at, id) = cursor;
        return filter.Order switch
        {
            TicketOrder.Created => tickets.Where(t => t.Id < id),
            TicketOrder.Updated => tickets.Where(t => t.UpdatedAt <= at && (t.UpdatedAt < at || t.Id < id)),
            TicketOrder.Due => tickets.Where(t => t.DueAt >= at && (t.DueAt > at || t.Id > id)),
            TicketOrder.Wakes => tickets.Where(t => t.SnoozedUntil >= at && (t.SnoozedUntil > at || t.Id > id)),
            _ => tickets.Where(t => t.UpdatedAt >= at && (t.UpdatedAt > at || t.Id > id)),
        };
    }

    /// <summary>Down to a row, that one too.</summary>
    private static IQueryable<Ticket> To(IQueryable<Ticket> tickets, TicketFilter filter)
    {
        if (filter.To is not { } to || Read(to) is not { } cursor) return tickets;
        var (at, id) = cursor;
        return filter.Order switch
        {
            TicketOrder.Created => tickets.Where(t => t.Id >= id),
            TicketOrder.Updated => tickets.Where(t => t.UpdatedAt >= at && (t.UpdatedAt > at || t.Id >= id)),
            TicketOrder.Due => tickets.Where(t => t.DueAt <= at && (t.DueAt < at || t.Id <= id)),
            TicketOrder.Wakes => tickets.Where(t => t.SnoozedUntil <= at && (t.SnoozedUntil < at || t.Id <= id)),
            _ => tickets.Where(t => t.UpdatedAt <= at && (t.UpdatedAt < at || t.Id <= id)),
        };
    }

    private static string Cursor(TicketOrder order, TicketRow row) => order == TicketOrder.Created
        ? row.Id.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{row.Id}.{TimeOf(order, row).ToUnixTimeMilliseconds()}");

    private static DateTimeOffset TimeOf(TicketOrder order, TicketRow row) =>
        order switch { TicketOrder.Due => row.DueAt, TicketOrder.Wakes => row.SnoozedUntil, _ => null } ?? row.UpdatedAt;

    private static (DateTimeOffset At, long Id)? Read(string after)
    {
        var parts = after.Split('.', 2);
        if (!long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id)) return null;
        var at = parts.Length > 1 && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var ms) && ms < 253402300799999L ? ms : 0;
        return (DateTimeOffset.FromUnixTimeMilliseconds(at), id);
    }
}
