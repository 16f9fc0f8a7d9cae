using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Files;
using Lotse.Adapters.Web;
using Lotse.Domain.Knowledge;
using Lotse.Domain.Knowledge.Board;
using Lotse.Knowledge.Filling;
using Lotse.Knowledge.Keeping;
using Lotse.Knowledge.Pictures;
using Lotse.Knowledge.Proposing;
using Lotse.Tickets;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Layout;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace Lotse.Knowledge.Pages;

/// <summary>The doors for people to text blocks: looking, writing, comparing versions, and files.</summary>
public static class TextBlockPages
{
    private const int VersionsAtMost = 200;

    public static void MapTextBlockPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(Addresses.TextBlocks, (HttpContext http, Signed signed, TextBlockViews views, CancellationToken cancel) => views.ShowAsync(http, signed, null, null, StatusCodes.Status200OK, cancel));
        pages.MapGet("/text-blocks/{id:long}", (long id, HttpContext http, Signed signed, TextBlockViews views, CancellationToken cancel) => views.ShowAsync(http, signed, id, null, StatusCodes.Status200OK, cancel));
        pages.MapGet(Addresses.NewTextBlock, NewAsync);
        pages.MapGet("/text-blocks/{id:long}/edit", EditAsync);
        pages.MapPost(Addresses.TextBlocks, (HttpContext http, Signed signed, KeepTextBlocks keep, FillTextBlock fill, DraftOfCase draft, TextBlockViews views, DeskNames names, Viewing viewing, CancellationToken cancel) =>
            SaveAsync(null, http, signed, keep, fill, draft, views, names, viewing, cancel));
        pages.MapPost("/text-blocks/{id:long}", (long id, HttpContext http, Signed signed, KeepTextBlocks keep, FillTextBlock fill, DraftOfCase draft, TextBlockViews views, DeskNames names, Viewing viewing, CancellationToken cancel) =>
            SaveAsync(id, http, signed, keep, fill, draft, views, names, viewing, cancel));
        pages.MapGet("/text-blocks/{id:long}/versions", VersionsAsync);
        pages.MapGet("/text-blocks/{id:long}/files/{file:long}", FileAsync);
    }

    private static async Task<IResult> NewAsync(HttpContext http, string? folder, string? community, long? ticket, [FromQuery(Name = "case")] string? kind, Signed signed, DraftOfCase draft, TextBlockViews views, CancellationToken cancel)
    {
        var form = ticket is { } number ? await draft.ForAsync(signed.Acting, number, cancel) : new BlockForm
        {
            Folder = folder, Case = kind, Community = community ?? (signed.Acting.Communities is [var only] ? only.ToString(CultureInfo.InvariantCulture) : null), Owner = signed.AgentId.ToString(CultureInfo.InvariantCulture),
        };
        return form is null ? TypedResults.NotFound() : await views.ShowAsync(http, signed, null, form, StatusCodes.Status200OK, cancel);
    }

    private static async Task<IResult> EditAsync(long id, HttpContext http, Signed signed, TextBlockViews views, CancellationToken cancel) =>
        await views.FormOfAsync(signed, id, cancel) is { } form ? await views.ShowAsync(http, signed, id, form, StatusCodes.Status200OK, cancel) : TypedResults.NotFound();

    /// <summary>Saves, or only shows what it would look like. What was typed comes back either way.</summary>
    private static async Task<IResult> SaveAsync(
        long? id, HttpContext http, Signed signed, KeepTextBlocks keep, FillTextBlock fill, DraftOfCase draft, TextBlockViews views, DeskNames names, Viewing viewing, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var typed = ReadBlockForm.Typed(form, id?.ToString(CultureInfo.InvariantCulture));
        if (form.Field("then") == "preview")
        {
            var community = ReadBlockForm.Id(typed.Community) is { } of && signed.Acting.Sees(of) ? of : (long?)null;
            var name = community is { } one ? (await names.NowAsync(cancel)).Community(one) : viewing.T["block.forAll"];
            var previews = new List<ShownText>();
            foreach (var text in typed.Texts.Select(text => (text.Language, Html: ReadBlockForm.HtmlOf(text))).Where(text => BlockPictures.Named(text.Html, _ => null).Length is > 0 and <= WriteTextBlock.LongestText))
            {
                previews.Add(new ShownText(text.Language, BlockText.Marked(await fill.PreviewAsync(signed.Acting, text.Language, text.Html, typed.Shortcut.Length > 0 ? typed.Shortcut : null, community, name, cancel))));
            }
            return await views.ShowAsync(http, signed, id, typed with { Previews = previews }, StatusCodes.Status200OK, cancel);
        }
        var version = int.TryParse(typed.Version, NumberStyles.None, CultureInfo.InvariantCulture, out var seen) ? seen : (int?)null;
        var written = ReadBlockForm.Draft(typed, await form.FilesAsync(cancel));
        if (id is null && CaseKind.Read(typed.Case) is { } kind) written = written with { Case = kind };
        if (id is null && await draft.OriginAsync(signed.Acting, typed.From, cancel) is { } origin) written = written with { FromTicketId = origin.TicketId, Case = origin.Kind };
        var answer = await keep.SaveAsync(signed.Acting, id, written, version, cancel);
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        if (answer.Refusal is { } refusal) return await views.ShowAsync(http, signed, id, typed with { Refusals = [BlockText.Say(viewing.T, refusal)] }, StatusCodes.Status422UnprocessableEntity, cancel);
        JustSaid.Say(http, Said.Saved);
        return Answers.SeeOther(Addresses.TextBlock(answer.Value!.Id.ToString(CultureInfo.InvariantCulture)));
    }

    private static async Task<IResult> VersionsAsync(
        long id, int? from, int? to, HttpContext http, Signed signed, ListTextBlocks list, DeskViews desks, DeskNames names, Viewing viewing, CancellationToken cancel)
    {
        if (await list.VersionsAsync(signed.Acting, id, null, VersionsAtMost, cancel) is not { Count: > 0 } versions) return TypedResults.NotFound();
        var known = await names.NowAsync(cancel);
        var newer = versions.Find(v => v.Version == to) ?? versions[0];
        var older = versions.Find(v => v.Version == from) ?? versions.Find(v => v.Version == newer.Version - 1) ?? newer;
        var (before, after) = (BlockContent.Read(older.Content), BlockContent.Read(newer.Content));
        var address = Addresses.TextBlock(id.ToString(CultureInfo.InvariantCulture));
        var view = new VersionsView("text-blocks", address, $"{address}/versions", BlockContent.Read(versions[0].Content).Title,
            [.. versions.Select(v => new VersionRow(v.Version, v.At, known.Agent(v.AgentId), StateOf(v, viewing)))], older.Version, newer.Version, CompareVersions.Of(before, after, viewing.T));
        return Forms.Page<VersionsPage>(StatusCodes.Status200OK, ("Desk", await desks.ForAsync(http, cancel)), ("View", view));
    }

    private static string StateOf(Adapters.Database.Rows.TextBlockVersion version, Viewing viewing) =>
        TextBlockWays.Read(BlockContent.Read(version.Content).State) is { } state ? BlockText.State(viewing.T, state) : "";

    /// <summary>A download, whatever it says it is; but for what was found to be a picture.</summary>
    private static async Task<IResult> FileAsync(long id, long file, HttpContext http, Signed signed, DeskDatabase database, FileStore store, CancellationToken cancel)
    {
        if (!await database.TextBlocks.VisibleTo(signed.Acting).AnyAsync(b => b.Id == id, cancel)) return TypedResults.NotFound();
        if (await database.TextBlockFiles.SingleOrDefaultAsync(f => f.Id == file && f.TextBlockId == id, cancel) is not { } found) return TypedResults.NotFound();
        if (found.Inline && GuardedFile.IsKept(http, found.Sha256)) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        if (store.Open(found.Sha256) is not { } bytes) return TypedResults.NotFound();
        http.Response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        var disposition = new ContentDispositionHeaderValue(found.Inline ? "inline" : "attachment");
        disposition.SetHttpFileName(found.Name);
        http.Response.Headers.ContentDisposition = disposition.ToString();
        return TypedResults.Stream(bytes, found.Inline ? found.ContentType : "application/octet-stream");
    }
}
