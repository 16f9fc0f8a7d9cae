using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Claiming;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain;
using Lotse.Domain.Intake;
using Lotse.Domain.Replies;
using Lotse.Domain.Tickets;
using Lotse.Replies.Noting;
using Lotse.Tickets;
using Lotse.Tickets.Drafts;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Replies.Holding;

/// <summary>Takes an answer back that has not left: out of the outbox and the ticket, and into the draft it came from, files and all.</summary>
public sealed class TakeBack(DeskDatabase database, Journal journal, Ids ids, PutBackDraft drafts, HeldWork work, TimeProvider clock)
{
    /// <returns>The ticket's number.</returns>
    public Task<Answer<long>> RunAsync(Acting by, long messageId, CancellationToken cancel, bool intoDraft = true) => journal.RetryAsync<Answer<long>>(async () =>
    {
        if (!await database.Messages.VisibleTo(database, by).AnyAsync(m => m.Id == messageId && m.Kind == MessageKind.Outgoing, cancel)) return Refusals.NotFound;
        return await BackAsync(messageId, by.AgentId, TakeBackReply.ByAgent, claimed: false, cancel, intoDraft);
    });

    /// <summary>Takes an answer back that nobody has written in this ticket: it leaves no draft.</summary>
    public Task<Answer<long>> WithdrawAsync(Acting by, long messageId, CancellationToken cancel) => RunAsync(by, messageId, cancel, intoDraft: false);

    /// <summary>The desk's own doing, because the customer wrote before it was to leave. The draft goes back to whoever wrote it.</summary>
    /// <param name="claimed">The caller has claimed its mails, so nobody else sends them meanwhile.</param>
    internal Task<Answer<long>> StopAsync(long messageId, bool claimed, CancellationToken cancel) =>
        journal.RetryAsync(() => BackAsync(messageId, null, TakeBackReply.CustomerWrote, claimed, cancel));

    private async Task<Answer<long>> BackAsync(long messageId, long? byAgent, string because, bool claimed, CancellationToken cancel, bool intoDraft = true)
    {
        var pending = await database.PendingReplies.AsTracking().SingleOrDefaultAsync(p => p.MessageId == messageId, cancel);
        if (pending is null) return new Refusal(TakeBackReply.AlreadyLeft);
        var (held, now) = (HeldReply.Read(pending.Draft), clock.GetUtcNow());
        var message = await database.Messages.AsTracking().Include(m => m.Attachments).SingleAsync(m => m.Id == messageId, cancel);
        var ticket = await database.Tickets.AsTracking().SingleAsync(t => t.Id == message.TicketId, cancel);
        var mails = await database.Outbox.AsTracking().Where(o => o.MessageId == messageId).ToListAsync(cancel);
        var left = mails.Exists(mail => mail.Step != OutboxStep.Waiting || (mail.LeasedUntil > work.Expired && !claimed));
        var others = await database.Messages.Where(m => m.TicketId == ticket.Id && m.Id != messageId).OrderByDescending(m => m.Id).Take(200).ToListAsync(cancel);
        // What was newest then may have been taken back itself, or be in another ticket by now.
        var newest = others.Find(m => m.Id == pending.NewestBefore) ?? others.Find(m => m.Kind != MessageKind.Note && m.MailKind is MailKind.Human or MailKind.List or MailKind.Calendar);
        var decision = new TakeBackReply(messageId, newest?.Id ?? 0, Snippets.Of(newest?.Visible ?? newest?.Text ?? ""),
            (TicketState)pending.StateBefore, held.StateSince, held.SnoozedBefore, because).Decide(ticket, left, now);
        if (decision.Refusal is { } refusal) return refusal;

        database.Outbox.RemoveRange(mails); // One that is claimed in this moment is not the row we read: then everything is decided anew.
        database.Messages.Remove(message);
        await UsedBlocks.ForgetAsync(database, journal, message.Id, byAgent, cancel);
        database.PendingReplies.Remove(pending);
        await LeaveAsync(ticket, held.Joined, others, cancel);
        if (intoDraft) await drafts.RunAsync(byAgent ?? pending.AgentId, ticket.Id, held.Text, held.Html, held.To, held.Cc, ticket.NewestMessageId == messageId ? newest?.Id ?? 0 : 0, now, cancel);
        database.DraftFiles.AddRange(held.Files.Select(file => file.Back(ids.Next(), byAgent ?? pending.AgentId, ticket.Id, now)));
        journal.Record(ticket, decision.Facts, byAgent);
        foreach (var part in await database.Tickets.AsTracking().Where(t => t.MergedIntoId == ticket.Id && t.NewestMessageId == messageId).ToListAsync(cancel))
        {
            journal.Record(part, [new ReplyTakenBack(part.Id, messageId, 0, "", because, now)], byAgent);
        }
        await journal.SaveAsync(cancel);
        return ticket.Number;
    }

    /// <summary>Whoever was to get this answer and nothing else has no part in the ticket.</summary>
    private async Task LeaveAsync(Ticket ticket, IReadOnlyList<string> joined, List<Message> others, CancellationToken cancel)
    {
        if (joined.Count == 0) return;
        var known = others.SelectMany(m => m.To.Concat(m.Cc).Select(name => name.Address).Append(m.FromAddress)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        database.Participants.RemoveRange((await database.Participants.Where(p => p.TicketId == ticket.Id && joined.Contains(p.Address)).ToListAsync(cancel)).Where(p => !known.Contains(p.Address)));
    }
}
