using Lotse.Domain.Search.Words;

namespace Lotse.Domain.Search;

/// <param name="Hit">One of the words that were looked for.</param>
public readonly record struct ExcerptPiece(string Text, bool Hit);

/// <summary>The part of a text around the first words that were looked for, with these marked.</summary>
public static class Excerpt
{
    /// <summary>Characters of a text that are looked through, and that stand in front of the first hit.</summary>
    private const int Looked = 50_000, Before = 40;

    /// <returns>Empty where none of the words is there.</returns>
    public static IReadOnlyList<ExcerptPiece> Of(string text, string? language, SearchTerms terms, int length)
    {
        var start = text.Length > Looked ? text[..Looked] : text;
        var initials = Initials(terms);
        var hits = SearchWords.In(start).Where(word => IsSought(start.AsSpan(word.At, word.Length), language, terms, initials)).Take(50).ToList();
        if (hits.Count == 0) return [];
        var from = Math.Max(0, hits[0].At - Before);
        if (from > 0 && start.AsSpan(from, hits[0].At - from).IndexOfAny(' ', '\n') is >= 0 and var blank) from += blank + 1;
        var pieces = new List<ExcerptPiece>();
        if (from > 0) pieces.Add(new ExcerptPiece("… ", false));
        var to = Math.Min(start.Length, from + length);
        foreach (var hit in hits.TakeWhile(hit => hit.At + hit.Length <= to))
        {
            Add(pieces, start[from..hit.At], false);
            Add(pieces, start.Substring(hit.At, hit.Length), true);
            from = hit.At + hit.Length;
        }
        Add(pieces, start[from..Math.Max(from, to)], false);
        return pieces;
    }

    /// <summary>The whole text, with the words marked.</summary>
    public static IReadOnlyList<ExcerptPiece> Whole(string text, string? language, SearchTerms terms)
    {
        var (pieces, from, initials) = (new List<ExcerptPiece>(), 0, Initials(terms));
        foreach (var word in SearchWords.In(text))
        {
            if (!IsSought(text.AsSpan(word.At, word.Length), language, terms, initials)) continue;
            Add(pieces, text[from..word.At], false);
            Add(pieces, text.Substring(word.At, word.Length), true);
            from = word.At + word.Length;
        }
        Add(pieces, text[from..], false);
        return pieces;
    }

    /// <summary>How the words begin that are looked for. No form of a word begins otherwise than the word, but for German ones with ge-, so most words of a text need no second look.</summary>
    private static string Initials(SearchTerms terms) =>
        string.Concat(terms.Phrases.Where(sought => !sought.Not).SelectMany(sought => sought.Forms).SelectMany(form => form.Words).Where(word => word.Length > 0).Select(word => word[0]).Distinct());

    private static bool IsSought(ReadOnlySpan<char> word, string? language, SearchTerms terms, string initials)
    {
        if (char.IsAscii(word[0]) && word[0] is not ('g' or 'G') && !initials.Contains(char.ToLowerInvariant(word[0]))) return false;
        var (kept, plain) = (SearchWords.Kept(word, language), FoldedWord.Of(word));
        foreach (var sought in terms.Phrases)
        {
            if (sought.Not) continue;
            foreach (var (phrase, begins) in sought.Forms)
            {
                for (var at = 0; at < phrase.Count; at++)
                {
                    if (phrase[at] == kept || phrase[at] == plain) return true;
                    if (begins && at == phrase.Count - 1 && plain.StartsWith(phrase[at], StringComparison.Ordinal)) return true;
                }
            }
        }
        return false;
    }

    private static void Add(List<ExcerptPiece> pieces, string text, bool hit)
    {
        if (text.Length > 0) pieces.Add(new ExcerptPiece(text.ReplaceLineEndings(" "), hit));
    }
}
