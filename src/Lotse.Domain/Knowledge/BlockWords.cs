using Lotse.Domain.Search.Words;

namespace Lotse.Domain.Knowledge;

/// <summary>The words by which text blocks are like tickets, in their stems.</summary>
public static class BlockWords
{
    /// <summary>A word of the title says more than one of the text.</summary>
    public const int InTitle = 40, InText = 10;

    /// <summary>Words kept of one language of a block; words asked for of a ticket.</summary>
    public const int Most = 150, Asked = 16;

    private const int CharactersRead = 1500, ShortestInSubject = 4, ShortestInText = 5;

    /// <summary>Of a block: word and weight.</summary>
    /// <param name="texts">Plain words by language.</param>
    public static IReadOnlyDictionary<string, int> OfBlock(string title, IReadOnlyDictionary<string, string> texts)
    {
        var words = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (language, text) in texts)
        {
            // A title is written in one language; nobody says in which.
            foreach (var word in Stems(title, language, ShortestInSubject)) words[word] = InTitle;
            foreach (var word in Stems(text, language, ShortestInText).Take(Most)) words.TryAdd(word, InText);
        }
        return words;
    }

    /// <summary>Of a ticket: those that may tell something, of the subject first, then the longest.</summary>
    /// <param name="language">Null where nobody knows.</param>
    public static IReadOnlyList<string> OfTicket(string subject, string text, string? language)
    {
        var ofSubject = Stems(subject, language, ShortestInSubject).OrderByDescending(word => word.Length).Take(Asked / 2).ToList();
        var ofText = Stems(text.Length > CharactersRead ? text[..CharactersRead] : text, language, ShortestInText).Except(ofSubject, StringComparer.Ordinal).OrderByDescending(word => word.Length);
        return [.. ofSubject.Concat(ofText).Take(Asked)];
    }

    /// <summary>Of what somebody types to find a block; each may have been kept in one of these forms.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Sought(string typed) =>
        [.. SearchWords.In(typed).Take(6).Select(word => (IReadOnlyList<string>)[.. SearchWords.Sought(typed.AsSpan(word.At, word.Length)).Distinct(StringComparer.Ordinal)])];

    private static IEnumerable<string> Stems(string text, string? language, int shortest) => SearchWords.In(text)
        .Where(word => word.Length >= shortest && !text.AsSpan(word.At, word.Length).ContainsAnyInRange('0', '9'))
        .Select(word => SearchWords.Kept(text.AsSpan(word.At, word.Length), language)).Distinct(StringComparer.Ordinal);
}
