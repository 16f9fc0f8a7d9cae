using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain;
using Lotse.Domain.Intake;
using Lotse.Domain.Intake.Mail;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Linking;
using Lotse.Tickets.Merging;
using Lotse.Tickets.Working;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Splitting;

/// <summary>Gives a message a ticket of its own, and those after it too where that is wanted. Both tickets are linked, and answers to what moved lead to the new one.</summary>
public sealed class SplitTicket(DeskDatabase database, Journal journal, MoveBetweenTickets move, ContactOfAddress contacts, Ids ids, TimeProvider clock)
{
    public const string NotIncoming = "split-not-incoming", NothingLeft = "split-nothing-left";

    /// <param name="subject">Null for the message's own.</param>
    public Task<Answer<Ticket>> RunAsync(Acting by, long messageId, bool andLater, string? subject, CancellationToken cancel) => journal.RetryAsync<Answer<Ticket>>(async () =>
    {
        var message = await database.Messages.VisibleTo(database, by).SingleOrDefaultAsync(m => m.Id == messageId, cancel);
        if (message is null) return Refusals.NotFound;
        if (message.Kind != MessageKind.Incoming) return new Refusal(NotIncoming);
        if (subject is not null && string.IsNullOrWhiteSpace(subject)) return new Refusal(ChangeTicket.SubjectEmpty, "subject");
        var ticket = await database.Tickets.AsTracking().SingleAsync(t => t.Id == message.TicketId, cancel);
        var all = await database.Messages.AsTracking().Where(m => m.TicketId == ticket.Id).OrderBy(m => m.Id).ToListAsync(cancel);
        var moved = all.FindAll(m => m.Id == messageId || (andLater && m.Id > messageId));
        var staying = all.Except(moved).ToList();
        if (!staying.Exists(m => m.Kind != MessageKind.Note)) return new Refusal(NothingLeft);
        var now = clock.GetUtcNow();
        var contact = await contacts.FindOrAddAsync(ticket.CommunityId, MailAddresses.Normal(message.FromAddress), message.FromName, now, cancel);
        var opened = new TicketOpened(ids.Next(), ticket.CommunityId, ticket.MailboxId, contact.Id, Snippets.Of(subject ?? message.Subject, Ticket.SubjectLength),
            message.Language ?? ticket.Language, ticket.Level, SplitFrom.Door, now, ticket.Channel);
        var fresh = Ticket.From(opened);
        database.Tickets.Add(fresh);
        await move.MessagesAsync(moved, fresh, cancel);
        await KeysAsync(moved, ticket, fresh, cancel);
        await PeopleAsync(moved, staying, ticket, fresh, cancel);
        LinkTickets.Add(database, ticket.Id, fresh.Id, now);
        Record(ticket, fresh, opened, moved, staying, now, by);
        await journal.SaveAsync(cancel);
        return fresh;
    });

    private void Record(Ticket ticket, Ticket fresh, TicketOpened opened, List<Message> moved, List<Message> staying, DateTimeOffset now, Acting by)
    {
        var newest = staying.FindLast(m => m.Kind != MessageKind.Note && PlaceMail.SpeaksForAPerson(m.MailKind));
        journal.Record(ticket,
            [new MessagesLeft(ticket.Id, fresh.Id, 0, moved.Count, newest?.Id ?? 0, newest is null ? "" : Snippets.Of(newest.Visible ?? newest.Text), true, now)], by.AgentId);
        var last = moved.FindLast(m => m.Kind == MessageKind.Incoming)!;
        journal.Record(fresh,
        [
            opened,
            new SplitFrom(fresh.Id, ticket.Id, ticket.Number, moved.Count, now),
            new MessageReceived(fresh.Id, last.Id, last.FromAddress, last.MailKind, PlacedBy.Agent, false, Snippets.Of(last.Visible ?? last.Text), now),
        ], by.AgentId);
    }

    private async Task KeysAsync(List<Message> moved, Ticket ticket, Ticket fresh, CancellationToken cancel)
    {
        var keys = moved.Select(m => m.MailId).OfType<string>().Select(ThreadKey.KeyOf).ToList();
        foreach (var key in await database.ThreadKeys.AsTracking().Where(k => keys.Contains(k.Key) && k.TicketId == ticket.Id).ToListAsync(cancel)) key.TicketId = fresh.Id;
    }

    /// <summary>Whoever is in none of the messages that stay takes part in the new ticket only.</summary>
    private async Task PeopleAsync(List<Message> moved, List<Message> staying, Ticket ticket, Ticket fresh, CancellationToken cancel)
    {
        var known = await database.Participants.Where(p => p.TicketId == ticket.Id).ToListAsync(cancel);
        var (gone, left) = (Addresses(moved), Addresses(staying));
        database.Participants.AddRange(known.Where(p => gone.Contains(p.Address)).Select(p => new Participant { TicketId = fresh.Id, Address = p.Address }));
        database.Participants.RemoveRange(known.Where(p => gone.Contains(p.Address) && !left.Contains(p.Address)));
    }

    private static HashSet<string> Addresses(IEnumerable<Message> messages) =>
        messages.SelectMany(m => m.To.Concat(m.Cc).Select(name => name.Address).Append(m.FromAddress)).Select(MailAddresses.Normal).ToHashSet(StringComparer.Ordinal);
}
