using Lotse.Adapters.Database;
using Lotse.Adapters.Files;
using Lotse.Adapters.MailServer;
using Lotse.Adapters.MailServer.Cleaning;
using Lotse.Adapters.MailServer.Reading;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Finding;

/// <summary>Goes back to the raw mail for what a message does not carry itself: its HTML, small attachments, the original.</summary>
public sealed class ReadRawMail(DeskDatabase database, RawMailCodec codec, Spool spool, FileStore files)
{
    /// <summary>The whole original; null where the message was written here.</summary>
    public async Task<ReceivedMail?> OpenAsync(long? rawMailId, CancellationToken cancel)
    {
        if (rawMailId is not { } id) return null;
        var packed = await database.RawMails.Where(r => r.Id == id).Select(r => r.Bytes).SingleOrDefaultAsync(cancel);
        return packed is null ? null : codec.Unpack(packed, spool.Folder);
    }

    /// <summary>The HTML to be shown, cleaned at this moment, so that a better cleaner protects old mail too; null where there is none.</summary>
    public async Task<CleanedHtml?> HtmlAsync(Message message, CleaningOptions options, CancellationToken cancel)
    {
        if (!message.HasHtml) return null;
        if (message.Html is { } own) return HtmlCleaner.Clean(own, options);
        using var mail = await OpenAsync(message.ContentMailId, cancel);
        if (mail is null) return null;
        using var raw = mail.Open();
        return MailReader.Read(raw, ReadingLimits.Default).Html is { } html ? HtmlCleaner.Clean(html, options) : null;
    }

    /// <summary>The bytes of an attachment; null where they cannot be found. The caller disposes the stream.</summary>
    /// <param name="mailId">See <see cref="Message.ContentMailId"/>.</param>
    public async Task<Stream?> OpenAsync(Attachment attachment, long? mailId, CancellationToken cancel)
    {
        if (attachment.RemovedAt is not null) return null;
        // A small part of a mail lies in the mail only: a bucket would be asked in vain.
        if ((attachment.Part < 0 || attachment.Size >= RawMailCodec.FileFrom) && files.Open(attachment.Sha256) is { } file) return file;
        using var mail = attachment.Part < 0 ? null : await OpenAsync(mailId, cancel);
        if (mail is null) return null;
        await using var raw = mail.Open();
        await using var part = MailReader.OpenPart(raw, attachment.Part);
        if (part is null) return null;
        var bytes = new MemoryStream();
        await part.CopyToAsync(bytes, cancel);
        bytes.Position = 0;
        return bytes;
    }
}
