using System.Buffers;
using System.Text;

namespace Lotse.Domain.Search.Words;

/// <summary>A word without case, accents and the ways to write an umlaut, so that Müller, Mueller and Muller are one.</summary>
public static class FoldedWord
{
    /// <summary>Longer runs of letters and digits are no words that somebody would type.</summary>
    public const int Longest = 64;

    private static readonly SearchValues<char> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");

    public static string Of(ReadOnlySpan<char> word)
    {
        if (word.Length > Longest) word = word[..Longest];
        if (word.IndexOfAnyExcept(Plain) < 0) return Umlauts(word.ToString());
        var folded = new StringBuilder(word.Length);
        foreach (var c in word.ToString().ToLowerInvariant().Normalize(NormalizationForm.FormD))
        {
            if (char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.NonSpacingMark) continue;
            folded.Append(c switch { 'ß' => "ss", 'ø' => "o", 'đ' => "d", 'ł' => "l", 'æ' => "a", 'œ' => "o", 'ı' => "i", _ => c.ToString() });
        }
        // Marks without a letter are a word of their own, however little it says.
        return folded.Length == 0 ? word.ToString() : Umlauts(folded.ToString().Normalize(NormalizationForm.FormC));
    }

    /// <summary>ae, oe and ue for umlauts. "ue" behind a vowel or q is none (Steuer, neue, Quelle).</summary>
    private static string Umlauts(string word)
    {
        if (word.IndexOf('e', StringComparison.Ordinal) < 1) return word;
        var folded = new StringBuilder(word.Length);
        for (var i = 0; i < word.Length; i++)
        {
            var isMark = word[i] == 'e' && i > 0 && (word[i - 1] is 'a' or 'o' || (word[i - 1] == 'u' && (i < 2 || word[i - 2] is not ('a' or 'e' or 'i' or 'o' or 'u' or 'q'))));
            if (!isMark) folded.Append(word[i]);
        }
        return folded.ToString();
    }
}
