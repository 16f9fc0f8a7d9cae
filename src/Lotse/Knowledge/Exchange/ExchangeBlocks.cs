using System.Security.Cryptography;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Files;
using Lotse.Domain;
using Lotse.Domain.Knowledge;
using Lotse.Domain.Knowledge.Exchange;
using Lotse.Domain.Tickets;
using Lotse.Knowledge.Keeping;
using Lotse.Knowledge.Pages;
using Lotse.Knowledge.Pictures;
using Lotse.Tickets;
using Lotse.Tickets.Pages;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Knowledge.Exchange;

public enum ImportStep { New, Changed, Same, Refused }

/// <summary>What becomes of one block of a table or a tree.</summary>
/// <param name="Where">Its line, or its file.</param>
/// <param name="FilesIn">Files that come to it; <paramref name="FilesOut"/> those that go.</param>
public sealed record ImportLine(string Where, string Title, ImportStep Step, Refusal? Refusal, int FilesIn = 0, int FilesOut = 0);

/// <summary>Text blocks out of this desk and into it, by names; tried first, where somebody wants to see what would happen. For leads and admins.</summary>
public sealed class ExchangeBlocks(DeskDatabase database, Journal journal, KeepTextBlocks keep, KeepFolders folders, FileStore store, DeskNames names)
{
    public const string BlocksTooMany = "import-too-many-blocks", TitleTwice = "import-title-twice";
    public const int AtMost = 5000;

    private static readonly Refusal s_onlyTried = new("only-tried");
    private static readonly FileExtensionContentTypeProvider s_types = new();

    /// <summary>Files are read one block after the other, while somebody goes through them.</summary>
    public async Task<IEnumerable<SheetBlock>> ExportAsync(Acting by, bool withFiles, CancellationToken cancel)
    {
        var known = await names.NowAsync(cancel);
        var all = await KeepFolders.AllAsync(database, by, cancel);
        var blocks = await database.TextBlocks.VisibleTo(by).OrderBy(b => b.Title).ThenBy(b => b.Id).Take(AtMost).ToListAsync(cancel);
        var texts = (await database.TextBlocks.VisibleTo(by).Join(database.TextBlockTexts, b => b.Id, t => t.TextBlockId, (_, t) => t).ToListAsync(cancel)).ToLookup(t => t.TextBlockId);
        var files = withFiles ? (await database.TextBlocks.VisibleTo(by).Join(database.TextBlockFiles, b => b.Id, f => f.TextBlockId, (_, f) => f).ToListAsync(cancel)).OrderBy(f => f.Inline).ThenBy(f => f.Name, StringComparer.Ordinal).ThenBy(f => f.Id).ToLookup(f => f.TextBlockId) : null;
        return blocks.Select(b => new SheetBlock("", b.Title, b.Shortcut, b.CommunityId is { } of ? known.Community(of) : "", BlockFolders.Path(b.FolderId, all), b.Product, TextBlockWays.Code(b.State),
            b.OwnerId is { } owner ? known.Agents.GetValueOrDefault(owner)?.Email ?? "" : "", ReadBlockForm.Day(b.ReviewAt), texts[b.Id].ToDictionary(t => t.Language, t => files is null ? t.Html : Numbered(t.Html, [.. files[b.Id]]), StringComparer.Ordinal))
        {
            Files = files?[b.Id].Select(file => new SheetFile(file.Name, Bytes(file))).ToList(),
        });
    }

    /// <summary>Nothing is kept where one block is refused, or where it is only tried.</summary>
    public async Task<IReadOnlyList<ImportLine>> ImportAsync(Acting by, IReadOnlyList<SheetBlock> blocks, bool trying, CancellationToken cancel)
    {
        if (by.Role < Role.Lead) return [new ImportLine("", "", ImportStep.Refused, new Refusal(Refusals.LeadsOnly))];
        if (blocks.Count > AtMost) return [new ImportLine("", "", ImportStep.Refused, new Refusal(BlocksTooMany))];
        var lines = new List<ImportLine>();
        foreach (var block in blocks) lines.Add(await LineAsync(by, block, keeping: false, cancel));
        foreach (var (twice, refusal) in Twice(blocks)) lines[lines.FindIndex(line => line.Where == twice.Where)] = new ImportLine(twice.Where, twice.Title, ImportStep.Refused, refusal);
        if (trying || lines.Exists(line => line.Step == ImportStep.Refused)) return lines;
        for (var at = 0; at < blocks.Count; at++)
        {
            if (lines[at].Step != ImportStep.Same) lines[at] = await LineAsync(by, blocks[at], keeping: true, cancel);
        }
        return lines;
    }

