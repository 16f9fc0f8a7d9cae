using Lotse.Adapters.Database;
using Lotse.Adapters.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using Lotse.Tickets.Finding;

namespace Lotse.Tickets.Api;

/// <summary>Files on messages, for pages and programs alike: authorised by the ticket they hang on, and never shown as something active.</summary>
public static class AttachmentsApi
{
    /// <summary>Types that browsers show without running anything; everything else is a download.</summary>
    private static readonly HashSet<string> Shown = new(StringComparer.OrdinalIgnoreCase) { "image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "text/plain" };

    public static void MapAttachmentsApi(this IEndpointRouteBuilder api) =>
        api.MapGet("/attachments/{id:long}", ReadAsync).WithName("readAttachment").WithSummary("The bytes of an attachment.").WithTags("attachments");

    /// <param name="show">True to show it in the page where its type allows.</param>
    public static async Task<Results<FileStreamHttpResult, StatusCodeHttpResult, NotFound>> ReadAsync(
        long id, Signed signed, DeskDatabase database, ReadRawMail raw, HttpContext http, CancellationToken cancel, bool show = false)
    {
        var found = await database.Attachments.Where(a => a.Id == id && a.RemovedAt == null)
            .Join(database.Messages.VisibleTo(database, signed.Acting), a => a.MessageId, m => m.Id, (a, m) => new { Attachment = a, MailId = m.OpenedMailId ?? m.RawMailId })
            .SingleOrDefaultAsync(cancel);
        if (found is null) return TypedResults.NotFound();
        if (GuardedFile.IsKept(http, found.Attachment.Sha256)) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        if (await raw.OpenAsync(found.Attachment, found.MailId, cancel) is not { } bytes) return TypedResults.NotFound();
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = "sandbox; default-src 'none'; style-src 'unsafe-inline'";
        headers.XContentTypeOptions = "nosniff";
        var inline = show && Shown.Contains(found.Attachment.ContentType);
        var disposition = new ContentDispositionHeaderValue(inline ? "inline" : "attachment");
        disposition.SetHttpFileName(found.Attachment.Name.Length > 0 ? found.Attachment.Name : "attachment");
        headers.ContentDisposition = disposition.ToString();
        return TypedResults.Stream(bytes, inline ? found.Attachment.ContentType : "application/octet-stream", entityTag: GuardedFile.TagOf(found.Attachment.Sha256), enableRangeProcessing: bytes.CanSeek);
    }
}
