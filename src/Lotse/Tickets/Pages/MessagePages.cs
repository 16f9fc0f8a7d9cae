using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Web;
using Lotse.Tickets.Api;
using Microsoft.EntityFrameworkCore;
using Lotse.Tickets.Finding;

namespace Lotse.Tickets.Pages;

/// <summary>What a message has beside its words: its HTML in a frame, its files, its original.</summary>
public static class MessagePages
{
    public static void MapMessages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/messages/{id:long}/html", HtmlAsync);
        pages.MapGet("/messages/{id:long}/raw", RawAsync);
        pages.MapGet("/messages/{id:long}/files", MessageFiles.AllAsync);
        pages.MapGet("/attachments/{id:long}", AttachmentsApi.ReadAsync);
    }

    private static Task<IResult> HtmlAsync(long id, Signed signed, MailDocument document, CancellationToken cancel) => document.ShowAsync(id, signed, null, cancel);

    private static async Task<IResult> RawAsync(long id, HttpContext http, Signed signed, DeskDatabase database, ReadRawMail raw, CancellationToken cancel)
    {
        var found = await database.Messages.VisibleTo(database, signed.Acting).Where(m => m.Id == id).Select(m => new { m.RawMailId }).SingleOrDefaultAsync(cancel);
        if (found is null || await raw.OpenAsync(found.RawMailId, cancel) is not { } mail) return TypedResults.NotFound();
        http.Response.RegisterForDispose(mail);
        return TypedResults.Stream(mail.Open(), "message/rfc822", $"{id.ToString(CultureInfo.InvariantCulture)}.eml");
    }
}
