namespace Lotse.Domain.Search.Words;

/// <summary>The stem of a folded English word: plural, past and -ing forms meet, by the first steps of the Porter stemmer for English (Porter, "An algorithm for suffix
/// stripping", 1980, and its second edition in Snowball). Endings that make another word (-ation, -ness) stay: who looks for them means them.</summary>
public static class EnglishStem
{
    public static string Of(string folded)
    {
        if (folded.Length < 3) return folded;
        return Past(Plural(folded)) is var word && word.Length > 2 && word[^1] == 'y' && !IsVowel(word, word.Length - 2) ? word[..^1] + "i" : word;
    }

    private static string Plural(string word)
    {
        if (Ends(word, "sses")) return word[..^2];
        if (Ends(word, "ied") || Ends(word, "ies")) return word.Length > 4 ? word[..^2] : word[..^1];
        if (word[^1] != 's' || Ends(word, "us") || Ends(word, "ss")) return word;
        for (var i = 0; i < word.Length - 2; i++) if (IsVowel(word, i)) return word[..^1];
        return word;
    }

    private static string Past(string word)
    {
        if (Ends(word, "eed")) return Region(word) <= word.Length - 3 ? word[..^1] : word;
        var cut = Ends(word, "ing") ? 3 : Ends(word, "ed") ? 2 : 0;
        if (cut == 0 || !HasVowel(word, word.Length - cut)) return word;
        var stem = word[..^cut];
        if (Ends(stem, "at") || Ends(stem, "bl") || Ends(stem, "iz")) return stem + "e";
        if (stem.Length > 2 && stem[^1] == stem[^2] && stem[^1] is 'b' or 'd' or 'f' or 'g' or 'm' or 'n' or 'p' or 'r' or 't') return stem[..^1];
        return IsShort(stem) ? stem + "e" : stem;
    }

    /// <summary>Where R1 begins: behind the first consonant that follows a vowel.</summary>
    private static int Region(string word)
    {
        for (var i = 1; i < word.Length; i++) if (!IsVowel(word, i) && IsVowel(word, i - 1)) return i + 1;
        return word.Length;
    }

    /// <summary>Ends with a short syllable and has no more than that: hop(e), us(e).</summary>
    private static bool IsShort(string stem)
    {
        if (Region(stem) < stem.Length) return false;
        if (stem.Length == 2) return IsVowel(stem, 0) && !IsVowel(stem, 1);
        return stem.Length > 2 && !IsVowel(stem, stem.Length - 1) && stem[^1] is not ('w' or 'x' or 'y') && IsVowel(stem, stem.Length - 2) && !IsVowel(stem, stem.Length - 3);
    }

    private static bool HasVowel(string word, int before)
    {
        for (var i = 0; i < before; i++) if (IsVowel(word, i)) return true;
        return false;
    }

    private static bool IsVowel(string word, int at) => word[at] is 'a' or 'e' or 'i' or 'o' or 'u' || (word[at] == 'y' && at > 0 && !IsVowel(word, at - 1));

    private static bool Ends(string word, string with) => word.EndsWith(with, StringComparison.Ordinal);
}
