using System.Text;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Files;
using Lotse.Adapters.MailServer;
using Lotse.Domain.Intake;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Responsible;
using Lotse.Tickets.Working;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Intake.Mail;

/// <summary>Makes a ticket of a parked mail: its bytes as an attachment, and as much of them as can be shown as text.</summary>
public sealed class OpenParkedMail(
    DeskDatabase database, Journal journal, ContactOfAddress contacts, RoutingNow routing, Ids ids, RawMailCodec codec, Spool spool, FileStore files, TimeProvider clock)
{
    private const int ShownBytes = 64 * 1024;

    /// <returns>The new ticket's number; null where there is no such parked mail for this agent.</returns>
    /// <param name="wish">What the agent made of it; null for what the envelope says.</param>
    public Task<long?> RunAsync(Acting by, long deliveryId, CancellationToken cancel, ParkedWish? wish = null) => journal.RetryAsync<long?>(async () =>
    {
        var delivery = await database.Deliveries.AsTracking().VisibleTo(database, by).SingleOrDefaultAsync(d => d.Id == deliveryId && d.Step == DeliveryStep.Parked, cancel);
        if (delivery is null) return null;
        using var mail = await UnpackAsync(delivery, cancel);
        var (now, address) = (clock.GetUtcNow(), wish?.Contact ?? (delivery.EnvelopeSender is { Length: > 0 } sender ? sender.ToLowerInvariant() : "unknown@invalid"));
        var subject = string.IsNullOrWhiteSpace(wish?.Subject) ? $"Parked mail ({delivery.Reason})" : Snippets.Of(wish.Subject, Ticket.SubjectLength);
        var contact = (await contacts.FindOrAddAsync(delivery.CommunityId, address, null, now, cancel)).Id;
        var opened = new TicketOpened(ids.Next(), delivery.CommunityId, delivery.MailboxId, contact, subject, null, (await database.LevelsAsync(delivery.CommunityId, cancel)).Entrance, "parked", now);
        var ticket = Ticket.From(opened);
        var message = await MessageAsync(ticket, delivery, mail, address, cancel);
        database.Tickets.Add(ticket);
        database.Messages.Add(message);
        (delivery.Step, delivery.TicketId, delivery.MessageId) = (DeliveryStep.Placed, ticket.Id, message.Id);
        journal.Record(ticket,
            [opened, new MessageReceived(ticket.Id, message.Id, address, MailKind.Human, PlacedBy.Agent, false, Snippets.Of(message.Text), now)], by.AgentId);
        journal.Record(ticket, RouteOpened.Facts(await routing.TableAsync(database, cancel), ticket, null, message.Text, now), null);
        journal.Record(new ParkedMailPlaced(delivery.Id, ticket.Id), delivery.CommunityId, by.AgentId);
        await journal.SaveAsync(cancel);
        return ticket.Number;
    });

    /// <returns>Empty where what is kept of it is damaged or gone: somebody wrote all the same, and is to be answered.</returns>
    private async Task<ReceivedMail> UnpackAsync(Delivery delivery, CancellationToken cancel)
    {
        var packed = await database.RawMails.Where(r => r.Id == delivery.RawMailId).Select(r => r.Bytes).SingleOrDefaultAsync(cancel);
        try
        {
            return codec.Unpack(packed ?? [], spool.Folder);
        }
        catch (InvalidDataException)
        {
            return ReceivedMail.Of(spool.Folder, []);
        }
    }

    private async Task<Message> MessageAsync(Ticket ticket, Delivery delivery, ReceivedMail mail, string address, CancellationToken cancel)
    {
        await using var raw = mail.Open();
        var head = new byte[ShownBytes];
        var count = await raw.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancel);
        raw.Position = 0;
        using var file = files.Begin();
        var buffer = new byte[64 * 1024];
        for (int read; (read = await raw.ReadAsync(buffer, cancel)) > 0;) file.Write(buffer.AsSpan(0, read));
        var id = ids.Next();
        return new Message
        {
            Id = id,
            TicketId = ticket.Id,
            Kind = MessageKind.Incoming,
            At = delivery.ReceivedAt,
            FromAddress = address,
            Subject = ticket.Subject,
            Text = Readable(Encoding.UTF8.GetString(head, 0, count)),
            RawMailId = delivery.RawMailId,
            Problems = delivery.Reason,
            Attachments = mail.Length == 0 && delivery.Size > 0 ? [] : [new Attachment
            {
                Id = ids.Next(), MessageId = id, Name = "original.eml", Size = mail.Length, ContentType = "message/rfc822", Disposition = "attachment",
                Sha256 = file.Finish(), Part = -1,
            }],
        };
    }

    private static string Readable(string text) => new([.. text.Where(c => c is '\n' or '\t' || (!char.IsControl(c) && c != '\uFFFD'))]);
}

/// <param name="Contact">A mail address, lower case.</param>
public sealed record ParkedWish(string Contact, string? Subject);
