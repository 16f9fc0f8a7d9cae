using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain;
using Lotse.Domain.Intake;
using Lotse.Domain.Intake.Mail;
using Lotse.Domain.Intake.Mail.Forwards;
using Lotse.Domain.Tickets;

namespace Lotse.Intake.Mail.Placing;

/// <summary>What a forwarded mail becomes: a ticket of whoever the forwarded text names, that person's words as its message, and the words of whoever forwarded it as a note.</summary>
internal sealed class OpenForwarded(TakenForward forward, ReadMail mail, Delivery delivery, Func<string, bool> isOurs, DateTimeOffset now)
{
    private ForwardedMail Inside => forward.Inside;

    /// <summary>When the customer wrote, as far as one can believe that.</summary>
    private DateTimeOffset Written => Inside.Date is { Year: > 1980 } date && date < now ? date : now;

    /// <summary>It is as old as the customer's mail; what happens to it happens now.</summary>
    public (Ticket Ticket, TicketOpened Opened) Ticket(long id, long contact, Level level)
    {
        var opened = new TicketOpened(id, delivery.CommunityId, delivery.MailboxId, contact, Snippets.Of(Inside.Subject, Domain.Tickets.Ticket.SubjectLength),
            TellLanguage.Of(Inside.Parts.Visible), level, delivery.Door, Written);
        return (Domain.Tickets.Ticket.From(opened), opened);
    }

    /// <summary>Nobody but the original sender is named on it: an answer goes to all who are, and the header of the forwarding mail is only somebody's claim.</summary>
    public Message Message(Ids ids, long ticketId, long? openedMailId) => MessageOfMail.Make(ids.Next(), ids, ticketId, mail with
    {
        From = [Inside.From],
        To = [.. mail.To.Where(name => isOurs(name.Address))],
        Cc = [],
        ReplyTo = [],
        Subject = Inside.Subject,
        MessageId = Inside.MessageId,
        Text = Inside.Text,
        Visible = Inside.Parts.Visible,
        Quoted = Inside.Parts.Quoted,
        Signature = Inside.Parts.Signature,
        Html = Inside.How == ForwardedAs.Text ? mail.Html : null, // Of the outer mail, which holds the words that only staff may see; of an attached one it is in the file.
        Language = TellLanguage.Of(Inside.Parts.Visible),
        Attachments = [.. Inside.Files, .. mail.Attachments],
        // Whoever forwarded it signed it, and says nothing about the person it is shown to be from.
        Seal = openedMailId is null ? null : new SealReport(SealOpening.Opened, SignatureState.None),
    }, Inside.From, delivery, openedMailId, Written);

    public IReadOnlyList<Fact> Facts(Ticket ticket, Message message) =>
    [
        new MailForwarded(ticket.Id, message.Id, forward.By.Address, forward.By.Name, message.FromAddress, Inside.How, forward.Check, now),
        new MessageReceived(ticket.Id, message.Id, message.FromAddress, MailKind.Human, PlacedBy.Forwarded, false, Snippets.Of(message.Visible ?? message.Text), now),
    ];

    /// <summary>By an address, and by no agent: nobody has signed in to write it.</summary>
    public Message? Note(long id, long ticketId) => Inside.OwnWords.Length == 0 ? null : new Message
    {
        Id = id,
        TicketId = ticketId,
        Kind = MessageKind.Note,
        At = now,
        FromName = Snippets.Cut(forward.By.Name, 400),
        FromAddress = Snippets.Cut(forward.By.Address, 400),
        Text = Snippets.Cut(Inside.OwnWords, MessageOfMail.TextAtMost),
    };
}
