using Lotse.Domain.Tickets;

namespace Lotse.Domain.Knowledge.Articles;

/// <summary>What a reader missed, bounded, in one line: it is shown to staff as text and as nothing else.</summary>
public static class SayWhatIsMissing
{
    public const int Longest = 500, KeptOfOne = 50;

    /// <returns>Null where nothing was said.</returns>
    public static string? Kept(string? typed)
    {
        var words = Snippets.Of(typed ?? "", Longest);
        return words.Length == 0 ? null : words;
    }
}
