using Lotse.Adapters.Database.Rows;
using Lotse.Domain;
using Lotse.Domain.Knowledge;
using Lotse.Domain.Tickets;
using Lotse.Tickets;

namespace Lotse.Knowledge.Keeping;

/// <summary>Changes nothing of a text block but how far it has come.</summary>
public sealed class MoveTextBlock(ListTextBlocks list, KeepTextBlocks keep)
{
    /// <param name="version">As whoever moves it has seen it; null where they do not say.</param>
    public async Task<Answer<TextBlock>> RunAsync(Acting by, long id, TextBlockState to, int? version, CancellationToken cancel)
    {
        if (await list.FindAsync(by, id, cancel) is not { Block: var block } found) return Refusals.NotFound;
        var draft = new BlockDraft(block.Title, block.CommunityId, block.FolderId, block.Shortcut, block.Product, block.OwnerId, block.ReviewAt, to, found.Texts.ToDictionary(t => t.Language, t => t.Html, StringComparer.Ordinal));
        return await keep.SaveAsync(by, id, draft, version ?? block.Version, cancel);
    }
}
