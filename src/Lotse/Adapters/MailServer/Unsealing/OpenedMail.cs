using MimeKit;

namespace Lotse.Adapters.MailServer.Unsealing;

/// <summary>The inside of a sealed mail under the header of the whole: a mail like any other from here on.</summary>
internal static class OpenedMail
{
    /// <param name="mail">The mail as it came.</param>
    public static byte[] Compose(ReadOnlyMemory<byte> mail, SealWalk walk, EntityBytes inside)
    {
        using var opened = new MemoryStream();
        var subject = Subject(inside);
        HeaderLines.Write(mail.Span, content: false, opened, except: subject is null ? default : "subject:"u8);
        if (subject is not null) new HeaderList { { HeaderId.Subject, subject } }.WriteTo(opened);
        opened.Write("MIME-Version: 1.0\r\n"u8);
        if (walk.Outside.Count > 0) Mixed(inside, walk.Outside).WriteTo(opened);
        else
        {
            HeaderLines.Write(inside.Bytes.Span, content: true, opened);
            opened.Write("\r\n"u8);
            opened.Write(inside.Bytes.Span[HeaderLines.BodyAt(inside.Bytes.Span)..]);
        }
        return opened.ToArray();
    }

    /// <summary>The subject that was encrypted with the text, where the one outside only stands in for it (RFC 9788, and its forerunner).</summary>
    private static string? Subject(EntityBytes inside)
    {
        var entity = inside.Entity is Multipart { Count: > 0 } signed && signed.ContentType.IsMimeType("multipart", "signed") ? signed[0] : inside.Entity;
        var type = entity.ContentType.Parameters;
        return type.Contains("protected-headers") || type.Contains("hp") ? entity.Headers[HeaderId.Subject] : null;
    }

    /// <summary>What stood beside the seal comes along as files: it is neither shown with what was inside, nor in one document with it,
    /// where it could carry the words away (the attack known as EFAIL).</summary>
    private static Multipart Mixed(EntityBytes inside, IReadOnlyList<MimeEntity> outside)
    {
        var mixed = new Multipart("mixed") { inside.Entity };
        foreach (var part in outside)
        {
            var file = part is Multipart ? Packed(part) : part;
            file.ContentDisposition ??= new ContentDisposition();
            file.ContentDisposition.Disposition = ContentDisposition.Attachment;
            file.ContentDisposition.FileName ??= file.ContentType.Name ?? (file is TextPart { IsHtml: true } ? "outside.html" : file is TextPart ? "outside.txt" : "outside.eml");
            mixed.Add(file);
        }
        return mixed;
    }

    private static MimePart Packed(MimeEntity part)
    {
        var bytes = new MemoryStream();
        part.WriteTo(bytes);
        bytes.Position = 0;
        return new MimePart("application", "octet-stream") { Content = new MimeContent(bytes), ContentTransferEncoding = ContentEncoding.Base64, FileName = "outside.eml" };
    }
}
