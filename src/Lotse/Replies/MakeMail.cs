using Lotse.Adapters.Database;
using Lotse.Adapters.Files;
using Lotse.Adapters.MailServer.Composing;
using Lotse.Domain.Communities;
using Lotse.Domain.Intake;
using Lotse.Domain.Intake.Mail;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Replies;

/// <summary>Makes the mail of a message that is in the outbox: the same one each time it is asked.</summary>
public sealed class MakeMail(DeskDatabase database, FileStore files, SignedMailIds signed, KeptDkimKeys dkim)
{
    public async Task<Stream> RunAsync(Message message, Mailbox mailbox, CancellationToken cancel)
    {
        var answered = message.AnswersId is { } id ? await database.Messages.SingleOrDefaultAsync(m => m.Id == id, cancel) : null;
        var before = await database.Messages.Where(m => m.TicketId == message.TicketId && m.Id < message.Id && m.MailId != null && m.Kind != MessageKind.Note)
            .OrderBy(m => m.Id).Select(m => m.MailId!).Take(200).ToListAsync(cancel);
        if (answered?.MailId is { } last)
        {
            before.Remove(last);
            before.Add(last);
        }
        return await ComposeMail.WriteAsync(new OutgoingMail
        {
            From = new MailName(message.FromName, message.FromAddress),
            To = message.To,
            Cc = message.Cc,
            ReplyTo = signed.ReplyAddress(mailbox.Address, message.TicketId),
            Subject = message.Subject,
            MessageId = message.MailId!,
            InReplyTo = answered?.MailId,
            References = before,
            Date = message.At,
            AutoSubmitted = message.IsAutomatic ? "auto-replied" : null,
            Text = OutgoingText.Plain(message, answered),
            Html = OutgoingText.Html(message, answered),
            Dkim = await dkim.FindAsync(MailAddresses.Domain(message.FromAddress), cancel),
            Files = [.. message.Attachments.Select(file => new OutgoingFile(file.Name, file.ContentType,
                () => files.Open(file.Sha256) ?? throw new InvalidDataException($"The file {file.Sha256} is missing."), file.Inline ? file.ContentId : null))],
        }, cancel);
    }
}
