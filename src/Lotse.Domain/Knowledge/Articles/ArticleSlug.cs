namespace Lotse.Domain.Knowledge.Articles;

/// <summary>The clean end of an article's address: small letters, digits and hyphens.</summary>
public static class ArticleSlug
{
    public const int Longest = 90;

    private const int LongestMade = 70;

    /// <summary>Pages of their own beside the articles.</summary>
    private static readonly string[] s_ours = ["search", "ask", "suggestions"];

    /// <param name="taken">It is none of these.</param>
    /// <param name="language">Where the title has no letter of ours, the word for an article in this language stands in.</param>
    public static string Of(string title, IEnumerable<string> taken, string language) =>
        KeyOfWords.Of(Written(title), taken.Concat(s_ours), language == "de" ? "artikel" : "article", LongestMade);

    /// <summary>A community's, by its name.</summary>
    public static string OfCommunity(string name, IEnumerable<string> taken) => KeyOfWords.Of(Written(name), taken, "hilfe");

    /// <summary>As somebody typed it.</summary>
    public static bool IsRight(string typed) =>
        typed.Length is > 0 and <= Longest && typed[0] != '-' && typed[^1] != '-' && !typed.Contains("--", StringComparison.Ordinal)
        && typed.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') && !s_ours.Contains(typed);

    /// <summary>Umlauts as everybody who has none on the keyboard writes them. Signs beyond, and halves of them, cannot be told apart into letters and are none of ours.</summary>
    private static string Written(string words) => new string([.. words.Where(c => !char.IsSurrogate(c) && c < '\ufff0')]).ToLowerInvariant().Normalize(System.Text.NormalizationForm.FormC)
        .Replace("ä", "ae", StringComparison.Ordinal).Replace("ö", "oe", StringComparison.Ordinal).Replace("ü", "ue", StringComparison.Ordinal).Replace("ß", "ss", StringComparison.Ordinal);
}
