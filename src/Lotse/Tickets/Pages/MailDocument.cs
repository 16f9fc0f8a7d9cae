using System.Globalization;
using System.Net;
using Lotse.Adapters.Database;
using Lotse.Adapters.MailServer.Cleaning;
using Lotse.Adapters.Web;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Finding;
using Lotse.Ui;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Pages;

/// <summary>A mail's HTML as a document for its frame.</summary>
public sealed class MailDocument(DeskDatabase database, ReadRawMail raw, Viewing viewing, IHttpContextAccessor accessor)
{
    /// <summary>The frame runs nothing, belongs to nobody, and only our own pages may hold it. Styles and images of the mail come inside the document: a frame
    /// without an origin has nothing to fetch them with. Images from elsewhere come through this desk, after a click.</summary>
    private static string FramePolicy(string images) =>
        $"sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src {images}; style-src 'unsafe-inline'; font-src 'none'; "
        + "form-action 'none'; base-uri 'none'; frame-ancestors 'self'";

    private static readonly string Styles = System.Text.Encoding.UTF8.GetString(Assets.Plain("mail.css"));

    private const int ImagesAtMost = 20;
    private const long ImageBytesAtMost = 6 * 1024 * 1024;

    /// <param name="remote">Gives our own address for an image elsewhere; null holds all of them back.</param>
    public async Task<IResult> ShowAsync(long id, Signed signed, Func<string, string?>? remote, CancellationToken cancel)
    {
        var message = await database.Messages.VisibleTo(database, signed.Acting).Include(m => m.Attachments).SingleOrDefaultAsync(m => m.Id == id, cancel);
        if (message is null) return TypedResults.NotFound();
        var named = new Dictionary<string, Attachment>(StringComparer.Ordinal);
        var cleaned = await raw.HtmlAsync(message, new CleaningOptions { InlineImage = contentId => Name(message, contentId, named), RemoteImage = remote }, cancel);
        if (cleaned is null) return TypedResults.NotFound();
        var html = await FillAsync(cleaned.Html, named, message, cancel);
        var note = cleaned.HeldImages > 0 && remote is null ? $"<p class=\"held\">{WebUtility.HtmlEncode(viewing.T["message.held"])}</p>" : "";
        var headers = accessor.HttpContext!.Response.Headers;
        headers.ContentSecurityPolicy = FramePolicy(remote is null ? "data:" : "'self' data:");
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "private, no-store";
        return TypedResults.Content(
            $"<!doctype html><html lang=\"{message.Language ?? viewing.Language}\"><meta charset=\"utf-8\"><title>{viewing.T["message.asHtml"]}</title>"
            + $"<base target=\"_blank\"><style>{Styles}</style><body>{note}{html}</body></html>",
            "text/html", System.Text.Encoding.UTF8);
    }

    /// <summary>A stand-in for an image of the mail, to be replaced by its bytes; null where it has none, or it is no image.</summary>
    private static string? Name(Message message, string contentId, Dictionary<string, Attachment> named)
    {
        var file = message.Attachments.FirstOrDefault(a => string.Equals(a.ContentId, contentId, StringComparison.OrdinalIgnoreCase));
        if (file is null || !IsPicture(file.ContentType)) return null;
        var name = $"cid-image-{file.Id.ToString(CultureInfo.InvariantCulture)}";
        // What this desk sent was weighed before it was sent.
        if (message.Kind == MessageKind.Incoming && !named.ContainsKey(name) && (named.Count >= ImagesAtMost || named.Values.Sum(a => a.Size) + file.Size > ImageBytesAtMost)) return null;
        named[name] = file;
        return name;
    }

    private async Task<string> FillAsync(string html, Dictionary<string, Attachment> named, Message message, CancellationToken cancel)
    {
        foreach (var (name, file) in named)
        {
            var bytes = new MemoryStream();
            if (await raw.OpenAsync(file, message.ContentMailId, cancel) is { } stream)
            {
                await using (stream) await stream.CopyToAsync(bytes, cancel);
            }
            html = html.Replace($"\"{name}\"", $"\"data:{file.ContentType};base64,{Convert.ToBase64String(bytes.GetBuffer(), 0, (int)bytes.Length)}\"", StringComparison.Ordinal);
        }
        return html;
    }

    private static bool IsPicture(string type) => type.ToLowerInvariant() is "image/png" or "image/jpeg" or "image/jpg" or "image/gif" or "image/webp" or "image/bmp";
}
