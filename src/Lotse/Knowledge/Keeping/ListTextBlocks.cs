using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Knowledge;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Knowledge.Keeping;

/// <summary>Which text blocks are wanted.</summary>
/// <param name="Words">In title or text, each.</param>
/// <param name="Folder">Only in this one.</param>
/// <param name="Product">Only those for this one.</param>
/// <param name="After">The last one of the page before: title and id.</param>
public sealed record BlockFilter(string? Words = null, long? Community = null, TextBlockState? State = null, long? Folder = null, (string Title, long Id)? After = null, string? Product = null);

/// <param name="More">There are others behind the last.</param>
public sealed record BlockPage(IReadOnlyList<TextBlock> Rows, bool More);

/// <summary>Lists text blocks by title, a page at a time.</summary>
public sealed class ListTextBlocks(DeskDatabase database)
{
    public async Task<BlockPage> RunAsync(Acting by, BlockFilter filter, int limit, CancellationToken cancel)
    {
        // From the beginning is behind what comes before everything: the same walk along the same index.
        var (title, id) = filter.After ?? ("", 0);
#pragma warning disable CA1309 // The database compares, in its own order.
        var blocks = database.TextBlocks.VisibleTo(by).Where(b => string.Compare(b.Title, title) >= 0 && (string.Compare(b.Title, title) > 0 || b.Id > id));
#pragma warning restore CA1309
        if (filter.Folder is { } folder) blocks = blocks.Where(b => b.FolderId == folder);
        if (filter.Product is { } product) blocks = blocks.Where(b => b.Product == product);
        if (filter.Community is { } community) blocks = blocks.Where(b => b.CommunityId == community);
        blocks = filter.State is { } state ? blocks.Where(b => b.State == state) : blocks.Where(b => b.State != TextBlockState.Retired);
        foreach (var forms in BlockWords.Sought(filter.Words ?? "")) blocks = blocks.Where(b => database.TextBlockWords.Any(w => w.TextBlockId == b.Id && forms.Contains(w.Word) && !w.Learned));
        var rows = await blocks.OrderBy(b => b.Title).ThenBy(b => b.Id).Take(limit + 1).ToListAsync(cancel);
        return new BlockPage([.. rows.Take(limit)], rows.Count > limit);
    }

    /// <returns>With its texts, and what whoever asks has not read of it; null where it is not there or not for this agent.</returns>
    public async Task<BlockWithTexts?> FindAsync(Acting by, long id, CancellationToken cancel)
    {
        var rows = await database.TextBlocks.VisibleTo(by).Where(b => b.Id == id).LeftJoin(database.TextBlockTexts, b => b.Id, t => t.TextBlockId, (block, text) => new { block, text, news = database.KnowledgeNews.FirstOrDefault(n => n.TextBlockId == block.Id && n.AgentId == by.AgentId && n.ReadAt == null) }).ToListAsync(cancel);
        return rows.Count == 0 ? null : new BlockWithTexts(rows[0].block, [.. rows.Select(row => row.text).OfType<TextBlockText>().OrderBy(t => t.Language == "de" ? 0 : t.Language == "en" ? 1 : 2).ThenBy(t => t.Language, StringComparer.Ordinal)], rows[0].news);
    }

    /// <summary>Of a block that <see cref="FindAsync"/> has found.</summary>
    public Task<List<TextBlockFile>> FilesAsync(TextBlock block, CancellationToken cancel) => database.TextBlockFiles.Where(f => f.TextBlockId == block.Id).OrderBy(f => f.Id).ToListAsync(cancel);

    /// <summary>Newest first; null where the block is not there or not for this agent.</summary>
    /// <param name="before">Only those below this version.</param>
    public async Task<List<TextBlockVersion>?> VersionsAsync(Acting by, long id, int? before, int limit, CancellationToken cancel)
    {
        if (!await database.TextBlocks.VisibleTo(by).AnyAsync(b => b.Id == id, cancel)) return null;
        return await database.TextBlockVersions.Where(v => v.TextBlockId == id && (before == null || v.Version < before)).OrderByDescending(v => v.Version).Take(limit).ToListAsync(cancel);
    }
}

public sealed record BlockWithTexts(TextBlock Block, IReadOnlyList<TextBlockText> Texts, KnowledgeNews? News);
