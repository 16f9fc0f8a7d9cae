using Lotse.Adapters.Database;
using Lotse.Domain.ServiceTimes;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tests.Desk;

/// <summary>Counts everything anew and compares it with what the desk keeps.</summary>
internal static class CheckedTruth
{
    public static async Task<IReadOnlyList<string>> FindAsync(DeskDatabase database)
    {
        // One moment for all that is compared: the desk goes on working meanwhile, and the outbox notes what it has sent.
        await using var moment = await database.Database.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        var wrong = new List<string>();
        var tickets = await database.Tickets.ToListAsync();
        var counted = tickets.Where(t => !t.Lane.IsAside()).GroupBy(t => (t.CommunityId, (int)t.State, (int)t.Level, t.Lane == Lane.Active ? t.AssigneeId ?? 0 : 0)).ToDictionary(g => g.Key, g => (long)g.Count());
        var kept = (await database.QueueCounts.ToListAsync()).GroupBy(c => (c.CommunityId, c.State, c.Level, c.AssigneeId)).ToDictionary(g => g.Key, g => g.Sum(c => c.Count));
        wrong.AddRange(counted.Keys.Union(kept.Keys).Where(cell => counted.GetValueOrDefault(cell) != kept.GetValueOrDefault(cell))
            .Select(cell => $"queue {cell}: counted {counted.GetValueOrDefault(cell)}, kept {kept.GetValueOrDefault(cell)}"));
        if (tickets.Select(t => t.Number).Distinct().Count() != tickets.Count) wrong.Add("numbers given out twice");
        if (tickets.Exists(t => !t.Lane.IsAside() && t.Lane != t.State.Lane()) || tickets.Exists(t => t.Lane == Lane.Merged != t.MergedIntoId is not null)) wrong.Add("tickets in the wrong lane");

        var journal = await database.Journal.OrderBy(j => j.Id).Select(j => j.Id).ToListAsync();
        if (!journal.SequenceEqual(Enumerable.Range(1, journal.Count).Select(i => (long)i))) wrong.Add("the journal has gaps");
        // Time that passes changes no version.
        var passing = typeof(PromiseFact).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(PromiseFact))).Select(FactNames.Name).ToList();
        var facts = await database.Journal.Where(j => j.TicketId != null && !passing.Contains(j.Kind)).GroupBy(j => j.TicketId!.Value).Select(g => new { g.Key, Count = g.Count() }).ToListAsync();
        wrong.AddRange(tickets.Where(t => facts.Find(f => f.Key == t.Id)?.Count != t.Version).Select(t => $"ticket {t.Number}: version {t.Version}, but {facts.Find(f => f.Key == t.Id)?.Count} facts"));

        var messages = await database.Messages.Select(m => new { m.Id, m.TicketId, m.RawMailId }).ToListAsync();
        var raws = (await database.RawMails.Select(r => r.Id).ToListAsync()).ToHashSet();
        var ticketIds = tickets.Select(t => t.Id).ToHashSet();
        if (messages.Exists(m => m.RawMailId is { } raw && !raws.Contains(raw))) wrong.Add("messages without their raw mail");
        if (messages.Exists(m => !ticketIds.Contains(m.TicketId))) wrong.Add("messages without ticket");
        var deliveries = await database.Deliveries.ToListAsync();
        if (deliveries.Exists(d => d.RawMailId != 0 && !raws.Contains(d.RawMailId))) wrong.Add("deliveries without their raw mail");
        if (deliveries.Where(d => d.Outcome is "opened" or "continued" or "reopened").GroupBy(d => d.MessageId).Any(g => g.Count() > 1)) wrong.Add("one message of two deliveries");
        return wrong;
    }
}
