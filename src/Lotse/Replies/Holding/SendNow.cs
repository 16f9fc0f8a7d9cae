using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Forgetting;
using Lotse.Domain;
using Lotse.Domain.Replies;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Replies.Holding;

/// <summary>Lets an answer leave at once that was to leave later.</summary>
public sealed class SendNow(DeskDatabase database, Journal journal, OutboxBell bell, TimeProvider clock)
{
    /// <returns>The ticket's number.</returns>
    public async Task<Answer<long>> RunAsync(Acting by, long messageId, CancellationToken cancel)
    {
        var answer = await journal.RetryAsync<Answer<long>>(async () =>
        {
            var message = await database.Messages.AsTracking().VisibleTo(database, by).SingleOrDefaultAsync(m => m.Id == messageId && m.Kind == MessageKind.Outgoing, cancel);
            if (message is null) return Refusals.NotFound;
            if (await database.PendingReplies.AsTracking().SingleOrDefaultAsync(p => p.MessageId == messageId, cancel) is not { } pending) return new Refusal(TakeBackReply.AlreadyLeft);
            foreach (var mail in await database.Outbox.AsTracking().Where(o => o.MessageId == messageId).ToListAsync(cancel)) mail.NextAt = clock.GetUtcNow();
            message.SendAt = null;
            database.PendingReplies.Remove(pending);
            await database.NoteFilesAsync(HeldReply.Read(pending.Draft).Files.Select(f => f.Sha256), cancel);
            await journal.SaveAsync(cancel);
            return await database.Tickets.Where(t => t.Id == message.TicketId).Select(t => t.Number).SingleAsync(cancel);
        });
        if (answer.Refusal is null) bell.Ring();
        return answer;
    }
}
