using System.Globalization;
using Lotse.Adapters.Files;
using Lotse.Adapters.Web;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Layout;
using Microsoft.Net.Http.Headers;

namespace Lotse.Tickets.Drafts;

/// <summary>What the script gets for a file that it has put on the server.</summary>
/// <param name="Size">In bytes.</param>
public sealed record DraftFileJson(string Id, string Address, string Name, long Size);

/// <param name="Text">For whoever writes.</param>
public sealed record DraftRefusalJson(string Code, string Text);

/// <summary>Where the composer puts pictures while one writes, and shows them from.</summary>
public static class DraftFilePages
{
    public static void MapDraftFiles(this IEndpointRouteBuilder pages)
    {
        pages.MapPost("/tickets/{number:long}/draft-files", AddAsync);
        pages.MapGet("/draft-files/{id:long}", ReadAsync);
        pages.MapPost("/draft-files/{id:long}/removal", RemoveAsync);
    }

    private static async Task<IResult> AddAsync(long number, HttpContext http, Signed signed, DraftFiles drafts, Viewing viewing, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        if (await form.FilesAsync(cancel) is not [var file]) return TypedResults.BadRequest();
        var answer = await drafts.AddAsync(signed.Acting, number, file, form.Field("inline") is not null, cancel);
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        if (answer.Refusal is { } refusal) return TypedResults.UnprocessableEntity(new DraftRefusalJson(refusal.Code, Forms.Say(viewing.T, refusal).Text));
        var id = answer.Value!.Id.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Created(Addresses.DraftFile(id), new DraftFileJson(id, Addresses.DraftFile(id), answer.Value.Name, answer.Value.Size));
    }

    private static async Task<IResult> ReadAsync(long id, HttpContext http, Signed signed, DraftFiles drafts, FileStore files, CancellationToken cancel)
    {
        if (await drafts.FindAsync(signed.Acting, id, cancel) is not { } draft) return TypedResults.NotFound();
        if (GuardedFile.IsKept(http, draft.Sha256)) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        if (files.Open(draft.Sha256) is not { } bytes) return TypedResults.NotFound();
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        headers.XContentTypeOptions = "nosniff";
        // Only what was found to be a picture is shown; all else is a download, whatever it says it is.
        var disposition = new ContentDispositionHeaderValue(draft.Inline ? "inline" : "attachment");
        disposition.SetHttpFileName(draft.Name);
        headers.ContentDisposition = disposition.ToString();
        return TypedResults.Stream(bytes, draft.Inline ? draft.ContentType : "application/octet-stream");
    }

    private static async Task<IResult> RemoveAsync(long id, Signed signed, DraftFiles drafts, CancellationToken cancel) =>
        await drafts.RemoveAsync(signed.Acting, id, cancel) ? TypedResults.NoContent() : TypedResults.NotFound();
}
