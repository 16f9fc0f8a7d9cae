using Lotse.Domain.Knowledge;
using Lotse.Knowledge.Keeping;
using Lotse.Ui.Language;

namespace Lotse.Knowledge.Pages;

/// <summary>What changed between two versions of a text block, in the words of whoever looks.</summary>
internal static class CompareVersions
{
    public static IReadOnlyList<ComparedPart> Of(BlockContent before, BlockContent after, Texts t) =>
        [.. BlockDifferences.Between(before, after).Select(one => new ComparedPart(Name(one.Field, t), WordDifference.Between(Words(one.Field, one.Before, t), Words(one.Field, one.After, t))))];

    private static string Name(string field, Texts t) => field switch
    {
        "title" => t["block.title"],
        "shortcut" => t["block.shortcut"],
        "community" => t["block.community"],
        "folder" => t["block.folder"],
        "product" => t["block.product"],
        "owner" => t["block.owner"],
        "reviewAt" => t["block.review"],
        "state" => t["block.state"],
        "files" => t["block.files"],
        _ => BlockLanguages.Name(t, field[BlockDifferences.OfText.Length..]),
    };

    private static string Words(string field, string words, Texts t) => field switch
    {
        "community" when words.Length == 0 => t["block.forAll"],
        "state" when TextBlockWays.Read(words) is { } state => BlockText.State(t, state),
        _ => words,
    };
}
