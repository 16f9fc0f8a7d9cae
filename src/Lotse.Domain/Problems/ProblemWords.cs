namespace Lotse.Domain.Problems;

/// <summary>What people say about a problem.</summary>
/// <param name="German">What customers are told meanwhile.</param>
public sealed record ProblemWords(string Title, string Product, long? OwnerId, string German, string English)
{
    public const string TitleMissing = "problem-title-missing", TooLong = "problem-words-too-long";

    private const int LongestTitle = 200, LongestProduct = 80;

    /// <summary>Without what was typed by accident around it.</summary>
    public ProblemWords Trimmed() => new(Title.Trim(), Product.Trim(), OwnerId, Plain(German), Plain(English));

    public Refusal? Check()
    {
        if (string.IsNullOrWhiteSpace(Title)) return new Refusal(TitleMissing, "title");
        if (Title.Trim().Length > LongestTitle) return new Refusal(TooLong, "title");
        if (Product.Trim().Length > LongestProduct) return new Refusal(TooLong, "product");
        return new InformWords(German, English).Check();
    }

    private static string Plain(string text) => text.ReplaceLineEndings("\n").Trim();
}
