using Lotse.Domain.Knowledge;
using Lotse.Tickets;

namespace Lotse.Knowledge.Keeping;

/// <summary>A part of a text block that is another one in two of its versions.</summary>
/// <param name="Field">title, shortcut, community, folder, product, owner, reviewAt, state, files; or texts.de for a language.</param>
public sealed record BlockDifference(string Field, string Before, string After)
{
    public IReadOnlyList<DifferencePart> Parts => WordDifference.Between(Before, After);
}

/// <summary>What changed between two versions of a text block, part by part, in words; what stayed is left out.</summary>
public static class BlockDifferences
{
    public const string OfText = "texts.";

    public static IReadOnlyList<BlockDifference> Between(BlockContent before, BlockContent after) => [.. Fields(before).Zip(Fields(after), (b, a) => new BlockDifference(b.Field, b.Words, a.Words))
        .Concat(before.Texts.Keys.Union(after.Texts.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(language => new BlockDifference($"{OfText}{language}", Words(before, language), Words(after, language))))
        .Where(one => one.Before != one.After)];

    private static (string Field, string Words)[] Fields(BlockContent content) =>
    [
        ("title", content.Title), ("shortcut", content.Shortcut ?? ""), ("community", content.Community ?? ""), ("folder", content.Folder ?? ""), ("product", content.Product ?? ""), ("owner", content.Owner ?? ""),
        ("reviewAt", content.ReviewAt?.UtcDateTime.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) ?? ""), ("state", content.State), ("files", string.Join(", ", content.Files)),
    ];

    private static string Words(BlockContent content, string language) => content.Texts.TryGetValue(language, out var html) ? PlainText.OfHtml(html) : "";
}
