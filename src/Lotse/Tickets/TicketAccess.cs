using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Contacts;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets;

/// <summary>The gate to tickets and to all that hangs on them: communities are walls. No handler reads past it.</summary>
public static class TicketAccess
{
    public static IQueryable<Ticket> VisibleTo(this IQueryable<Ticket> tickets, Acting acting)
    {
        if (acting.SeesAll) return tickets;
        var communities = acting.Communities;
        return tickets.Where(ticket => communities.Contains(ticket.CommunityId));
    }

    /// <summary>Counted tickets: how many there are elsewhere is behind the wall too.</summary>
    public static IQueryable<QueueCount> VisibleTo(this IQueryable<QueueCount> counts, Acting acting)
    {
        if (acting.SeesAll) return counts;
        var communities = acting.Communities;
        return counts.Where(count => communities.Contains(count.CommunityId));
    }

    /// <summary>Without what a rule has archived or anonymised: nobody is asked, told or reminded of it. Said so that no choice of an index changes.</summary>
    public static IQueryable<Ticket> NotPutAway(this IQueryable<Ticket> tickets) => tickets.Where(ticket => ticket.Lane != Lane.Archived && ticket.Lane != Lane.Anonymised);

    /// <summary>Whether somebody may be given a ticket of a community: still with us, and working for it.</summary>
    public static Task<bool> WorksForAsync(this DeskDatabase database, long agentId, long communityId, CancellationToken cancel) => database.Users.AnyAsync(
        agent => agent.Id == agentId && agent.Active && (agent.Role == Role.Admin || database.AgentCommunities.Any(link => link.AgentId == agentId && link.CommunityId == communityId)), cancel);

    public static IQueryable<Message> VisibleTo(this IQueryable<Message> messages, DeskDatabase database, Acting acting)
    {
        if (acting.SeesAll) return messages;
        var communities = acting.Communities;
        return messages.Where(message => database.Tickets.Any(ticket => ticket.Id == message.TicketId && communities.Contains(ticket.CommunityId)));
    }

    /// <summary>The ticket, tracked so that facts can change it; null where it is not there or not for this agent, which look the same.
    /// For one that has become part of another, that one: what is done to it is done there.</summary>
    public static async Task<Ticket?> FindTicketAsync(this DeskDatabase database, Acting acting, long number, CancellationToken cancel)
    {
        var ticket = await database.FindPartAsync(acting, number, cancel);
        if (ticket?.MergedIntoId is null) return ticket;
        var head = (await TicketHeads.WayOfAsync(database, ticket, tracking: true, cancel))[^1];
        return acting.Sees(head.CommunityId) ? head : null;
    }

    /// <summary>The same, but the ticket itself even where it is part of another.</summary>
    public static async Task<long?> FindTicketIdAsync(this DeskDatabase database, Acting acting, long number, CancellationToken cancel) =>
        (await database.FindTicketAsync(acting, number, cancel))?.Id;

    public static Task<Ticket?> FindPartAsync(this DeskDatabase database, Acting acting, long number, CancellationToken cancel) =>
        database.Tickets.AsTracking().VisibleTo(acting).SingleOrDefaultAsync(ticket => ticket.Number == number, cancel);

    private static readonly KnownQuery<Func<DeskDatabase, long, IAsyncEnumerable<TicketOfContact>>> s_any = new(() => EF.CompileAsyncQuery((DeskDatabase database, long number) =>
        database.Tickets.Where(t => t.Number == number).LeftJoin(database.Contacts, t => t.ContactId, c => c.Id, (t, c) => new TicketOfContact(t, c))));

    private static readonly KnownQuery<Func<DeskDatabase, long, long[], IAsyncEnumerable<TicketOfContact>>> s_within = new(() => EF.CompileAsyncQuery(
        (DeskDatabase database, long number, long[] communities) =>
        database.Tickets.Where(t => t.Number == number && communities.Contains(t.CommunityId))
            .LeftJoin(database.Contacts, t => t.ContactId, c => c.Id, (t, c) => new TicketOfContact(t, c))));

    /// <summary>To be looked at: not tracked, with whoever wrote it; null and led on as above. Asked with every ticket that is opened: understood once.</summary>
    public static async Task<TicketOfContact?> ReadTicketAsync(this DeskDatabase database, Acting acting, long number, CancellationToken cancel)
    {
        var found = acting.SeesAll ? s_any.On(database)(database, number) : s_within.On(database)(database, number, [.. acting.Communities]);
        TicketOfContact? first = null;
        await foreach (var ticket in found.WithCancellation(cancel)) first ??= ticket;
        if (first?.Ticket.MergedIntoId is null) return first;
        var head = (await TicketHeads.WayOfAsync(database, first.Ticket, tracking: false, cancel))[^1];
        return head.MergedIntoId is null ? await database.ReadTicketAsync(acting, head.Number, cancel) : null;
    }
}

public sealed record TicketOfContact(Ticket Ticket, Contact? Contact);
