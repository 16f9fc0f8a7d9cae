using Lotse.Adapters.Database;
using Lotse.Domain;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Linked = Lotse.Adapters.Database.Rows.TicketLink;

namespace Lotse.Tickets.Linking;

/// <summary>Notes that two tickets of a community have to do with each other, or that they have not.</summary>
public sealed class LinkTickets(DeskDatabase database, Journal journal, TimeProvider clock)
{
    public const string ToItself = "link-to-itself", OtherCommunity = "link-other-community";

    public Task<Answer<Ticket>> RunAsync(Acting by, long number, long to, bool linked, CancellationToken cancel) => journal.RetryAsync<Answer<Ticket>>(async () =>
    {
        if (await database.FindTicketAsync(by, number, cancel) is not { } ticket) return Refusals.NotFound;
        // What is to be taken apart is what was linked, even where that has become part of something else meanwhile.
        var other = linked ? await database.FindTicketAsync(by, to, cancel) : await database.FindPartAsync(by, to, cancel);
        if (other is null) return new Refusal("no-such-ticket", "to");
        if (other.Id == ticket.Id) return new Refusal(ToItself, "to");
        if (other.CommunityId != ticket.CommunityId) return new Refusal(OtherCommunity, "to");
        var rows = await database.TicketLinks.Where(l => (l.TicketId == ticket.Id && l.OtherTicketId == other.Id) || (l.TicketId == other.Id && l.OtherTicketId == ticket.Id)).ToListAsync(cancel);
        if (rows.Count > 0 == linked) return ticket;
        var now = clock.GetUtcNow();
        if (linked) Add(database, ticket.Id, other.Id, now);
        else database.TicketLinks.RemoveRange(rows);
        journal.Record(ticket, [linked ? new TicketLinked(ticket.Id, other.Id, other.Number, now) : new TicketUnlinked(ticket.Id, other.Id, other.Number, now)], by.AgentId);
        journal.Record(other, [linked ? new TicketLinked(other.Id, ticket.Id, ticket.Number, now) : new TicketUnlinked(other.Id, ticket.Id, ticket.Number, now)], by.AgentId);
        await journal.SaveAsync(cancel);
        return ticket;
    });

    /// <summary>The caller has asked for both, and saves.</summary>
    internal static void Add(DeskDatabase database, long one, long other, DateTimeOffset now) => database.TicketLinks.AddRange(
        new Linked { TicketId = one, OtherTicketId = other, At = now }, new Linked { TicketId = other, OtherTicketId = one, At = now });
}
