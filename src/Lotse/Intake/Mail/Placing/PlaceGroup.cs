using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.MailServer.Reading;
using Lotse.Adapters.MailServer.Reading.Parts;
using Lotse.Domain;
using Lotse.Domain.Intake;
using Lotse.Domain.Intake.Mail;
using Lotse.Domain.Intake.Mail.Forwards;
using Lotse.Domain.Tickets;
using Lotse.Intake.Mail.Acknowledging;
using Lotse.Intake.Mail.Importing;
using Lotse.Tickets.Responsible;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Intake.Mail.Placing;

/// <summary>Decides for a group of mails, one after the other, and saves everything at once.</summary>
public sealed class PlaceGroup(
    DeskDatabase database, Journal journal, Ids ids, SignedMailIds signed, MailboxDirectory mailboxes, AcknowledgementSettings settings,
    ForwardedMails forwards, RoutingNow routing, TimeProvider clock)
{
    private Acknowledgements? _acknowledgements;
    private MailReports _reports = new();
    private SignaturePhones? _phones;
    private RoutedMails _routed = RoutedMails.Nobody;
    private SuspectMails _suspects = SuspectMails.Nobody;

    internal async Task<IReadOnlyList<PlacedMail>> RunAsync(IReadOnlyList<ReadDelivery> mails, CancellationToken cancel)
    {
        journal.Forget();
        mails = await forwards.PrepareAsync(mails, cancel);
        _reports = await MailReports.PrepareAsync(database, signed, mails, cancel);
        var ground = await PlacingGround.LoadAsync(database, signed, mails, _reports.Recipients.Concat(forwards.Originals), cancel);
        _routed = await RoutedMails.PrepareAsync(database, routing, ground, cancel);
        _suspects = await SuspectMails.PrepareAsync(database, _routed.Learned, mails, ground, cancel);
        _phones = await SignaturePhones.PrepareAsync(database, mails, ground, cancel);
        _acknowledgements = await Acknowledgements.PrepareAsync(database, settings, mails, clock.GetUtcNow(), cancel);
        var placed = new List<Func<PlacedMail>>(mails.Count);
        foreach (var mail in mails)
        {
            mail.Delivery.Fingerprint = null;
            placed.Add(Place(mail, ground));
            journal.Placed(mail.Delivery);
        }
        await journal.SaveAsync(cancel);
        return placed.ConvertAll(result => result()); // Only now does a new ticket have its number.
    }

    /// <summary>Those of the mails that another process has placed meanwhile, by the ids of their deliveries.</summary>
    internal async Task<Dictionary<long, PlacedMail>> FindPlacedAsync(IReadOnlyList<ReadDelivery> mails, CancellationToken cancel)
    {
        var waiting = mails.Select(mail => mail.Delivery.Id).ToList();
        return await database.Deliveries.Where(d => waiting.Contains(d.Id) && d.Step != DeliveryStep.Waiting)
            .Select(d => new
            {
                d.Id,
                Placed = new PlacedMail(d.Outcome ?? "", database.Tickets.Where(t => t.Id == d.TicketId).Select(t => (long?)t.Number).FirstOrDefault(), d.MessageId, d.Reason),
            })
            .ToDictionaryAsync(row => row.Id, row => row.Placed, cancel);
    }

    private Func<PlacedMail> Place(ReadDelivery read, PlacingGround ground)
    {
        var (delivery, mail) = (read.Delivery, read.Mail);
        var print = read.Print;
        if (ground.FindSame(print, delivery) is { } same)
        {
            Finish(delivery, "duplicate", same.TicketId, same.MessageId);
            return () => new PlacedMail("duplicate", ground.NumberOf(same.TicketId), same.MessageId, same.Reason);
        }
        delivery.Fingerprint = print;
        ground.Remember(print, delivery);
        if (mail is null || !MailReader.LooksLikeMail(mail)) return Park(delivery, mail is null ? "unreadable" : "not-a-mail");
        if (OwnMailId(mail) is { } own && ground.TicketOfMessage(own) is { } echoed)
        {
            journal.Record(echoed, [new MailRecorded(echoed.Id, null, PlacingNames.Sender(mail, delivery)?.Address ?? "", mail.Kind, PlacedBy.SignedMessageId, clock.GetUtcNow())], null);
            Finish(delivery, "recorded", echoed.Id, own);
            return () => new PlacedMail("recorded", echoed.Number, own);
        }
        if (PlacingNames.Answered(mail).Append(mail.MessageId ?? "").Any(signed.IsNoticeMailId)) return Park(delivery, "answers-a-notice");
        // A report may name nobody at all: what it is about says where it belongs.
        var named = PlacingNames.Sender(mail, delivery) ?? (MailReports.IsReport(mail.Kind) ? new MailName("MAILER-DAEMON", "") : null);
        return named is { } sender ? PlaceFrom(sender, read, mail, ground) : Park(delivery, "no-sender");
    }

    private Func<PlacedMail> PlaceFrom(MailName sender, ReadDelivery read, ReadMail mail, PlacingGround ground)
    {
        var delivery = read.Delivery;
        var now = HappensAt(delivery, mail);
        var clues = ground.Clues(mail, delivery, sender.Address);
        if (forwards.Of(read) is { Check: not SenderCheck.Failed } forward && !clues.Any(clue => clue.By == PlacedBy.SignedAddress)) return OpenForwarded(forward, read, mail, clues, ground, now);
        var placement = PlaceMail.Decide(clues);
        var opens = placement.Ticket is null;
        if (opens && MailReports.IsReport(mail.Kind)) return Park(delivery, "report-of-nothing");
        var ticket = placement.Ticket ?? Open(sender, mail, delivery, ground, now);
        var message = MessageOfMail.Make(ids.Next(), ids, ticket.Id, mail, sender, delivery, read.Opened?.Id);
        if (read.Opened is { } opened) journal.Insert(opened);
        journal.Insert(message);
        foreach (var file in message.Attachments) journal.Insert(file);
        var wasDone = ticket.IsDone && (!ticket.Lane.IsAside() || ticket.Lane.IsAway());
        IReadOnlyList<Fact> facts = opens
            ? [new MessageReceived(ticket.Id, message.Id, message.FromAddress, message.MailKind, PlacedBy.Nothing, false, Snippets.Of(message.Visible ?? message.Text), now)]
            : PlaceMail.Arrive(ticket, message, placement, now);
        journal.Record(ticket, facts, null);
        if (_routed.Of(ticket, message, opens, delivery, now) is { Count: > 0 } routed) journal.Record(ticket, routed, null);
        if (placement.PossibleMatch is { } match && opens) journal.Record(ticket, [new PossibleMatchFound(ticket.Id, match.Ticket.Id, match.By, now)], null);
        if (opens && forwards.Of(read) is { Check: SenderCheck.Failed } forged) journal.Record(ticket, [new ForwardNotBelieved(ticket.Id, message.Id, forged.By.Address, now)], null);
        if (opens) _acknowledgements?.Consider(new Opening(ticket, message, mail, delivery, sender, ground.HasComplained(sender.Address, delivery.CommunityId), now), journal, ids, signed);
        Report(mail, sender, ticket, ground, now);
        if (mail.Kind == MailKind.Human) ground.MarkAlive(sender.Address, delivery.CommunityId);
        if (ground.KnownContact(sender.Address, delivery.CommunityId) is { } contact) _phones?.Add(journal, ids, mail, message, contact, delivery.CommunityId);
        if (!MailReports.IsReport(mail.Kind)) ground.Join(journal, ids, ticket, mail, sender.Address, mailboxes.IsOurs);
        var outcome = opens ? "opened" : !PlaceMail.SpeaksForAPerson(mail.Kind) ? "recorded" : wasDone ? "reopened" : "continued";
        Finish(delivery, outcome, ticket.Id, message.Id);
        return () => new PlacedMail(outcome, ticket.Number, message.Id);
    }

    /// <summary>A new ticket always: whoever writes the name of an agent into From must not get into what is there. What speaks for another ticket is left for an agent to decide.</summary>
    private Func<PlacedMail> OpenForwarded(TakenForward forward, ReadDelivery read, ReadMail mail, IReadOnlyList<Clue> clues, PlacingGround ground, DateTimeOffset now)
    {
        var delivery = read.Delivery;
        var inside = forward.Inside;
        var contact = ground.ContactOf(journal, ids, inside.From, delivery.CommunityId, TellLanguage.Of(inside.Parts.Visible), now);
        var opening = new OpenForwarded(forward, mail, delivery, mailboxes.IsOurs, now);
        var ticket = opening.Ticket(ids.Next(), contact, ground.EntranceOf(delivery.CommunityId));
        journal.Insert(ticket.Ticket);
        ground.Remember(ticket.Ticket);
        journal.Record(ticket.Ticket, [ticket.Opened], null);
        var message = opening.Message(ids, ticket.Ticket.Id, read.Opened?.Id);
        if (read.Opened is { } opened) journal.Insert(opened);
        journal.Insert(message);
        foreach (var file in message.Attachments) journal.Insert(file);
        journal.Record(ticket.Ticket, opening.Facts(ticket.Ticket, message), null);
        if (_routed.Of(ticket.Ticket, message, true, delivery, now) is { Count: > 0 } routed) journal.Record(ticket.Ticket, routed, null);
        if (opening.Note(ids.Next(), ticket.Ticket.Id) is { } note)
        {
            journal.Insert(note);
            journal.Record(ticket.Ticket, [new NoteWritten(ticket.Ticket.Id, note.Id, now)], null);
        }
        if (clues is [var other, ..]) journal.Record(ticket.Ticket, [new PossibleMatchFound(ticket.Ticket.Id, other.Ticket.Id, other.By, now)], null);
        _acknowledgements?.Withhold(ticket.Ticket, message, WhyNoAnswer.Forwarded, now, journal);
        ground.Join(journal, ids, ticket.Ticket, mail with { To = [], Cc = [] }, inside.From.Address, mailboxes.IsOurs);
        Finish(delivery, "opened", ticket.Ticket.Id, message.Id);
        return () => new PlacedMail("opened", ticket.Ticket.Number, message.Id);
    }

    private Ticket Open(MailName sender, ReadMail mail, Delivery delivery, PlacingGround ground, DateTimeOffset now)
    {
        var contact = ground.ContactOf(journal, ids, sender, delivery.CommunityId, mail.Language, now);
        var opened = new TicketOpened(ids.Next(), delivery.CommunityId, delivery.MailboxId, contact, Snippets.Of(mail.Subject, Ticket.SubjectLength),
            mail.Language, ground.EntranceOf(delivery.CommunityId), delivery.Door, now, Spam: _suspects.Of(delivery));
        var ticket = Ticket.From(opened);
        journal.Insert(ticket);
        ground.Remember(ticket);
        journal.Record(ticket, [opened], null);
        return ticket;
    }

    /// <summary>What is imported happened when it was written, as far as one can believe that.</summary>
    private DateTimeOffset HappensAt(Delivery delivery, ReadMail mail)
    {
        var now = clock.GetUtcNow();
        if (delivery.Door != ImportMail.Door) return now;
        var written = mail.Date is { Year: > 1980 } date ? date : delivery.ReceivedAt;
        return written < now ? written : now;
    }

    /// <summary>What a mail server or a reader says about a mail of ours goes to that message.</summary>
    private void Report(ReadMail mail, MailName sender, Ticket ticket, PlacingGround ground, DateTimeOffset now)
    {
        if (!MailReports.IsReport(mail.Kind) || _reports.About(mail, ticket, signed) is not { } about) return;
        if (mail.Kind == MailKind.Bounce) about.Message.Delivery = DeliveryState.Bounced;
        journal.Record(ticket, ReportOnMail.Facts(ticket, about.Message, mail, about.RecipientOf, sender.Address, now), null);
        foreach (var (recipient, reason) in ReportOnMail.Dead(mail, about.RecipientOf)) ground.MarkDead(recipient, reason, ticket.CommunityId, now);
        if (mail.Kind == MailKind.FeedbackReport && about.RecipientOf("") is { } complaining) ground.MarkComplained(complaining, ticket.CommunityId);
    }

    private Func<PlacedMail> Park(Delivery delivery, string reason)
    {
        (delivery.Step, delivery.Outcome, delivery.Reason) = (DeliveryStep.Parked, "parked", reason);
        journal.Record(new MailParked(delivery.Id, reason), delivery.CommunityId, null);
        return () => new PlacedMail("parked", null, null, reason);
    }

    private long? OwnMailId(ReadMail mail) => mail.MessageId is { } id && signed.TryReadMessageId(id, out var own) ? own : null;

    private static void Finish(Delivery delivery, string outcome, long? ticketId, long? messageId) =>
        (delivery.Step, delivery.Outcome, delivery.TicketId, delivery.MessageId) = (DeliveryStep.Placed, outcome, ticketId, messageId);
}
