using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Communities;
using Lotse.Domain.Intake;
using Lotse.Domain.Intake.Mail;
using Lotse.Domain.Tickets;

namespace Lotse.Tickets.Working;

/// <summary>A message that nobody writes, on its way to one person.</summary>
/// <param name="Subject">Without the ticket's number.</param>
/// <param name="Words">By the ticket's number, which is known when it is saved.</param>
/// <param name="AnswersId">The message of the ticket that it answers; null for none.</param>
public sealed record AutomaticMessage(Ticket Ticket, Mailbox Mailbox, MailName To, string Subject, Func<long, string> Words, string? Language, long? AnswersId, DateTimeOffset At)
{
    public string Recipient => MailAddresses.Normal(To.Address);

    /// <summary>Puts it down with its mail in the outbox; the caller tells the journal, and saves.</summary>
    /// <returns>Its id.</returns>
    public long Put(Journal journal, Ids ids, SignedMailIds signed)
    {
        var id = ids.Next();
        journal.InsertNumbered(() => new Message
        {
            Id = id,
            TicketId = Ticket.Id,
            Kind = MessageKind.Outgoing,
            MailKind = MailKind.AutoReply,
            At = At,
            FromName = Mailbox.Name,
            FromAddress = Mailbox.Address,
            To = [To],
            Subject = SubjectNumbers.Write(Ticket.Number, Subject),
            Text = Words(Ticket.Number),
            Language = Language,
            MailId = signed.MessageId(id, MailAddresses.Domain(Mailbox.Address)),
            AnswersId = AnswersId,
            Delivery = DeliveryState.Queued,
        });
        journal.Insert(new OutboxItem { Id = ids.Next(), MessageId = id, TicketId = Ticket.Id, MailboxId = Mailbox.Id, Recipient = Recipient, CreatedAt = At, NextAt = At });
        return id;
    }
}
