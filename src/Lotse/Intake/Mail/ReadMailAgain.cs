using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Forgetting;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Files;
using Lotse.Adapters.MailServer;
using Lotse.Adapters.MailServer.Reading;
using Lotse.Adapters.MailServer.Unsealing;
using Lotse.Domain;
using Lotse.Domain.Intake;
using Lotse.Domain.Tickets;
using Lotse.Intake.Mail.Placing;
using Lotse.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Intake.Mail;

/// <summary>Reads a sealed mail once more, with the keys that are set up by now: it may have come before them.</summary>
public sealed class ReadMailAgain(DeskDatabase database, Journal journal, UnsealMail unseal, Ids ids, RawMailCodec codec, Spool spool, TimeProvider clock)
{
    public const string NotSealed = "mail-not-sealed";

    /// <returns>The ticket's number; a refusal where there is no such message for this agent, or it is no sealed mail.</returns>
    public Task<Answer<long>> RunAsync(Acting by, long messageId, CancellationToken cancel) => journal.RetryAsync<Answer<long>>(async () =>
    {
        var message = await database.Messages.AsTracking().VisibleTo(database, by).Include(m => m.Attachments).SingleOrDefaultAsync(m => m.Id == messageId, cancel);
        if (message is null) return Refusals.NotFound;
        var ticket = await database.Tickets.AsTracking().SingleAsync(t => t.Id == message.TicketId, cancel);
        var delivery = await database.Deliveries.FirstOrDefaultAsync(d => d.MessageId == messageId && d.RawMailId == message.RawMailId, cancel);
        if (delivery is null) return new Refusal(NotSealed);
        var packed = await database.RawMails.Where(r => r.Id == delivery.RawMailId).Select(r => r.Bytes).SingleAsync(cancel);
        using var kept = codec.Unpack(packed, spool.Folder);
        await using var raw = kept.Open();
        var mail = MailReader.Read(raw, ReadingLimits.Default);
        // A forwarded mail is the message of somebody else than its sender, with a part of its words.
        if (!Unseal.IsSealed(mail) || PlacingNames.Sender(mail, delivery)?.Address != message.FromAddress) return new Refusal(NotSealed);
        await NoteFilesAsync(message, cancel);
        Change(ticket, message, await unseal.RunAsync(raw, mail, delivery, cancel), delivery, by);
        await journal.SaveAsync(cancel);
        return ticket.Number;
    });

    /// <summary>What the mail that was inside named goes with it, as far as the one that is read now does not name it.</summary>
    private async Task NoteFilesAsync(Message message, CancellationToken cancel)
    {
        if (message.OpenedMailId is not { } old) return;
        var packed = await database.RawMails.Where(r => r.Id == old).Select(r => r.Bytes).SingleOrDefaultAsync(cancel);
        await database.NoteFilesAsync([.. message.Attachments.Select(a => a.Sha256), .. packed is null ? [] : RawMailCodec.FilesOf(packed)], cancel);
    }

    private void Change(Ticket ticket, Message message, UnsealedDelivery unsealed, Delivery delivery, Acting by)
    {
        var (now, before) = (clock.GetUtcNow(), message.Subject);
        if (message.OpenedMailId is { } old) database.Remove(new RawMail { Id = old });
        if (unsealed.Opened is { } opened) database.Add(opened);
        var fresh = MessageOfMail.Make(message.Id, ids, ticket.Id, unsealed.Mail, new MailName(message.FromName, message.FromAddress), delivery, unsealed.Opened?.Id);
        Write(message, fresh);
        List<Fact> facts = [new SealReadAgain(ticket.Id, message.Id, unsealed.Opened is not null, now)];
        // The subject outside of a mail that hides its own says nothing.
        if (ticket.Subject == before && fresh.Subject != before) facts.Add(new SubjectChanged(ticket.Id, before, fresh.Subject, now));
        journal.Record(ticket, facts, by.AgentId);
    }

    private void Write(Message message, Message fresh)
    {
        var entry = database.Entry(message);
        entry.CurrentValues.SetValues(fresh);
        // What the cuts say needs no words of its own; the property gives them all the same.
        foreach (var part in fresh.Cuts is null ? [] : (string[])[nameof(Message.Visible), nameof(Message.Quoted), nameof(Message.Signature)]) entry.Property(part).CurrentValue = null;
        database.RemoveRange(message.Attachments.ToList());
        database.AddRange(fresh.Attachments);
    }
}
