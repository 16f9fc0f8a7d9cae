using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Intake;
using Lotse.Domain.Replies.Automatic;
using Lotse.Domain.Tickets;
using Lotse.Intake.Mail.Importing;

namespace Lotse.Intake.Mail.Placing;

/// <summary>What a ticket keeps of a mail that has been read.</summary>
internal static class MessageOfMail
{
    /// <summary>Characters of text on a message; the raw mail keeps the rest.</summary>
    public const int TextAtMost = 500_000;

    /// <param name="openedMailId">Where what was inside a sealed mail is kept.</param>
    /// <param name="at">When it was written, where that is neither when it came nor what its header says.</param>
    public static Message Make(long id, Ids ids, long ticketId, ReadMail mail, MailName sender, Delivery delivery, long? openedMailId = null, DateTimeOffset? at = null)
    {
        var text = Snippets.Cut(mail.Text, TextAtMost);
        var visible = Snippets.Cut(mail.Visible, TextAtMost) is var seen && seen == text ? null : seen;
        var quoted = NullIfEmpty(Snippets.Cut(mail.Quoted, TextAtMost));
        var signature = NullIfEmpty(Snippets.Cut(mail.Signature, 20_000));
        var cuts = TextCuts.Of(text, visible, quoted, signature);
        return new Message
        {
            Id = id,
            TicketId = ticketId,
            Kind = MessageKind.Incoming,
            MailKind = mail.Kind,
            NoAnswer = AcknowledgeMail.ForGood(mail.Kind, mail.NoAnswer, sender.Address, delivery.EnvelopeSender, delivery.Door == ImportMail.Door,
                AcknowledgeMail.IsOld(delivery.ReceivedAt, delivery.TakenAt)),
            At = at ?? CameAt(delivery, mail),
            FromName = Snippets.Cut(sender.Name, 400),
            FromAddress = Snippets.Cut(sender.Address, 400),
            To = [.. mail.To.Take(100)],
            Cc = [.. mail.Cc.Take(100)],
            ReplyTo = [.. mail.ReplyTo.Take(10)],
            Subject = Snippets.Of(mail.Subject, Ticket.SubjectLength),
            Text = text,
            Cuts = cuts,
            Visible = cuts is null ? visible : null,
            Quoted = cuts is null ? quoted : null,
            Signature = cuts is null ? signature : null,
            HasHtml = mail.Html is not null,
            Language = mail.Language,
            MailId = mail.MessageId is { } mailId ? Snippets.Cut(mailId, 998) : null,
            RawMailId = delivery.RawMailId,
            OpenedMailId = openedMailId,
            Seal = mail.Seal,
            Problems = NullIfEmpty(string.Join(' ', mail.Problems.Concat(text.Length < mail.Text.Length ? ["text-cut"] : []))),
            Attachments = [.. mail.Attachments.Select(file => FileOf(file, ids.Next(), id))],
        };
    }

    /// <summary>An imported mail stands where it was written. A fetched one came when the desk got it, as its ticket did, however long it lay.</summary>
    private static DateTimeOffset CameAt(Delivery delivery, ReadMail mail) =>
        delivery.Door == ImportMail.Door ? mail.Date ?? delivery.ReceivedAt : delivery.Door == "imap" ? delivery.TakenAt : delivery.ReceivedAt;

    private static Attachment FileOf(MailPart file, long id, long messageId) => new()
    {
        Id = id,
        MessageId = messageId,
        Name = Snippets.Cut(file.Name, 400),
        Size = file.Size,
        ContentType = Snippets.Cut(file.ContentType, 200),
        Disposition = file.Disposition is { } disposition ? Snippets.Cut(disposition, 40) : null,
        ContentId = file.ContentId is { } contentId ? Snippets.Cut(contentId, 400) : null,
        Sha256 = file.Sha256,
        Inline = file.Inline,
        Part = file.Part,
    };

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
