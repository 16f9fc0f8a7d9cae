using System.Buffers;

namespace Lotse.Domain.Search.Words;

/// <summary>A word of a text and where it stands there.</summary>
public readonly record struct FoundWord(int At, int Length);

/// <summary>Cuts texts into words, and gives the forms under which a word is kept and looked for.</summary>
public static class SearchWords
{
    /// <summary>The words in order. Chinese, Japanese and Korean write no spaces: there each character is one.</summary>
    public static IEnumerable<FoundWord> In(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            if (!IsPart(text[at]))
            {
                at++;
                continue;
            }
            var end = at + 1;
            if (!IsAlone(text[at])) while (end < text.Length && IsPart(text[end]) && !IsAlone(text[end])) end++;
            yield return new FoundWord(at, end - at);
            at = end;
        }
    }

    /// <summary>The form under which a word of a text in this language is kept.</summary>
    /// <param name="language">ISO 639-1; what is neither German nor English is kept unbent, and a text of no language is taken for German.</param>
    public static string Kept(ReadOnlySpan<char> word, string? language)
    {
        var folded = FoldedWord.Of(word);
        if (folded.AsSpan().IndexOfAnyInRange('0', '9') >= 0) return folded;
        return language switch { "en" => EnglishStem.Of(folded), null or "de" => GermanStem.Of(folded), _ => folded };
    }

    /// <summary>The forms under which a word may have been kept: in a German, an English, and any other text. Some are alike.</summary>
    public static IReadOnlyList<string> Sought(ReadOnlySpan<char> word)
    {
        var folded = FoldedWord.Of(word);
        return folded.AsSpan().IndexOfAnyInRange('0', '9') >= 0 ? [folded, folded, folded] : [GermanStem.Of(folded), EnglishStem.Of(folded), folded];
    }

    /// <summary>Whether other words can begin with it: each character of a language without spaces is a word of its own.</summary>
    public static bool IsWhole(ReadOnlySpan<char> word) => IsAlone(word[0]);

    /// <summary>Whether it is long enough to ask for what begins so: with a single letter, as it is kept, begins a word of nearly every ticket.</summary>
    public static bool MayBegin(ReadOnlySpan<char> word) => !IsWhole(word) && FoldedWord.Of(word).Length > 1;

    private static bool IsPart(char c) => char.IsLetterOrDigit(c) || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark;

    private static bool IsAlone(char c) => c is >= '\u3040' and < '\ua000' or >= '\uac00' and < '\ud7b0' or >= '\uf900' and < '\ufb00';
}
