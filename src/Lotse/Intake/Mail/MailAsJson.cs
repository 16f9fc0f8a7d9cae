using System.Globalization;
using System.Text.Json;
using Lotse.Adapters.MailServer.Cleaning;
using Lotse.Domain.Intake;

namespace Lotse.Intake.Mail;

/// <summary>A read mail in the shape that <c>mail inspect</c> promises to outside programs.</summary>
internal static class MailAsJson
{
    /// <summary>Attached mails deeper than this are named in the attachments only: readers of JSON have limits of their own.</summary>
    private const int DeepestNesting = 40;

    public static void Write(Utf8JsonWriter json, ReadMail mail, int nesting)
    {
        json.WriteString("subject", mail.Subject);
        Names(json, "from", mail.From);
        Names(json, "to", mail.To);
        Names(json, "cc", mail.Cc);
        Names(json, "replyTo", mail.ReplyTo);
        Texts(json, "deliveredTo", mail.DeliveredTo);
        json.WriteString("date", Time(mail.Date));
        json.WriteString("messageId", mail.MessageId);
        Texts(json, "inReplyTo", mail.InReplyTo);
        Texts(json, "references", mail.References);
        json.WriteString("text", mail.Text);
        json.WriteString("html", mail.Html is null ? null : HtmlCleaner.Clean(mail.Html, CleaningOptions.Default).Html);
        json.WriteString("visible", mail.Visible);
        json.WriteString("quoted", mail.Quoted);
        json.WriteString("signature", mail.Signature);
        Attachments(json, mail.Attachments);
        json.WriteString("kind", Word(mail.Kind.ToString()));
        json.WriteBoolean("suppressAutoResponse", mail.SuppressAutoResponse);
        Reports(json, mail.Dsn);
        json.WriteString("originalMessageId", mail.OriginalMessageId);
        json.WriteString("language", mail.Language);
        json.WriteString("signed", Word(mail.Signed.ToString()));
        json.WriteString("encrypted", Word(mail.Encrypted.ToString()));
        Nested(json, mail.Nested, nesting);
        Calendar(json, mail.Calendar);
        Texts(json, "problems", mail.Problems);
    }

    private static void Nested(Utf8JsonWriter json, IReadOnlyList<ReadMail> nested, int nesting)
    {
        json.WriteStartArray("nested");
        foreach (var mail in nesting < DeepestNesting ? nested : [])
        {
            json.WriteStartObject();
            Write(json, mail, nesting + 1);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Names(Utf8JsonWriter json, string property, IReadOnlyList<MailName> names)
    {
        json.WriteStartArray(property);
        foreach (var name in names)
        {
            json.WriteStartObject();
            json.WriteString("name", name.Name);
            json.WriteString("address", name.Address);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Texts(Utf8JsonWriter json, string property, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(property);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void Attachments(Utf8JsonWriter json, IReadOnlyList<MailPart> parts)
    {
        json.WriteStartArray("attachments");
        foreach (var part in parts)
        {
            json.WriteStartObject();
            json.WriteNumber("part", part.Part);
            json.WriteString("name", part.Name);
            json.WriteNumber("size", part.Size);
            json.WriteString("contentType", part.ContentType);
            json.WriteString("disposition", part.Disposition);
            json.WriteString("contentId", part.ContentId);
            json.WriteString("sha256", part.Sha256);
            json.WriteBoolean("inline", part.Inline);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Reports(Utf8JsonWriter json, IReadOnlyList<DeliveryStatus> reports)
    {
        json.WriteStartArray("dsn");
        foreach (var report in reports)
        {
            json.WriteStartObject();
            json.WriteString("recipient", report.Recipient);
            json.WriteString("action", report.Action);
            json.WriteString("status", report.Status);
            json.WriteString("replyCode", report.ReplyCode);
            json.WriteString("reason", report.Reason);
            json.WriteBoolean("hard", report.Hard);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Calendar(Utf8JsonWriter json, CalendarEntry? entry)
    {
        if (entry is null)
        {
            json.WriteNull("calendar");
            return;
        }
        json.WriteStartObject("calendar");
        json.WriteString("method", entry.Method);
        json.WriteString("summary", entry.Summary);
        json.WriteString("start", Time(entry.Start));
        json.WriteString("end", Time(entry.End));
        json.WriteString("organizer", entry.Organizer);
        Texts(json, "attendees", entry.Attendees);
        json.WriteEndObject();
    }

    private static string? Time(DateTimeOffset? time) => time?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Word(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
