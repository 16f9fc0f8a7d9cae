namespace Lotse.Domain.Search.Words;

/// <summary>The stem of a folded German word, by the rules of CISTEM (Weißweiler and Fraser, "Developing a Stemmer for German Based on a Comparative Analysis of
/// Publicly Available Stemmers", GSCL 2017), without regard to case: Rechnungen and Rechnung, Verträge and Vertrag, gekündigt and kündigen meet.</summary>
public static class GermanStem
{
    /// <summary>Stands for the second of two equal letters, so that neither is taken for an ending alone.</summary>
    private const char Again = '*';

    public static string Of(string folded)
    {
        var word = folded.StartsWith("ge", StringComparison.Ordinal) && folded.Length >= 6 ? folded[2..] : folded;
        word = Doubled(word.Replace("sch", "$", StringComparison.Ordinal).Replace("ei", "%", StringComparison.Ordinal).Replace("ie", "&", StringComparison.Ordinal));
        var end = word.Length;
        while (end > 3)
        {
            var rest = word.AsSpan(0, end);
            if (end > 5 && (rest.EndsWith("em") || rest.EndsWith("er") || rest.EndsWith("nd"))) end -= 2;
            else if (rest[^1] is 't' or 'e' or 's' or 'n') end--;
            else break;
        }
        return Restored(word.AsSpan(0, end));
    }

    private static string Doubled(string word)
    {
        var has = false;
        for (var i = 1; i < word.Length; i++) has |= word[i] == word[i - 1];
        if (!has) return word;
        var letters = word.ToCharArray();
        for (var i = 1; i < letters.Length; i++) if (letters[i] == letters[i - 1]) letters[i] = Again;
        return new string(letters);
    }

    private static string Restored(ReadOnlySpan<char> word)
    {
        if (word.IndexOfAny("*$%&") < 0) return word.ToString();
        var text = new System.Text.StringBuilder(word.Length + 4);
        foreach (var c in word)
        {
            if (c == Again) text.Append(text[^1]);
            else text.Append(c switch { '$' => "sch", '%' => "ei", '&' => "ie", _ => c.ToString() });
        }
        return text.ToString();
    }
}
