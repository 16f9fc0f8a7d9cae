using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Replies;

/// <summary>Puts mail that was given up back on its way: the same mail, to those only who did not get it.</summary>
public sealed class RetryDelivery(DeskDatabase database, Journal journal, OutboxBell bell, TimeProvider clock)
{
    /// <returns>The ticket's number.</returns>
    public async Task<Answer<long>> RunAsync(Acting by, long messageId, CancellationToken cancel)
    {
        var answer = await journal.RetryAsync(() => AgainAsync(by, messageId, cancel));
        if (answer.Refusal is null) bell.Ring();
        return answer;
    }

    private async Task<Answer<long>> AgainAsync(Acting by, long messageId, CancellationToken cancel)
    {
        var message = await database.Messages.AsTracking().VisibleTo(database, by).SingleOrDefaultAsync(m => m.Id == messageId && m.Kind == MessageKind.Outgoing, cancel);
        if (message is null) return Refusals.NotFound;
        var ticket = await database.Tickets.AsTracking().SingleAsync(t => t.Id == message.TicketId, cancel);
        var bounced = message.Delivery == DeliveryState.Bounced;
        var mails = await database.Outbox.AsTracking().Where(o => o.MessageId == messageId && (o.Step == OutboxStep.Failed || (bounced && o.Step == OutboxStep.Sent))).ToListAsync(cancel);
        if (mails.Count == 0) return ticket.Number;
        var now = clock.GetUtcNow();
        foreach (var mail in mails) (mail.Step, mail.Attempts, mail.NextAt, mail.DoneAt, mail.LeasedUntil) = (OutboxStep.Waiting, 0, now, null, null);
        message.Delivery = DeliveryState.Queued;
        journal.Record(ticket, [new DeliveryRetried(ticket.Id, messageId, now)], by.AgentId);
        await journal.SaveAsync(cancel);
        return ticket.Number;
    }
}
