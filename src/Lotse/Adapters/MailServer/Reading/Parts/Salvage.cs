using Lotse.Adapters.MailServer.Reading.Headers;
using Lotse.Domain.Intake;
using MimeKit;

namespace Lotse.Adapters.MailServer.Reading.Parts;

/// <summary>What can still be shown of bytes that no parser takes.</summary>
internal static class Salvage
{
    /// <summary>Everything as one plain text, so that nobody has to look at an empty page.</summary>
    public static MimeMessage AsText(Stream mail, ReadingContext context)
    {
        mail.Position = 0;
        var text = new MimePart("text", "plain") { Content = new MimeContent(mail) };
        context.Stop.ThrowIfCancellationRequested();
        var message = new MimeMessage { Body = text };
        message.Headers.Clear();
        return message;
    }

    /// <summary>The header fields of a mail whose body took too long or broke the reader.</summary>
    public static ReadMail HeaderOnly(Stream raw, ReadingContext context)
    {
        var mail = new ReadMail { Problems = context.Problems };
        try
        {
            if (!raw.CanSeek) return mail;
            var start = MailStart.Find(raw, context.Limits);
            var headers = new MimeParser(MailReader.OptionsFor(context.Limits), start.Mail, MimeFormat.Entity, persistent: true).ParseHeaders();
            return mail with
            {
                Subject = HeaderFacts.Text(headers, "Subject"),
                From = Addresses.Of(headers, HeaderId.From),
                To = Addresses.Of(headers, HeaderId.To),
                Cc = Addresses.Of(headers, HeaderId.Cc),
                ReplyTo = Addresses.Of(headers, HeaderId.ReplyTo),
                DeliveredTo = HeaderFacts.DeliveredTo(headers),
                MessageId = HeaderFacts.Id(headers, HeaderId.MessageId),
                InReplyTo = HeaderFacts.Ids(headers, HeaderId.InReplyTo),
                References = HeaderFacts.Ids(headers, HeaderId.References),
                Date = HeaderFacts.Date(headers, context),
                Problems = [.. context.Problems, .. start.Problems],
            };
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Second attempt after a failure: nothing is left to try, and the raw mail is kept elsewhere.
            return mail;
        }
    }
}
