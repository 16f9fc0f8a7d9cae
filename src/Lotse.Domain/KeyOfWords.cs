using System.Globalization;
using System.Text;

namespace Lotse.Domain;

/// <summary>A key for something that people name in words: it stays the same while the words change.</summary>
public static class KeyOfWords
{
    private const int Usual = 40;

    /// <summary>Small letters, digits and hyphens.</summary>
    /// <param name="taken">It is none of these.</param>
    /// <param name="otherwise">Where the words have none of them.</param>
    /// <param name="longest">Without the number behind it that tells it from those that are taken.</param>
    public static string Of(string words, IEnumerable<string> taken, string otherwise, int longest = Usual)
    {
        var key = new StringBuilder();
        foreach (var c in words.ToLowerInvariant().Normalize(NormalizationForm.FormD))
        {
            if (char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)) key.Append(c);
            else if (key.Length > 0 && key[^1] != '-' && CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark) key.Append('-');
        }
        var begin = key.ToString().Trim('-') is { Length: > 0 } made ? made[..Math.Min(made.Length, longest)].Trim('-') : otherwise;
        var all = taken.ToHashSet(StringComparer.Ordinal);
        return all.Contains(begin) ? Enumerable.Range(2, all.Count + 1).Select(n => $"{begin}-{n}").First(one => !all.Contains(one)) : begin;
    }
}
