using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Finding;

/// <summary>A row of a list.</summary>
/// <param name="Untouched">The last that happened to it was none of our doing: nobody has turned to it since.</param>
/// <param name="DeliveryFailed">A mail of ours did not arrive, and nobody has sent it again.</param>
public sealed record TicketRow(
    long Id, long Number, string Subject, string Snippet, long CommunityId, TicketState State, Level Level, Priority Priority, long? TeamId, long? AssigneeId,
    long ContactId, string ContactName, string? ContactAddress, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? DueAt,
    bool Untouched, bool DeliveryFailed);

public sealed record TicketListPage(IReadOnlyList<TicketRow> Rows, string? Next);

/// <summary>Lists tickets by keyset: a page costs the same wherever it is.</summary>
public sealed class ListTickets(DeskDatabase database)
{
    private static readonly string MailDelivered = FactNames.Name(typeof(MailDelivered));

    public async Task<TicketListPage> RunAsync(Acting by, TicketFilter filter, CancellationToken cancel)
    {
        var limit = Math.Clamp(filter.Limit, 1, TicketFilter.LimitAtMost);
        var query = After(Where(database.Tickets.VisibleTo(by), by, filter), filter);
        var ordered = filter.Order switch
        {
            TicketOrder.Created => query.OrderByDescending(t => t.Id),
            TicketOrder.Updated => query.OrderByDescending(t => t.UpdatedAt).ThenByDescending(t => t.Id),
            _ => query.OrderBy(t => t.UpdatedAt).ThenBy(t => t.Id),
        };
        var rows = await ordered.Take(limit + 1).Select(t => new TicketRow(
            t.Id, t.Number, t.Subject, t.Snippet, t.CommunityId, t.State, t.Level, t.Priority, t.TeamId, t.AssigneeId, t.ContactId,
            database.Contacts.Where(c => c.Id == t.ContactId).Select(c => c.Name).FirstOrDefault() ?? "",
            database.ContactAddresses.Where(a => a.ContactId == t.ContactId).OrderBy(a => a.Id).Select(a => a.Address).FirstOrDefault(),
            t.CreatedAt, t.UpdatedAt, t.DueAt,
            // One seek of an index for each row of the page, whatever has happened before.
            database.Journal.Where(j => j.TicketId == t.Id).OrderByDescending(j => j.Id).Take(1).Any(j => j.AgentId == null && j.Kind != MailDelivered),
            database.Messages.Any(m => m.TicketId == t.Id && m.Delivery >= DeliveryState.Failed))).ToListAsync(cancel);
        if (rows.Count <= limit) return new TicketListPage(rows, null);
        rows.RemoveAt(limit);
        return new TicketListPage(rows, Cursor(filter.Order, rows[^1]));
    }

    private IQueryable<Ticket> Where(IQueryable<Ticket> tickets, Acting by, TicketFilter f)
    {
        tickets = f.Queue switch
        {
            "mine" => tickets.Where(t => t.AssigneeId == by.AgentId && t.Lane == Lane.Active),
            "unassigned" => tickets.Where(t => t.AssigneeId == null && t.Lane == Lane.Active),
            "active" => tickets.Where(t => t.Lane == Lane.Active),
            "waiting" => tickets.Where(t => t.Lane == Lane.Waiting),
            "done" => tickets.Where(t => t.Lane == Lane.Done),
            "spam" => tickets.Where(t => t.Lane == Lane.Spam),
            // Whoever names tickets, by their numbers or as a search has found them, means those.
            _ when f.Number is null && f.Ids is null => tickets.Where(t => t.Lane <= Lane.Done),
            _ => tickets,
        };
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

    private static IQueryable<Ticket> After(IQueryable<Ticket> tickets, TicketFilter filter)
    {
        if (filter.After is not { } after || Read(after) is not { } cursor) return tickets;
        var (at, id) = cursor;
        return filter.Order switch
        {
            TicketOrder.Created => tickets.Where(t => t.Id < id),
            TicketOrder.Updated => tickets.Where(t => t.UpdatedAt < at || (t.UpdatedAt == at && t.Id < id)),
            _ => tickets.Where(t => t.UpdatedAt > at || (t.UpdatedAt == at && t.Id > id)),
        };
    }

    private static string Cursor(TicketOrder order, TicketRow row) => order == TicketOrder.Created
        ? row.Id.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{row.Id}.{row.UpdatedAt.ToUnixTimeMilliseconds()}");

    private static (DateTimeOffset At, long Id)? Read(string after)
    {
        var parts = after.Split('.', 2);
        if (!long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id)) return null;
        var at = parts.Length > 1 && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var ms) && ms < 253402300799999L ? ms : 0;
        return (DateTimeOffset.FromUnixTimeMilliseconds(at), id);
    }
}
