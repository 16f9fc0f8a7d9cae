using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Communities;
using Lotse.Domain.Contacts;
using Lotse.Domain.Intake;
using Lotse.Domain.Intake.Mail;
using Lotse.Domain.Replies.Automatic;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Working;

/// <summary>Writes to the customer of a ticket without a person, or says on the ticket why it must not. What speaks against an acknowledgement speaks against this as well, and both count against the same
/// caps; but a customer who answers us may be answered.</summary>
public sealed class WriteAutomaticReply(DeskDatabase database, Journal journal, Ids ids, SignedMailIds signed, TimeProvider clock)
{
    /// <summary>Puts it down; the caller saves.</summary>
    public async Task RunAsync(Ticket ticket, string words, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        // What a person wrote goes before what a machine did since.
        var asked = await database.Messages.Where(m => m.TicketId == ticket.Id && m.Kind == MessageKind.Incoming).OrderBy(m => m.MailKind == MailKind.Human ? 0 : 1).ThenByDescending(m => m.Id).FirstOrDefaultAsync(cancel);
        var to = asked is not null ? new MailName(asked.FromName, asked.FromAddress)
            : await database.ContactAddresses.Where(a => a.ContactId == ticket.ContactId).OrderBy(a => a.Id).Select(a => new MailName("", a.Address)).FirstOrDefaultAsync(cancel);
        if (await WhyNotAsync(ticket, asked, to?.Address ?? "", now, cancel) is { } why) journal.Record(ticket, [new AutomaticReplyWithheld(ticket.Id, why, now)], null);
        else Write(ticket, await database.Mailboxes.SingleAsync(m => m.Id == ticket.MailboxId, cancel), asked, to!, words, now);
    }

    private async Task<WhyNoAnswer?> WhyNotAsync(Ticket ticket, Message? asked, string address, DateTimeOffset now, CancellationToken cancel)
    {
        if (ticket.Lane.IsAside()) return WhyNoAnswer.NotAPerson;
        if (asked is not null && (asked.NoAnswer ?? (asked.MailKind == MailKind.Human ? null : WhyNoAnswer.NotAPerson)) is { } forGood) return forGood;
        var (bare, normal) = (MailAddresses.WithoutTag(address), MailAddresses.Normal(address));
        var ours = await database.Mailboxes.AnyAsync(m => m.Address == bare, cancel);
        var complained = await database.ContactAddresses.AnyAsync(a => a.Address == normal && a.CommunityId == ticket.CommunityId && a.FailedBecause == ContactAddress.Complaint, cancel);
        var (caps, since, key, subject) = (await AutomaticMailCounts.CapsAsync(database, cancel), now - AutomaticCaps.Window, AutomaticKeys.OfAddress(address), AutomaticKeys.OfSubject(ticket.Subject));
        var sent = await AutomaticMailCounts.ToAddresses(database, [key], since).Select(m => m.SubjectKey).Take(caps.ToAddress + 1).ToListAsync(cancel);
        var unsaved = journal.Inserted<AutomaticMail>().ToList(); // A rule that waits for time writes in many tickets at once.
        sent.AddRange(unsaved.Where(m => m.AddressKey == key).Select(m => m.SubjectKey));
        var counts = new AutomaticCounts(sent.Count, sent.Count(one => one == subject), await AutomaticMailCounts.OfDesk(database, since, caps.OfDesk).CountAsync(cancel) + unsaved.Count);
        return AcknowledgeMail.WhyNot(new AskingMail(MailKind.Human, null, address, null, Imported: false, ours, NamesOurs: false, complained), counts, caps);
    }

    private void Write(Ticket ticket, Mailbox mailbox, Message? asked, MailName to, string words, DateTimeOffset now)
    {
        var reply = new AutomaticMessage(ticket, mailbox, to, asked is null ? ticket.Subject : SubjectMarks.Answering(asked.Subject), _ => words.ReplaceLineEndings("\n").Trim(), ticket.Language, asked?.Id, now);
        var id = reply.Put(journal, ids, signed);
        journal.Insert(new AutomaticMail { Id = ids.Next(), TicketId = ticket.Id, AddressKey = AutomaticKeys.OfAddress(to.Address), SubjectKey = AutomaticKeys.OfSubject(ticket.Subject), At = now });
        journal.Record(ticket, [new AutomaticReplyWritten(ticket.Id, id, reply.Recipient, now)], null);
    }
}
