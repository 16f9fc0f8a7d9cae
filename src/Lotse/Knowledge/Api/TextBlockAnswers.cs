using System.Globalization;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Knowledge;
using Lotse.Domain.Tickets;
using Lotse.Knowledge.Keeping;

namespace Lotse.Knowledge.Api;

/// <summary>Text blocks as programs read them.</summary>
public sealed class TextBlockAnswers(ListTextBlocks list)
{
    /// <returns>Null where it is not there or not for this agent.</returns>
    public async Task<TextBlockJson?> ReadAsync(Acting by, long id, CancellationToken cancel)
    {
        if (await list.FindAsync(by, id, cancel) is not { Block: var block } found) return null;
        var files = await list.FilesAsync(block, cancel);
        return new TextBlockJson(Text(id), block.Title, block.Shortcut, Of(block.CommunityId), Of(block.FolderId), block.Product, Of(block.OwnerId), block.ReviewAt, TextBlockWays.Code(block.State), block.Version,
            block.UpdatedAt, found.Texts.ToDictionary(t => t.Language, t => t.Html, StringComparer.Ordinal), [.. files.Where(file => !file.Inline).Select(File)], block.Sent, block.Solved);
    }

    public static TextBlockItemJson Item(TextBlock block) => new(
        Text(block.Id), block.Title, block.Shortcut, Of(block.CommunityId), Of(block.FolderId), block.Product, TextBlockWays.Code(block.State), block.Version, block.UpdatedAt, block.Sent, block.Solved);

    public static TextBlockFileJson File(TextBlockFile file) => new(Text(file.Id), file.Name, file.Size);

    public static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);

    private static string? Of(long? id) => id is { } known ? Text(known) : null;
}
