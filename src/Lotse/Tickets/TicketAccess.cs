using Lotse.Adapters.Database;
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

    public static IQueryable<Message> VisibleTo(this IQueryable<Message> messages, DeskDatabase database, Acting acting)
    {
        if (acting.SeesAll) return messages;
        var communities = acting.Communities;
        return messages.Where(message => database.Tickets.Any(ticket => ticket.Id == message.TicketId && communities.Contains(ticket.CommunityId)));
    }

    /// <summary>The ticket, tracked so that facts can change it; null where it is not there or not for this agent, which look the same.</summary>
    public static Task<Ticket?> FindTicketAsync(this DeskDatabase database, Acting acting, long number, CancellationToken cancel) =>
        database.Tickets.AsTracking().VisibleTo(acting).SingleOrDefaultAsync(ticket => ticket.Number == number, cancel);

    private static readonly KnownQuery<Func<DeskDatabase, long, IAsyncEnumerable<TicketOfContact>>> s_any = new(() => EF.CompileAsyncQuery((DeskDatabase database, long number) =>
        database.Tickets.Where(t => t.Number == number).LeftJoin(database.Contacts, t => t.ContactId, c => c.Id, (t, c) => new TicketOfContact(t, c))));

    private static readonly KnownQuery<Func<DeskDatabase, long, long[], IAsyncEnumerable<TicketOfContact>>> s_within = new(() => EF.CompileAsyncQuery(
        (DeskDatabase database, long number, long[] communities) =>
        database.Tickets.Where(t => t.Number == number && communities.Contains(t.CommunityId))
            .LeftJoin(database.Contacts, t => t.ContactId, c => c.Id, (t, c) => new TicketOfContact(t, c))));

    /// <summary>To be looked at: not tracked, with whoever wrote it; null as above. Asked with every ticket that is opened: understood once.</summary>
    public static async Task<TicketOfContact?> ReadTicketAsync(this DeskDatabase database, Acting acting, long number, CancellationToken cancel)
    {
        var found = acting.SeesAll ? s_any.On(database)(database, number) : s_within.On(database)(database, number, [.. acting.Communities]);
        await foreach (var ticket in found.WithCancellation(cancel)) return ticket;
        return null;
    }
}

public sealed record TicketOfContact(Ticket Ticket, Contact? Contact);