    /// <summary>Those that another one stands in the way of: by shortcut; and where they have none, by title, since nothing else tells them from each other.</summary>
    private static IEnumerable<(SheetBlock Block, Refusal Refusal)> Twice(IReadOnlyList<SheetBlock> blocks)
    {
        static string Community(SheetBlock block) => block.Community.ToUpperInvariant();
        var shortcuts = blocks.Where(b => b.Shortcut is not null).GroupBy(b => b.Shortcut!, StringComparer.Ordinal).Where(of => of.Count() > 1 && (of.Any(b => b.Community.Length == 0) || of.DistinctBy(Community).Count() < of.Count()));
        var titles = blocks.Where(b => b.Shortcut is null).GroupBy(b => (Community(b), b.Title));
        return shortcuts.SelectMany(of => of.Skip(1)).Select(b => (b, new Refusal(KeepTextBlocks.ShortcutTaken, "shortcut"))).Concat(titles.SelectMany(of => of.Skip(1)).Select(b => (b, new Refusal(TitleTwice, "title"))));
    }

    private async Task<ImportLine> LineAsync(Acting by, SheetBlock row, bool keeping, CancellationToken cancel)
    {
        ImportLine Refused(Refusal refusal) => new(row.Where, row.Title, ImportStep.Refused, refusal);
        var known = await names.NowAsync(cancel);
        long? community = row.Community.Length == 0 ? null : known.Communities.Where(c => by.Sees(c.Key) && string.Equals(c.Value, row.Community, StringComparison.OrdinalIgnoreCase)).Select(c => (long?)c.Key).FirstOrDefault() ?? 0;
        if (community == 0) return Refused(new Refusal("no-such-community", row.Community));
        if ((row.State.Length == 0 ? TextBlockState.Published : TextBlockWays.Read(row.State)) is not { } state) return Refused(new Refusal(TextBlockWays.NoWay, "state"));
        long? owner = row.Owner.Length == 0 ? null : known.Agents.Values.FirstOrDefault(a => string.Equals(a.Email, row.Owner, StringComparison.OrdinalIgnoreCase))?.Id ?? 0;
        var review = ReadBlockForm.Day(row.Review);
        if (row.Review.Length > 0 && review is null) return Refused(new Refusal("review-not-right", "review"));
        var there = await database.TextBlocks.VisibleTo(by).Where(b => b.CommunityId == community && (row.Shortcut == null ? b.Title == row.Title && b.Shortcut == null : b.Shortcut == row.Shortcut)).FirstOrDefaultAsync(cancel);
        var folder = await FolderAsync(by, row.Folder, community, keeping, cancel);
        if (folder.Refusal is { } noFolder) return Refused(noFolder);
        var lying = there is null || row.Files is null ? [] : await database.TextBlockFiles.Where(f => f.TextBlockId == there.Id).OrderBy(f => f.Id).ToListAsync(cancel);
        var (coming, going) = Files(lying, row);
        var draft = new BlockDraft(row.Title, community, folder.Id, row.Shortcut, row.Product, owner, review, state, WithPictures(row, lying)) { NewFiles = coming, WithoutFiles = going, FromElsewhere = true, Quiet = true, OnlyTried = !keeping };
        if (there is not null && !folder.Missing && coming.Count + going.Count == 0 && await IsSameAsync(there, draft, cancel)) return new ImportLine(row.Where, row.Title, ImportStep.Same, null);
        var step = there is null ? ImportStep.New : ImportStep.Changed;
        var refusal = keeping ? (await keep.SaveAsync(by, there?.Id, draft, there?.Version, cancel)).Refusal
            : await journal.TogetherAsync(async () => (await keep.SaveAsync(by, there?.Id, draft, there?.Version, cancel)).Refusal ?? s_onlyTried, cancel);
        return refusal is null || refusal == s_onlyTried ? new ImportLine(row.Where, row.Title, step, null, coming.Count, going.Count) : Refused(refusal);
    }

