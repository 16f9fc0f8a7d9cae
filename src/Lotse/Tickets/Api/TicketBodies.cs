using System.Text.Json;
using Lotse.Adapters.Database;
using Lotse.Domain;
using Lotse.Domain.Tickets;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Lotse.Tickets.Finding;

namespace Lotse.Tickets.Api;

/// <summary>What a list of tickets is asked for. By properties, and no positions: the web framework's generator cannot write those.</summary>
public sealed record TicketQuery
{
    /// <summary>Id or name.</summary>
    public string? Community { get; init; }

    /// <summary>mine, team, unassigned, active, waiting, snoozed, overdue, done, spam or all.</summary>
    public string? Queue { get; init; }

    public string? State { get; init; }
    public int? Level { get; init; }

    /// <summary>Id or mail address; "none" for nobody.</summary>
    public string? Assignee { get; init; }

    public long? Team { get; init; }
    public long? Contact { get; init; }
    public string? Tag { get; init; }
    public string? Q { get; init; }

    /// <summary>created, updated or oldest; due or wakes for only those that have such a time, soonest first.</summary>
    public string? Order { get; init; }

    public int? Limit { get; init; }

    /// <summary>What the page before gave as next.</summary>
    public string? After { get; init; }

    public (TicketFilter? Filter, Refusal? Refusal) Read(long agentId)
    {
        TicketState state = default;
        TicketOrder order = default;
        if (Queue is not null && !TicketFilter.Queues.Contains(Queue)) return (null, new Refusal("no-such-queue", "queue"));
        if (State is not null && !Enum.TryParse(State, ignoreCase: true, out state)) return (null, new Refusal("no-such-state", "state"));
        if (Order is not null && !Enum.TryParse(Order, ignoreCase: true, out order)) return (null, new Refusal("no-such-order", "order"));
        if (Level is < 0 or > 3) return (null, new Refusal("no-such-level", "level"));
        return (new TicketFilter(
            Assignee == "none" ? "unassigned" : Queue,
            long.TryParse(Community, out var community) ? community : null,
            State is null ? null : state,
            (Level?)Level,
            Assignee == "me" ? agentId : long.TryParse(Assignee, out var assignee) ? assignee : null,
            Team, Contact, Tag?.ToLowerInvariant(), Q, order, Limit ?? 50, After), null);
    }
}

public sealed record OpenTicketJson(string? Community, string? Subject, string? Text, string? Html, string? Contact, string? ContactName);

public sealed record WriteNoteJson(string? Text, string? Html);

/// <summary>What is left out stays as it is; assignee and team may be null for nobody.</summary>
/// <param name="Assignee">Id or mail address.</param>
/// <param name="Team">Id.</param>
/// <param name="Tags">All tags from now on.</param>
public sealed record ChangeTicketJson(
    TicketState? State, JsonElement Assignee, JsonElement Team, Priority? Priority, string? Subject, IReadOnlyList<string>? Tags, DateTimeOffset? SnoozedUntil)
{
    internal async Task<Answer<ChangeTicket>> ReadAsync(DeskDatabase database, CancellationToken cancel)
    {
        var assignee = await AgentAsync(database, cancel);
        if (assignee.Refusal is { } refusal) return refusal;
        Optional<long?> team = default;
        if (Team.ValueKind == JsonValueKind.Null) team = new Optional<long?>(null, true);
        else if (Team.ValueKind != JsonValueKind.Undefined)
        {
            if (!long.TryParse(Team.ToString(), out var id)) return new Refusal("no-such-team", "team");
            team = new Optional<long?>(id, true);
        }
        return new ChangeTicket(State, Priority, assignee.Value, team, Subject, SnoozedUntil);
    }

    private async Task<Answer<Optional<long?>>> AgentAsync(DeskDatabase database, CancellationToken cancel)
    {
        if (Assignee.ValueKind == JsonValueKind.Undefined) return default(Optional<long?>);
        if (Assignee.ValueKind == JsonValueKind.Null) return new Optional<long?>(null, true);
        var said = Assignee.ToString();
        if (long.TryParse(said, out var id)) return new Optional<long?>(id, true);
        var address = said.ToUpperInvariant();
        var found = await database.Users.Where(a => a.NormalizedEmail == address).Select(a => (long?)a.Id).SingleOrDefaultAsync(cancel);
        return found is null ? new Refusal("no-such-agent", "assignee") : new Optional<long?>(found, true);
    }
}
