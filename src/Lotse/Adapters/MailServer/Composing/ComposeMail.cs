using Lotse.Domain.Intake;
using MimeKit;
using MimeKit.Utils;

namespace Lotse.Adapters.MailServer.Composing;

/// <summary>A mail to be written. All addresses are plain; the text is what a reader without HTML sees.</summary>
public sealed record OutgoingMail
{
    public required MailName From { get; init; }
    public required IReadOnlyList<MailName> To { get; init; }
    public IReadOnlyList<MailName> Cc { get; init; } = [];

    /// <summary>Where answers go: the mailbox's address with the ticket's token.</summary>
    public required string ReplyTo { get; init; }

    public required string Subject { get; init; }

    /// <summary>Without brackets, as all ids here.</summary>
    public required string MessageId { get; init; }

    public string? InReplyTo { get; init; }
    public IReadOnlyList<string> References { get; init; } = [];
    public required DateTimeOffset Date { get; init; }
    public required string Text { get; init; }

    /// <summary>Already cleaned.</summary>
    public required string Html { get; init; }

    public IReadOnlyList<OutgoingFile> Files { get; init; } = [];

    /// <summary>auto-replied or auto-generated (RFC 3834) for mail that no person wrote; null for a person's.</summary>
    public string? AutoSubmitted { get; init; }

    /// <summary>Signs the mail; null leaves it unsigned.</summary>
    public DkimKey? Dkim { get; init; }
}

/// <param name="Open">Gives the bytes; the mail disposes the stream.</param>
/// <param name="ContentId">By what the HTML shows it (RFC 2392), without brackets; null for a file that only hangs on the mail.</param>
public sealed record OutgoingFile(string Name, string ContentType, Func<Stream> Open, string? ContentId = null);

/// <summary>Writes the MIME form. The same mail gives the same bytes each time, so that a second try after a crash is the very same mail.</summary>
public static class ComposeMail
{
    /// <summary>Ids in References at most; long threads keep the first and the last ones.</summary>
    private const int ReferencesAtMost = 30;

    /// <returns>The bytes as they go over the wire, at their start.</returns>
    public static async Task<Stream> WriteAsync(OutgoingMail mail, CancellationToken cancel)
    {
        using var message = Compose(mail);
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        var bytes = new MemoryStream();
        await message.WriteToAsync(format, bytes, cancel);
        bytes.Position = 0;
        return bytes;
    }

    public static MimeMessage Compose(OutgoingMail mail)
    {
        var message = new MimeMessage { Subject = OneLine(mail.Subject), Date = mail.Date, MessageId = mail.MessageId };
        message.From.Add(Address(mail.From));
        message.To.AddRange(mail.To.Select(Address));
        message.Cc.AddRange(mail.Cc.Select(Address));
        message.ReplyTo.Add(Address(new MailName(mail.From.Name, mail.ReplyTo)));
        if (mail.InReplyTo is { } answered && Right(answered) is { } right && MimeUtils.ParseMessageId(right) == right) message.InReplyTo = right;
        foreach (var id in Shorten(mail.References)) message.References.Add(id);
        if (mail.AutoSubmitted is { } auto)
        {
            message.Headers.Add(HeaderId.AutoSubmitted, auto);
            message.Headers.Add("X-Auto-Response-Suppress", "All");
        }
        message.Body = Body(mail);
        if (mail.Dkim is { } key) SignMail.By(key, message);
        return message;
    }

    private static MimeEntity Body(OutgoingMail mail)
    {
        var text = new MultipartAlternative(new TextPart("plain") { Text = mail.Text }, Html(mail)) { Boundary = Boundary(mail, "a") };
        var hanging = mail.Files.Where(file => file.ContentId is null).ToList();
        if (hanging.Count == 0) return text;
        var mixed = new Multipart("mixed") { Boundary = Boundary(mail, "m") };
        mixed.Add(text);
        foreach (var file in hanging) mixed.Add(Part(file, ContentDisposition.Attachment));
        return mixed;
    }

    /// <summary>The HTML, with the pictures that stand in it (RFC 2387). Not MimeKit's own type for it, which makes up ids: the same mail has to be the same bytes.</summary>
    private static MimeEntity Html(OutgoingMail mail)
    {
        var html = new TextPart("html") { Text = mail.Html };
        var shown = mail.Files.Where(file => file.ContentId is not null).ToList();
        if (shown.Count == 0) return html;
        var related = new Multipart("related") { Boundary = Boundary(mail, "r") };
        related.ContentType.Parameters["type"] = "text/html";
        related.Add(html);
        foreach (var file in shown) related.Add(Part(file, ContentDisposition.Inline));
        return related;
    }

    private static MimePart Part(OutgoingFile file, string disposition)
    {
        if (!ContentType.TryParse(file.ContentType, out var type) || type.MediaType is "multipart" or "message") type = new ContentType("application", "octet-stream");
        var part = new MimePart(type)
        {
            Content = new MimeContent(file.Open()),
            ContentDisposition = new ContentDisposition(disposition),
            ContentTransferEncoding = ContentEncoding.Base64,
            FileName = OneLine(file.Name),
        };
        if (file.ContentId is { } id) part.ContentId = id;
        return part;
    }

    private static string Boundary(OutgoingMail mail, string part) => $"=-{part}-{mail.MessageId.Split('@')[0]}";

    private static MailboxAddress Address(MailName name) => new(OneLine(name.Name), name.Address);

    private static IEnumerable<string> Shorten(IReadOnlyList<string> ids)
    {
        var right = ids.Select(Right).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        return right.Count <= ReferencesAtMost ? right : [.. right.Take(1), .. right.TakeLast(ReferencesAtMost - 1)];
    }

    /// <summary>An id as strangers make them up; null where it is none of RFC 5322. Nothing that an encoded word has brought into it, a line end for one, gets into our header.</summary>
    private static string? Right(string id) => id.All(c => !char.IsControl(c) && !char.IsWhiteSpace(c) && c is not ('<' or '>' or '"' or '\\')) ? MimeUtils.ParseMessageId($"<{id}>") : null;

    /// <summary>No line ends in headers, whoever wrote them.</summary>
    private static string OneLine(string text) => string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
}
