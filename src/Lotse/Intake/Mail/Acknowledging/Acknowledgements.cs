using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Communities;
using Lotse.Domain.Intake;
using Lotse.Domain.Intake.Mail;
using Lotse.Domain.Replies.Automatic;
using Lotse.Domain.Tickets;
using Lotse.Intake.Mail.Importing;
using Lotse.Intake.Mail.Placing;
using Lotse.Tickets.Working;
using Lotse.Ui.Language;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Intake.Mail.Acknowledging;

/// <summary>A mail that has opened a ticket.</summary>
/// <param name="Complained">Its sender has called mail of ours unwanted.</param>
internal sealed record Opening(Ticket Ticket, Message Message, ReadMail Mail, Delivery Delivery, MailName Sender, bool Complained, DateTimeOffset At);

/// <summary>Acknowledges the mails of one group, in the same save that opens their tickets: never twice, and never without the ticket. Counts go up as it writes,
/// so that a group stays within the caps too.</summary>
internal sealed class Acknowledgements
{
    private readonly AcknowledgingNow _now;
    private readonly List<AutomaticMail> _sent;
    private int _ofDesk;

    private Acknowledgements(AcknowledgingNow now, List<AutomaticMail> sent, int ofDesk) => (_now, _sent, _ofDesk) = (now, sent, ofDesk);

    /// <returns>Null where none of these mails can be acknowledged, which costs nothing.</returns>
    public static async Task<Acknowledgements?> PrepareAsync(
        DeskDatabase database, AcknowledgementSettings settings, IReadOnlyList<ReadDelivery> mails, DateTimeOffset at, CancellationToken cancel)
    {
        var now = await settings.NowAsync(database, cancel);
        var senders = mails.Where(m => m.Mail is not null && now.Communities.ContainsKey(m.Delivery.CommunityId))
            .Select(m => PlacingNames.Sender(m.Mail!, m.Delivery)).OfType<MailName>().Select(s => AutomaticKeys.OfAddress(s.Address)).Distinct().ToList();
        if (senders.Count == 0) return null;
        var since = at - AutomaticCaps.Window;
        var sent = await AutomaticMailCounts.ToAddresses(database, senders, since).ToListAsync(cancel);
        return new Acknowledgements(now, sent, await AutomaticMailCounts.OfDesk(database, since, now.Caps.OfDesk).CountAsync(cancel));
    }

    /// <summary>Puts the acknowledgement down, or why there is none; nothing where the community does not acknowledge.</summary>
    public void Consider(Opening opening, Journal journal, Ids ids, SignedMailIds signed)
    {
        var (ticket, mail) = (opening.Ticket, opening.Mail);
        if (!_now.Communities.TryGetValue(ticket.CommunityId, out var community) || !_now.Mailboxes.TryGetValue(ticket.MailboxId, out var mailbox)) return;
        var row = new AutomaticMail
        {
            Id = ids.Next(),
            TicketId = ticket.Id,
            AddressKey = AutomaticKeys.OfAddress(opening.Sender.Address),
            SubjectKey = AutomaticKeys.OfSubject(mail.Subject),
            At = opening.At,
        };
        if (AcknowledgeMail.WhyNot(Asking(opening, signed, _now.IsOurs(opening.Sender.Address)), Counts(row), _now.Caps) is { } why)
        {
            journal.Record(ticket, [new AcknowledgementWithheld(ticket.Id, opening.Message.Id, why, opening.At)], null);
            return;
        }
        _sent.Add(row);
        _ofDesk++;
        journal.Insert(row);
        Write(opening, community, mailbox, journal, ids, signed);
    }

    /// <summary>Puts down why there is none, where the community acknowledges.</summary>
    public void Withhold(Ticket ticket, Message message, WhyNoAnswer why, DateTimeOffset at, Journal journal)
    {
        if (_now.Communities.ContainsKey(ticket.CommunityId)) journal.Record(ticket, [new AcknowledgementWithheld(ticket.Id, message.Id, why, at)], null);
    }

    private AutomaticCounts Counts(AutomaticMail row)
    {
        var toAddress = _sent.Where(sent => sent.AddressKey == row.AddressKey).ToList();
        return new AutomaticCounts(toAddress.Count, toAddress.Count(sent => sent.SubjectKey == row.SubjectKey), _ofDesk);
    }

    private static AskingMail Asking(Opening opening, SignedMailIds signed, bool fromUs)
    {
        var (mail, delivery) = (opening.Mail, opening.Delivery);
        var namesOurs = PlacingNames.Answered(mail).Append(mail.MessageId ?? "").Any(id => signed.TryReadMessageId(id, out _));
        return new AskingMail(mail.Kind, mail.NoAnswer, opening.Sender.Address, delivery.EnvelopeSender, delivery.Door == ImportMail.Door, fromUs, namesOurs, opening.Complained,
            AcknowledgeMail.IsOld(delivery.ReceivedAt, delivery.TakenAt));
    }

    private static void Write(Opening opening, Community community, Mailbox mailbox, Journal journal, Ids ids, SignedMailIds signed)
    {
        var ticket = opening.Ticket;
        var language = AcknowledgementText.LanguageFor(opening.Mail.Language, community.Language);
        var words = (language == "de" ? community.AcknowledgementGerman : community.AcknowledgementEnglish) ?? Texts.For(language)["acknowledgement.words"];
        var message = new AutomaticMessage(ticket, mailbox, opening.Sender, SubjectMarks.Answering(ticket.Subject), number => AcknowledgementText.Fill(words, number, ticket.Subject), language, opening.Message.Id, opening.At);
        var id = message.Put(journal, ids, signed);
        journal.Record(ticket, [new Acknowledged(ticket.Id, id, message.Recipient, opening.At)], null);
    }
}
