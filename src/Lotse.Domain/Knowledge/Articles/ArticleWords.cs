using Lotse.Domain.Search.Words;

namespace Lotse.Domain.Knowledge.Articles;

/// <summary>A word of an article that was asked for.</summary>
public sealed record FoundArticleWord(long ArticleId, string Word, int Weight);

/// <summary>The words by which articles are found: in their stems, made once here, so that both databases find the same.</summary>
public static class ArticleWords
{
    /// <summary>A word of the title says more than one of the introduction, and that more than one of the text.</summary>
    public const int InTitle = 40, InLead = 20, InText = 10;

    /// <summary>Words kept of one language; words asked for; articles looked at of each word.</summary>
    public const int Most = 400, Asked = 12, PerWord = 100;

    private const int ShortestInTitle = 2, ShortestInText = 3, CharactersAsked = 1000;

    /// <summary>Word and weight.</summary>
    public static IReadOnlyDictionary<string, int> Of(string language, string title, string lead, string text)
    {
        var words = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var word in Stems(title, language, ShortestInTitle)) words.TryAdd(word, InTitle);
        foreach (var word in Stems(lead, language, ShortestInText).Take(Most)) words.TryAdd(word, InLead);
        foreach (var word in Stems(text, language, ShortestInText).Take(Most)) words.TryAdd(word, InText);
        return words;
    }

    /// <summary>Of what somebody types, in the language of the pages: the longest ones, for these tell most.</summary>
    public static IReadOnlyList<string> Sought(string typed, string language) =>
        [.. Stems(typed.Length > CharactersAsked ? typed[..CharactersAsked] : typed, language, ShortestInTitle).OrderByDescending(word => word.Length).ThenBy(word => word, StringComparer.Ordinal).Take(Asked)];

    /// <summary>Best first. A word that few articles have says more than one that all have; and who has more of the words comes first.</summary>
    /// <param name="least">Of the words that were asked for, how many an article must have.</param>
    public static IReadOnlyList<long> Ranked(IReadOnlyCollection<FoundArticleWord> found, int least)
    {
        var rarity = found.GroupBy(one => one.Word, StringComparer.Ordinal).ToDictionary(of => of.Key, of => 1 + Math.Log(1 + (PerWord / (double)of.Count())), StringComparer.Ordinal);
        return [.. found.GroupBy(one => one.ArticleId).Where(of => of.Count() >= least)
            .OrderByDescending(of => of.Sum(one => one.Weight * rarity[one.Word])).ThenBy(of => of.Key).Select(of => of.Key)];
    }

    private static IEnumerable<string> Stems(string text, string language, int shortest) => SearchWords.In(text)
        .Where(word => word.Length >= shortest && word.Length <= 60).Select(word => SearchWords.Kept(text.AsSpan(word.At, word.Length), language)).Distinct(StringComparer.Ordinal);
}
