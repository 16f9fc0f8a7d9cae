using Lotse.Adapters.Database;
using Lotse.Adapters.Web;
using Lotse.Domain.Knowledge;
using Lotse.Knowledge.Keeping;
using Lotse.Tickets;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Layout;
using System.Globalization;

namespace Lotse.Knowledge.Pages;

/// <summary>The doors for people to the tree: folders made, named, moved and let go.</summary>
public static class FolderPages
{
    public static void MapFolderPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(Addresses.TextBlockFolders, (HttpContext http, Signed signed, DeskDatabase database, DeskViews desks, DeskNames names, CancellationToken cancel) =>
            ShowAsync(http, signed, database, desks, names, null, cancel));
        pages.MapPost(Addresses.TextBlockFolders, (HttpContext http, Signed signed, KeepFolders keep, DeskDatabase database, DeskViews desks, DeskNames names, Viewing viewing, CancellationToken cancel) =>
            SaveAsync(null, http, signed, keep, database, desks, names, viewing, cancel));
        pages.MapPost("/text-blocks/folders/{id:long}", (long id, HttpContext http, Signed signed, KeepFolders keep, DeskDatabase database, DeskViews desks, DeskNames names, Viewing viewing, CancellationToken cancel) =>
            SaveAsync(id, http, signed, keep, database, desks, names, viewing, cancel));
    }

    private static async Task<IResult> ShowAsync(HttpContext http, Signed signed, DeskDatabase database, DeskViews desks, DeskNames names, FolderForm? typed, CancellationToken cancel)
    {
        var writing = await database.WritingAsync(signed.Acting, cancel);
        if (!writing.Any) return TypedResults.StatusCode(StatusCodes.Status403Forbidden);
        var known = await names.NowAsync(cancel);
        var folders = await KeepFolders.AllAsync(database, signed.Acting, cancel);
        string Way(BlockFolder folder) => BlockFolders.Path(folder.Id, folders);
        string? Of(long? community) => community is { } one ? known.Community(one) : null;
        var rows = folders.Values.Where(f => writing.May(f.CommunityId)).OrderBy(f => Of(f.CommunityId) ?? "", StringComparer.CurrentCulture).ThenBy(Way, StringComparer.CurrentCulture)
            .Select(f => new FolderRow(Text(f.Id), f.Name, Way(f), f.ParentId is { } p ? Text(p) : null, Of(f.CommunityId),
                [.. folders.Values.Where(other => other.CommunityId == f.CommunityId && other.Id != f.Id).OrderBy(Way, StringComparer.CurrentCulture).Select(other => new Named(Text(other.Id), Way(other)))])).ToList();
        var view = new FoldersView(rows, [.. known.Communities.Where(c => signed.Acting.Sees(c.Key) && writing.May(c.Key)).Select(c => new Named(Text(c.Key), c.Value)).OrderBy(c => c.Name, StringComparer.CurrentCulture)], writing.ForAll,
            [.. folders.Values.Where(f => writing.May(f.CommunityId)).Select(f => new Named(Text(f.Id), Of(f.CommunityId) is { } of ? $"{of}: {Way(f)}" : Way(f))).OrderBy(f => f.Name, StringComparer.CurrentCulture)], typed ?? new FolderForm(null, "", null, null, []));
        return Forms.Page<FoldersPage>(typed is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity, ("Desk", await desks.ForAsync(http, cancel)), ("View", view));
    }

    private static async Task<IResult> SaveAsync(
        long? id, HttpContext http, Signed signed, KeepFolders keep, DeskDatabase database, DeskViews desks, DeskNames names, Viewing viewing, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var (name, parent, community) = (form.Field("name") ?? "", form.Field("parent"), form.Field("community"));
        var answer = id is { } gone && form.Field("then") == "remove"
            ? await keep.RemoveAsync(signed.Acting, gone, cancel)
            : await keep.SaveAsync(signed.Acting, id, name, ReadBlockForm.Id(parent), await CommunityAsync(database, signed, id, parent, community, cancel), cancel);
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        if (answer.Refusal is { } refusal) return await ShowAsync(http, signed, database, desks, names, new FolderForm(id is { } one ? Text(one) : null, name, parent, community, [BlockText.Say(viewing.T, refusal)]), cancel);
        JustSaid.Say(http, Said.Saved);
        return Answers.SeeOther(Addresses.TextBlockFolders);
    }

    /// <summary>A new folder inside of another belongs where that one does.</summary>
    private static async Task<long?> CommunityAsync(DeskDatabase database, Signed signed, long? id, string? parent, string? community, CancellationToken cancel) =>
        id is null && ReadBlockForm.Id(parent) is { } above && (await KeepFolders.AllAsync(database, signed.Acting, cancel)).GetValueOrDefault(above) is { } folder ? folder.CommunityId : ReadBlockForm.Id(community);

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}

/// <param name="Others">Folders it may be moved into.</param>
public sealed record FolderRow(string Id, string Name, string Path, string? Parent, string? Community, IReadOnlyList<Named> Others);

/// <param name="Id">Null for a new one.</param>
public sealed record FolderForm(string? Id, string Name, string? Parent, string? Community, IReadOnlyList<Ui.Refusal> Refusals);

public sealed record FoldersView(IReadOnlyList<FolderRow> Rows, IReadOnlyList<Named> Communities, bool ForAll, IReadOnlyList<Named> All, FolderForm Form);
