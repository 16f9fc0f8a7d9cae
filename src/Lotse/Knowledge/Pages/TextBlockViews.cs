using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Web;
using Lotse.Domain.Knowledge;
using Lotse.Knowledge.Keeping;
using Lotse.Knowledge.Offering;
using Lotse.Knowledge.Pictures;
using Lotse.Tickets;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Layout;

namespace Lotse.Knowledge.Pages;

/// <summary>The page of text blocks, as one person may see and change them.</summary>
public sealed class TextBlockViews(DeskDatabase database, ListTextBlocks list, DeskViews desks, DeskNames names, BlockTitles titles, TimeProvider clock)
{
    private const int RowsAtOnce = 40;

    /// <summary>What is found, and what stands beside it.</summary>
    /// <param name="block">Id of the block that is shown; null for none.</param>
    /// <param name="form">The form in its place; null for none.</param>
    public async Task<IResult> ShowAsync(HttpContext http, Signed signed, long? block, BlockForm? form, int status, CancellationToken cancel)
    {
        var known = await names.NowAsync(cancel);
        var found = block is { } id ? await list.FindAsync(signed.Acting, id, cancel) : null;
        if (block is not null && found is null) return TypedResults.NotFound();
        var folders = await KeepFolders.AllAsync(database, signed.Acting, cancel);
        var writing = await database.WritingAsync(signed.Acting, cancel);
        if (form is { Id: null, From: null } && !writing.Any) return TypedResults.StatusCode(StatusCodes.Status403Forbidden);
        if (form is not null && found is not null && !writing.May(found.Block.CommunityId)) return TypedResults.StatusCode(StatusCodes.Status403Forbidden);
        var (filter, asked) = Filter(http.Request.Query, found?.Block);
        var rows = form is null ? await list.RunAsync(signed.Acting, filter, RowsAtOnce, cancel) : new BlockPage([], false);
        var files = found is null ? [] : await list.FilesAsync(found.Block, cancel);
        var communities = known.Communities.Where(c => signed.Acting.Sees(c.Key)).Select(c => new Named(Text(c.Key), c.Value)).OrderBy(c => c.Name, StringComparer.CurrentCulture).ToList();
        var view = new TextBlocksView
        {
            Tree = Tree(folders, known, filter.Folder),
            Filter = asked,
            Rows = [.. rows.Rows.Select(b => new BlockRow(Text(b.Id), b.Title, b.Shortcut, b.CommunityId is { } c ? known.Community(c) : null, b.State, b.Sent, b.Id == block))],
            Next = rows.More ? Addresses.TextBlocksAfter(asked.Words, asked.Community, asked.State, asked.Folder, asked.Product, rows.Rows[^1].Title, Text(rows.Rows[^1].Id)) : null,
            Communities = communities,
            Products = [.. (await titles.NowAsync(cancel)).ProductsFor(signed.Acting.Sees).Append(asked.Product).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.CurrentCulture)],
            MayWrite = writing.Any,
            Block = found is not null && form is null ? Shown(found, files, folders, known, writing) with { News = found.News is { } news ? new BlockNews(Text(news.Id), known.Agent(news.ByAgentId), news.At) : null } : null,
            Form = form is null ? null : Filled(form, found?.Block, files, folders, known, writing, communities, signed),
        };
        return Forms.Page<TextBlocksPage>(status, ("Desk", await desks.ForAsync(http, cancel)), ("View", view));
    }

    /// <summary>The form for a block as it is; null where it is not there.</summary>
    public async Task<BlockForm?> FormOfAsync(Signed signed, long id, CancellationToken cancel)
    {
        if (await list.FindAsync(signed.Acting, id, cancel) is not { } found) return null;
        var block = found.Block;
        return new BlockForm
        {
            Id = Text(id), Version = block.Version.ToString(CultureInfo.InvariantCulture), Title = block.Title, Community = block.CommunityId is { } c ? Text(c) : null, Folder = block.FolderId is { } f ? Text(f) : null,
            Shortcut = block.Shortcut ?? "", Product = block.Product ?? "", Owner = block.OwnerId is { } o ? Text(o) : null, Review = ReadBlockForm.Day(block.ReviewAt), State = TextBlockWays.Code(block.State),
            Texts = [.. found.Texts.Select(t => new TypedText(t.Language, t.Html, t.Text))],
        };
    }

    private BlockView Shown(BlockWithTexts found, List<TextBlockFile> files, Dictionary<long, BlockFolder> folders, NamesNow known, Writing writing)
    {
        var block = found.Block;
        return new BlockView(
            Text(block.Id), block.Title, block.Shortcut, block.CommunityId is { } community ? known.Community(community) : null, block.FolderId is null ? null : BlockFolders.Path(block.FolderId, folders), block.Product,
            known.Agent(block.OwnerId), block.ReviewAt, block.ReviewAt <= clock.GetUtcNow(), block.State, block.Version, block.UpdatedAt, known.Agent(block.UpdatedById),
            [.. found.Texts.Select(t => new ShownText(t.Language, Shown(t.Html, files)))], [.. files.Where(f => !f.Inline).Select(FileOf)], block.Sent, block.Solved, writing.May(block.CommunityId), block.CommunityId is null ? writing.Any : writing.May(block.CommunityId));
    }

    private static string Shown(string html, List<TextBlockFile> files) => BlockPictures.Addressed(BlockPictures.Cleaned(html), id => files.Find(file => file.Inline && file.Id == id) is { } file ? BlockPictures.Address(file) : null);

    private static BlockForm Filled(
        BlockForm form, TextBlock? block, List<TextBlockFile> files, Dictionary<long, BlockFolder> folders, NamesNow known, Writing writing, List<Named> communities, Signed signed) => form with
    {
        Texts = [.. ((string[])["de", "en"]).Concat(form.Texts.Select(t => t.Language)).Distinct(StringComparer.Ordinal).Select(language => form.Texts.FirstOrDefault(t => t.Language == language) ?? new TypedText(language, "", ""))
            .Select(t => BlockPictures.In(t.Html).Count == 0 ? t : t with { Html = Shown(t.Html, files) })], // As it is kept; an editor has no names, but addresses.
        Files = [.. files.Where(f => !f.Inline).Select(FileOf)],
        Communities = [.. communities.Where(c => writing.May(ReadBlockForm.Id(c.Id)) || form.From is not null)],
        ForAll = writing.ForAll,
        Folders = [.. folders.Values.Select(f => new Named(Text(f.Id), Way(f, folders, known))).OrderBy(f => f.Name, StringComparer.CurrentCulture)],
        Owners = [.. known.Agents.Values.Where(a => a.Active && (signed.Acting.SeesAll || a.Communities.Any(signed.Acting.Sees) || a.Id == signed.AgentId)).OrderBy(a => a.Name, StringComparer.CurrentCulture).Select(a => new Named(Text(a.Id), a.Name))],
        States = block is null && !writing.Any ? [TextBlockState.Proposed] : block is null ? [TextBlockState.Proposed, TextBlockState.InReview, TextBlockState.Published] : [block.State, .. TextBlockWays.Next(block.State)],
    };

    private static string Way(BlockFolder folder, Dictionary<long, BlockFolder> folders, NamesNow known) =>
        folder.CommunityId is { } community ? $"{known.Community(community)}: {BlockFolders.Path(folder.Id, folders)}" : BlockFolders.Path(folder.Id, folders);

    private static ShownFile FileOf(TextBlockFile file) => new(Text(file.Id), file.Name, file.Size);

    private static (BlockFilter, BlockFilterView) Filter(IQueryCollection query, TextBlock? beside)
    {
        static string? Of(Microsoft.Extensions.Primitives.StringValues values) => values is [{ Length: > 0 and <= 200 } one, ..] ? one : null;
        var (words, community, state, product, folder) = (Of(query["q"]), Of(query["community"]), Of(query["state"]), Of(query["product"]), Of(query["folder"]) ?? (beside?.FolderId is { } its && query.Count == 0 ? Text(its) : null));
        var after = ReadBlockForm.Id(query["after"]) is { } id ? (Of(query["behind"]) ?? "", id) : ((string, long)?)null;
        return (new BlockFilter(words, ReadBlockForm.Id(community), TextBlockWays.Read(state), ReadBlockForm.Id(folder), after, product), new BlockFilterView(words ?? "", community, state, folder, product));
    }

    /// <summary>Each folder below the one it is in.</summary>
    private static List<FolderNode> Tree(Dictionary<long, BlockFolder> folders, NamesNow known, long? open)
    {
        var children = folders.Values.ToLookup(f => f.ParentId is { } parent && folders.ContainsKey(parent) ? parent : 0);
        var nodes = new List<FolderNode>();
        void Put(long parent, int depth)
        {
            if (depth > BlockFolders.Deepest + 1) return;
            foreach (var folder in children[parent].OrderBy(f => f.CommunityId is { } c ? known.Community(c) : "", StringComparer.CurrentCulture).ThenBy(f => f.Name, StringComparer.CurrentCulture))
            {
                nodes.Add(new FolderNode(Text(folder.Id), folder.Name, depth == 0 && folder.CommunityId is { } of ? known.Community(of) : null, depth, folder.Id == open));
                Put(folder.Id, depth + 1);
            }
        }
        Put(0, 0);
        return nodes;
    }

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