    /// <summary>What comes and what goes: a file is told by its name and its bytes.</summary>
    private static (IReadOnlyList<WrittenFile> Coming, IReadOnlyList<long> Going) Files(List<TextBlockFile> there, SheetBlock row)
    {
        if (row.Files is not { } files) return ([], []);
        var (lying, coming) = (there.FindAll(file => !file.Inline), new List<WrittenFile>());
        var shown = row.Texts.Values.SelectMany(html => BlockPictures.In(BlockPictures.Cleaned(html))).ToHashSet();
        foreach (var file in files.Where((_, at) => !shown.Contains(at + 1)))
        {
            var sha256 = ShaOf(file.Bytes);
            if (lying.FindIndex(has => has.Name == file.Name && has.Sha256 == sha256) is >= 0 and var same) lying.RemoveAt(same);
            else coming.Add(new WrittenFile(file.Name, s_types.TryGetContentType(file.Name, out var type) ? type : "application/octet-stream", file.Bytes));
        }
        return (coming, lying.ConvertAll(file => file.Id));
    }

    /// <summary>Pictures by their place among the files, as a tree has them.</summary>
    private static string Numbered(string html, List<TextBlockFile> files) => BlockPictures.Addressed(html, id => files.FindIndex(file => file.Inline && file.Id == id) is >= 0 and var at ? BlockPictures.Of(at + 1) : null);

    /// <summary>Pictures by the files that the block has already, or with all their bytes, as an editor sends them.</summary>
    private static Dictionary<string, string> WithPictures(SheetBlock row, List<TextBlockFile> lying) => row.Texts.ToDictionary(text => text.Key, text => row.Files is not { } files ? text.Value : BlockPictures.Addressed(BlockPictures.Cleaned(text.Value), n =>
    {
        if (n < 1 || n > files.Count) return null;
        var sha256 = ShaOf(files[(int)n - 1].Bytes);
        return lying.Find(file => file.Inline && file.Sha256 == sha256) is { } there ? BlockPictures.Of(there.Id) : $"data:image/any;base64,{Convert.ToBase64String(files[(int)n - 1].Bytes)}";
    }), StringComparer.Ordinal);

    private static string ShaOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private byte[] Bytes(TextBlockFile file)
    {
        using var from = store.Open(file.Sha256) ?? throw new InvalidDataException($"The file {file.Sha256} of text block {file.TextBlockId} is missing.");
        var bytes = new byte[from.Length];
        from.ReadExactly(bytes);
        return bytes;
    }

    private async Task<bool> IsSameAsync(TextBlock there, BlockDraft draft, CancellationToken cancel)
    {
        if ((there.Title, there.FolderId, there.Product, there.OwnerId, there.ReviewAt, there.State) != (draft.Title, draft.FolderId, draft.Product, draft.OwnerId, draft.ReviewAt, draft.State)) return false;
        var texts = await database.TextBlockTexts.Where(t => t.TextBlockId == there.Id).ToListAsync(cancel);
        return texts.Count == draft.Texts.Count && texts.TrueForAll(t => draft.Texts.TryGetValue(t.Language, out var html) && BlockPictures.Cleaned(html) == t.Html);
    }

    /// <summary>Its way from the top; made where it is not there, once the blocks are kept.</summary>
    private async Task<(long? Id, bool Missing, Refusal? Refusal)> FolderAsync(Acting by, string path, long? community, bool keeping, CancellationToken cancel)
    {
        long? at = null;
        var parts = path.Split('/', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length > BlockFolders.Deepest + 1) return (null, true, new Refusal(BlockFolders.TooDeep));
        foreach (var name in parts)
        {
            var all = await KeepFolders.AllAsync(database, by, cancel);
            if (all.Values.FirstOrDefault(f => f.ParentId == at && f.CommunityId == community && string.Equals(f.Name, name, StringComparison.OrdinalIgnoreCase)) is { } folder) at = folder.Id;
            else if (!keeping) return (null, true, null);
            else if ((await folders.SaveAsync(by, null, name, at, community, cancel)) is { Refusal: null, Value: { } made }) at = made.Id;
            else return (null, true, new Refusal(BlockFolders.TooDeep));
        }
        return (at, false, null);
    }
}
