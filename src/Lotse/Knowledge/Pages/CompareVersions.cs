using Lotse.Domain.Knowledge;
using Lotse.Knowledge.Keeping;
using Lotse.Tickets;
using Lotse.Ui.Language;

namespace Lotse.Knowledge.Pages;

/// <summary>What changed between two versions of a text block, part by part; what stayed is left out.</summary>
internal static class CompareVersions
{
    public static IReadOnlyList<ComparedPart> Of(BlockContent before, BlockContent after, Texts t)
    {
        var parts = new List<(string Name, string Before, string After)>
        {
            (t["block.title"], before.Title, after.Title), (t["block.shortcut"], before.Shortcut ?? "", after.Shortcut ?? ""), (t["block.community"], before.Community ?? t["block.forAll"], after.Community ?? t["block.forAll"]),
            (t["block.folder"], before.Folder ?? "", after.Folder ?? ""), (t["block.product"], before.Product ?? "", after.Product ?? ""), (t["block.owner"], before.Owner ?? "", after.Owner ?? ""),
            (t["block.review"], ReadBlockForm.Day(before.ReviewAt), ReadBlockForm.Day(after.ReviewAt)), (t["block.state"], State(t, before), State(t, after)),
            (t["block.files"], string.Join(", ", before.Files), string.Join(", ", after.Files)),
        };
        foreach (var language in before.Texts.Keys.Union(after.Texts.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            parts.Add((BlockLanguages.Name(t, language), Words(before, language), Words(after, language)));
        }
        return [.. parts.Where(part => part.Before != part.After).Select(part => new ComparedPart(part.Name, WordDifference.Between(part.Before, part.After)))];
    }

    private static string Words(BlockContent content, string language) => content.Texts.TryGetValue(language, out var html) ? PlainText.OfHtml(html) : "";

    private static string State(Texts t, BlockContent content) => TextBlockWays.Read(content.State) is { } state ? BlockText.State(t, state) : content.State;
}
