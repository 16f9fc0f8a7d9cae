using Lotse.Adapters.Database;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Working;

/// <summary>An agent says whether a ticket that came in on its own belongs to an older one. If it does, everything in it moves there and the empty shell is resolved.</summary>
public sealed class SettleMatch(DeskDatabase database, Journal journal, TimeProvider clock)
{
    /// <returns>The number of the ticket to go on with.</returns>
    public Task<Answer<long>> RunAsync(Acting by, long number, bool belongs, CancellationToken cancel) => journal.RetryAsync<Answer<long>>(async () =>
    {
        if (await database.FindTicketAsync(by, number, cancel) is not { PossibleMatchId: { } otherId } ticket) return Refusals.NotFound;
        var now = clock.GetUtcNow();
        var settled = new PossibleMatchSettled(ticket.Id, otherId, belongs, now);
        if (!belongs)
        {
            journal.Record(ticket, [settled], by.AgentId);
            await journal.SaveAsync(cancel);
            return ticket.Number;
        }
        var other = await database.Tickets.AsTracking().VisibleTo(by).SingleOrDefaultAsync(t => t.Id == otherId && t.CommunityId == ticket.CommunityId, cancel);
        if (other is null) return Refusals.NotFound;
        var moved = await MoveAsync(ticket, other, cancel);
        journal.Record(other, JoinedBy(ticket, other, moved, now), by.AgentId);
        journal.Record(ticket, ticket.IsDone ? [settled] : [settled, new StateChanged(ticket.Id, ticket.State, TicketState.Resolved, "not-this-ticket", null, now)], by.AgentId);
        await journal.SaveAsync(cancel);
        return other.Number;
    });

    private async Task<List<Message>> MoveAsync(Ticket from, Ticket to, CancellationToken cancel)
    {
        var messages = await database.Messages.AsTracking().Where(m => m.TicketId == from.Id).OrderBy(m => m.Id).ToListAsync(cancel);
        foreach (var message in messages) message.TicketId = to.Id;
        var known = (await database.ThreadKeys.Where(k => k.TicketId == to.Id).Select(k => k.Key).ToListAsync(cancel)).ToHashSet();
        foreach (var key in await database.ThreadKeys.AsTracking().Where(k => k.TicketId == from.Id).ToListAsync(cancel))
        {
            if (known.Add(key.Key)) key.TicketId = to.Id;
            else database.ThreadKeys.Remove(key);
        }
        var there = (await database.Participants.Where(p => p.TicketId == to.Id).Select(p => p.Address).ToListAsync(cancel)).ToHashSet(StringComparer.Ordinal);
        foreach (var participant in await database.Participants.AsTracking().Where(p => p.TicketId == from.Id).ToListAsync(cancel))
        {
            database.Participants.Remove(participant);
            if (there.Add(participant.Address)) database.Participants.Add(new Participant { TicketId = to.Id, Address = participant.Address });
        }
        foreach (var mail in await database.Outbox.AsTracking().Where(o => o.TicketId == from.Id).ToListAsync(cancel)) mail.TicketId = to.Id;
        var moved = messages.ConvertAll(m => m.Id);
        foreach (var delivery in await database.Deliveries.AsTracking().Where(d => d.MessageId != null && moved.Contains(d.MessageId.Value)).ToListAsync(cancel)) delivery.TicketId = to.Id;
        return messages;
    }

    /// <summary>The newest moved message counts as one that has come: a waiting or finished ticket wakes up, and whoever was answering is told.</summary>
    private static List<Domain.Fact> JoinedBy(Ticket from, Ticket to, List<Message> moved, DateTimeOffset now)
    {
        var facts = new List<Domain.Fact> { new MessagesJoined(to.Id, from.Id, moved.Count, now) };
        if (moved.LastOrDefault(m => m.Kind == MessageKind.Incoming) is { } last && last.Id > to.NewestMessageId)
        {
            facts.Add(new MessageReceived(to.Id, last.Id, last.FromAddress, last.MailKind, Domain.Intake.PlacedBy.Agent, true, Snippets.Of(last.Visible ?? last.Text), now));
        }
        if (to.Lane != Lane.Active) facts.Add(new StateChanged(to.Id, to.State, TicketState.Open, "customer-wrote", null, now));
        return facts;
    }
}
