using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain;
using Lotse.Domain.Intake;
using Lotse.Domain.Intake.Mail;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Merging;

/// <summary>Takes a ticket out of the one it has become part of, with exactly what it brought there. What came after the merge stays where it came.</summary>
public sealed class UndoMerge(DeskDatabase database, Journal journal, MoveBetweenTickets move, TimeProvider clock)
{
    public const string NotMerged = "not-merged";

    /// <returns>The number of the ticket that stands for itself again.</returns>
    public Task<Answer<long>> RunAsync(Acting by, long number, CancellationToken cancel) => journal.RetryAsync<Answer<long>>(async () =>
    {
        if (await database.FindPartAsync(by, number, cancel) is not { } ticket) return Refusals.NotFound;
        var way = await TicketHeads.WayOfAsync(database, ticket, tracking: true, cancel);
        if (way.Count == 0 || await database.TicketMerges.AsTracking().Where(m => m.TicketId == ticket.Id && m.UndoneAt == null).OrderByDescending(m => m.Id).FirstOrDefaultAsync(cancel) is not { } merge)
        {
            return new Refusal(NotMerged);
        }
        var (now, head, moved) = (clock.GetUtcNow(), way[^1], MovedRows.Read(merge.Moved));
        merge.UndoneAt = now;
        var messages = await database.Messages.AsTracking().Where(m => moved.Messages.Contains(m.Id) && m.TicketId == head.Id).ToListAsync(cancel);
        await move.MessagesAsync(messages, ticket, cancel);
        await RowsAsync(moved, head, ticket, cancel);
        await PeopleAsync(ticket, way, messages, cancel);
        journal.Record(head, await LeftAsync(head, ticket, moved, messages, way.Count == 1, now, cancel), by.AgentId);
        journal.Record(ticket, [new MergeUndone(ticket.Id, head.Id, head.Number, now)], by.AgentId);
        await journal.SaveAsync(cancel);
        return ticket.Number;
    });

    private async Task RowsAsync(MovedRows moved, Ticket head, Ticket ticket, CancellationToken cancel)
    {
        foreach (var key in await database.ThreadKeys.AsTracking().Where(k => moved.ThreadKeys.Contains(k.Id) && k.TicketId == head.Id).ToListAsync(cancel)) key.TicketId = ticket.Id;
        foreach (var asked in await database.Consultations.AsTracking().Where(c => moved.Consultations.Contains(c.Id) && c.TicketId == head.Id).ToListAsync(cancel)) asked.TicketId = ticket.Id;
        var written = await database.Drafts.Where(d => d.TicketId == ticket.Id).Select(d => new { d.AgentId, d.Kind }).ToListAsync(cancel);
        foreach (var draft in await database.Drafts.AsTracking().Where(d => moved.Drafts.Contains(d.Id) && d.TicketId == head.Id).ToListAsync(cancel))
        {
            if (!written.Exists(w => w.AgentId == draft.AgentId && w.Kind == draft.Kind)) draft.TicketId = ticket.Id;
        }
        foreach (var file in await database.DraftFiles.AsTracking().Where(f => moved.DraftFiles.Contains(f.Id) && f.TicketId == head.Id).ToListAsync(cancel)) file.TicketId = ticket.Id;
    }

    /// <summary>Whoever came into the other tickets by this merge only, and is in none of the messages that stay, leaves them again: a mail of theirs must not get in there any more.</summary>
    private async Task PeopleAsync(Ticket ticket, IReadOnlyList<Ticket> way, IReadOnlyList<Message> leaving, CancellationToken cancel)
    {
        var (gone, head) = (leaving.Select(m => m.Id).ToList(), way[^1].Id);
        var staying = (await database.Messages.Where(m => m.TicketId == head && !gone.Contains(m.Id)).Select(m => new { m.FromAddress, m.To, m.Cc }).ToListAsync(cancel))
            .SelectMany(m => m.To.Concat(m.Cc).Select(name => name.Address).Append(m.FromAddress)).Select(MailAddresses.Normal).ToHashSet(StringComparer.Ordinal);
        var people = await database.Participants.Where(p => p.TicketId == ticket.Id).Select(p => p.Address).ToListAsync(cancel);
        var agents = await database.Watchers.Where(w => w.TicketId == ticket.Id).Select(w => w.AgentId).ToListAsync(cancel);
        var from = ticket;
        foreach (var other in way)
        {
            var (part, whole) = (from.Id, other.Id);
            var came = MovedRows.Read(await database.TicketMerges.Where(m => m.TicketId == part && m.IntoTicketId == whole).OrderByDescending(m => m.Id).Select(m => m.Moved).FirstAsync(cancel));
            var leave = people.Where(address => came.Participants.Contains(address) && !staying.Contains(address)).ToList();
            database.Participants.RemoveRange(await database.Participants.Where(p => p.TicketId == whole && leave.Contains(p.Address)).ToListAsync(cancel));
            var unwatch = agents.Where(came.Watchers.Contains).ToList();
            database.Watchers.RemoveRange(await database.Watchers.Where(w => w.TicketId == whole && unwatch.Contains(w.AgentId)).ToListAsync(cancel));
            from = other;
        }
    }

    /// <summary>What the merge had woken rests again, unless something has happened to it since.</summary>
    private async Task<IReadOnlyList<Fact>> LeftAsync(
        Ticket head, Ticket ticket, MovedRows moved, IReadOnlyList<Message> messages, bool direct, DateTimeOffset now, CancellationToken cancel)
    {
        var newest = await NewestAsync(database, head, [.. messages.Select(m => m.Id)], cancel);
        var facts = new List<Fact>
        {
            new MessagesLeft(head.Id, ticket.Id, ticket.Number, messages.Count, newest?.Id ?? 0, newest is null ? "" : Snippets.Of(newest.Visible ?? newest.Text), false, now),
        };
        if (direct && moved.StateBefore is { } before && head.State == TicketState.Open && head.NewestMessageId == moved.NewestAfter && !(moved.SnoozedBefore <= now))
        {
            facts.Add(new StateChanged(head.Id, head.State, (TicketState)before, "merge-undone", moved.SnoozedBefore, now));
        }
        return facts;
    }

    /// <summary>Of those that stay, the newest that counts for somebody who answers.</summary>
    internal static Task<Message?> NewestAsync(DeskDatabase database, Ticket ticket, IReadOnlyCollection<long> without, CancellationToken cancel) => database.Messages
        .Where(m => m.TicketId == ticket.Id && !without.Contains(m.Id) && m.Kind != MessageKind.Note
            && (m.MailKind == MailKind.Human || m.MailKind == MailKind.List || m.MailKind == MailKind.Calendar))
        .OrderByDescending(m => m.Id).FirstOrDefaultAsync(cancel);
}
