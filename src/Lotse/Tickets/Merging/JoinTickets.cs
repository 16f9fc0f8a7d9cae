using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain;
using Lotse.Domain.Tickets;

namespace Lotse.Tickets.Merging;

/// <summary>Makes one ticket part of another. Everything in it moves there, mail for it lands there, and all of it can be undone.</summary>
public sealed class JoinTickets(DeskDatabase database, Journal journal, MoveBetweenTickets move, Ids ids, TimeProvider clock)
{
    /// <param name="into">Any ticket; one that is part of another stands for that one.</param>
    /// <returns>The number of the ticket to go on with.</returns>
    public Task<Answer<long>> RunAsync(Acting by, long number, long into, CancellationToken cancel) => journal.RetryAsync<Answer<long>>(async () =>
    {
        if (await database.FindPartAsync(by, number, cancel) is not { } ticket) return Refusals.NotFound;
        if (await database.FindTicketAsync(by, into, cancel) is not { } head) return new Refusal("no-such-ticket", "into");
        // Twice the same click has done it once.
        if (ticket.MergedIntoId is not null && (await TicketHeads.WayOfAsync(database, ticket, tracking: false, cancel))[^1].Id == head.Id) return head.Number;
        return await JoinAsync(by, ticket, head, new MergeTickets(), cancel);
    });

    /// <param name="ticket">Both tracked, and both asked for at the gate.</param>
    internal async Task<Answer<long>> JoinAsync(Acting by, Ticket ticket, Ticket head, MergeTickets merge, CancellationToken cancel)
    {
        if (MergeTickets.WhyNot(ticket, head) is { } refusal) return refusal;
        var now = clock.GetUtcNow();
        var (messages, moved) = await move.AllAsync(ticket, head, cancel);
        var (state, snoozed) = (head.State, head.SnoozedUntil);
        journal.Record(head, merge.Arrives(ticket, head, messages, now), by.AgentId);
        journal.Record(ticket, merge.Leaves(ticket, head, now), by.AgentId);
        if (head.State != state) moved = moved with { StateBefore = (int)state, SnoozedBefore = snoozed, NewestAfter = head.NewestMessageId };
        database.TicketMerges.Add(new TicketMerge { Id = ids.Next(), TicketId = ticket.Id, IntoTicketId = head.Id, AgentId = by.AgentId, At = now, Moved = moved.Write() });
        await journal.SaveAsync(cancel);
        return head.Number;
    }
}
