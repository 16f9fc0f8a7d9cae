using Lotse.Adapters.Database;
using Lotse.Domain;
using Lotse.Domain.Intake;
using Lotse.Domain.Intake.Mail;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Responsible;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Working;

/// <param name="Community">Its id or its name.</param>
/// <param name="Contact">The mail address of whom it is about.</param>
public sealed record NewTicket(string? Community, string? Subject, string? Text, string? Contact, string? ContactName = null);

/// <summary>Opens a ticket by hand: what somebody told an agent or a program, in that person's name.</summary>
public sealed class OpenTicket(DeskDatabase database, Journal journal, ContactOfAddress contacts, RoutingNow routing, Ids ids, TimeProvider clock)
{
    public Task<Answer<Ticket>> RunAsync(Acting by, NewTicket wanted, string door, CancellationToken cancel) => journal.RetryAsync<Answer<Ticket>>(async () =>
    {
        if (Message.WhyTooLong(wanted.Subject, wanted.Text, wanted.Contact, wanted.ContactName) is { } tooLong) return tooLong;
        if (string.IsNullOrWhiteSpace(wanted.Subject)) return new Refusal("subject-empty", "subject");
        if (string.IsNullOrWhiteSpace(wanted.Text)) return new Refusal("nothing-written", "text");
        if (wanted.Contact is not { } typed || !MailAddresses.LooksRight(typed.Trim())) return new Refusal("address-not-right", "contact");
        var id = long.TryParse(wanted.Community, out var number) ? number : 0;
        var community = await database.Communities.SingleOrDefaultAsync(c => c.Id == id || c.Name == wanted.Community, cancel);
        if (community is null || !by.Sees(community.Id)) return new Refusal("no-such-community", "community");
        var mailbox = await database.Mailboxes.Where(m => m.CommunityId == community.Id).OrderBy(m => m.Id).FirstOrDefaultAsync(cancel);
        if (mailbox is null) return new Refusal("no-mailbox", "community");

        var (now, address) = (clock.GetUtcNow(), MailAddresses.Normal(typed));
        var contact = await contacts.FindOrAddAsync(community.Id, address, wanted.ContactName?.Trim(), now, cancel);
        var opened = new TicketOpened(ids.Next(), community.Id, mailbox.Id, contact.Id, Snippets.Of(wanted.Subject, Ticket.SubjectLength), contact.Language, (await database.LevelsAsync(community.Id, cancel)).Entrance, door, now);
        var ticket = Ticket.From(opened);
        var message = new Message
        {
            Id = ids.Next(),
            TicketId = ticket.Id,
            Kind = MessageKind.Incoming,
            At = now,
            AuthorId = by.AgentId,
            FromName = contact.Name,
            FromAddress = address,
            To = [new MailName(mailbox.Name, mailbox.Address)],
            Subject = ticket.Subject,
            Text = wanted.Text.ReplaceLineEndings("\n"),
        };
        database.Tickets.Add(ticket);
        database.Messages.Add(message);
        database.Participants.Add(new Participant { TicketId = ticket.Id, Address = address });
        journal.Record(ticket,
            [opened, new MessageReceived(ticket.Id, message.Id, address, MailKind.Human, PlacedBy.Agent, false, Snippets.Of(message.Text), now)], by.AgentId);
        journal.Record(ticket, RouteOpened.Facts(await routing.TableAsync(database, cancel), ticket, contact.OrganisationId, message.Text, now), null);
        await journal.SaveAsync(cancel);
        return ticket;
    });
}
