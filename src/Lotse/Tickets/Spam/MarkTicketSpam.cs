using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Claiming;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Intake;
using Lotse.Domain.Intake.Spam;
using Lotse.Domain.Routing.Learning;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Responsible;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Spam;

/// <summary>Marks a ticket as spam, or takes that back. What the desk was about to send by itself does not leave any more.</summary>
public sealed class MarkTicketSpam(DeskDatabase database, Journal journal, RememberCorrection remember, HeldWork held, TimeProvider clock)
{
    private static readonly string Marked = FactNames.Name(typeof(TicketMarkedSpam));

    public Task<Answer<Ticket>> RunAsync(Acting by, long number, bool spam, CancellationToken cancel) => journal.RetryAsync<Answer<Ticket>>(async () =>
    {
        if (await database.FindTicketAsync(by, number, cancel) is not { } ticket) return Refusals.NotFound;
        var facts = new MarkSpam(spam).Decide(ticket, !spam && await CameMeanwhileAsync(ticket, cancel), clock.GetUtcNow());
        if (facts.Count == 0) return ticket;
        if (spam) await HoldBackAsync(ticket, cancel);
        var was = ticket.Lane == Lane.Spam || ticket.SpamScore >= SpamScore.Suspicious ? LearnedSpam.Is : LearnedSpam.IsNot;
        journal.Record(ticket, facts, by.AgentId);
        if (by.Author is not null) await remember.RunAsync(by, ticket, [new Lesson(LearnedKind.Spam, was, spam ? LearnedSpam.Is : LearnedSpam.IsNot)], cancel);
        await journal.SaveAsync(cancel);
        return ticket;
    });

    private async Task<bool> CameMeanwhileAsync(Ticket ticket, CancellationToken cancel)
    {
        var at = await database.Journal.Where(j => j.TicketId == ticket.Id && j.Kind == Marked).OrderByDescending(j => j.Id).Select(j => (DateTimeOffset?)j.At).FirstOrDefaultAsync(cancel);
        return at is { } since && await database.Messages.AnyAsync(m => m.TicketId == ticket.Id && m.Kind == MessageKind.Incoming && m.MailKind == MailKind.Human && m.At >= since, cancel);
    }

    private async Task HoldBackAsync(Ticket ticket, CancellationToken cancel)
    {
        var queued = await database.Messages.AsTracking()
            .Where(m => m.TicketId == ticket.Id && m.Kind == MessageKind.Outgoing && m.MailKind != MailKind.Human && m.Delivery == DeliveryState.Queued).ToListAsync(cancel);
        if (queued.Count == 0) return;
        var ids = queued.ConvertAll(m => m.Id);
        var waiting = await database.Outbox.Where(o => ids.Contains(o.MessageId) && o.Step == OutboxStep.Waiting).ToListAsync(cancel);
        // One that a worker holds is as good as sent.
        var free = waiting.Where(o => o.LeasedUntil is null || o.LeasedUntil <= held.Expired).ToList();
        database.Outbox.RemoveRange(free);
        foreach (var message in queued.Where(m => waiting.TrueForAll(o => o.MessageId != m.Id || free.Contains(o)))) message.Delivery = null;
    }
}
