using System.Text;

namespace Lotse.Domain.Tickets;

/// <summary>Blacks passages out of texts. A passage is found however its words are spaced and broken into lines, in any case; what stands in its place says nothing, not even how long it was.</summary>
public static class RedactWords
{
    public const string Black = "████";

    /// <summary>Characters of a passage without white space; less would black out half of everything.</summary>
    public const int ShortestPassage = 2;

    /// <summary>Where the passages stand, in order and without overlaps.</summary>
    public static IReadOnlyList<(int At, int End)> Find(string text, IReadOnlyList<string> passages)
    {
        var found = new List<(int At, int End)>();
        foreach (var words in passages.Select(Words).Where(words => words.Sum(word => word.Length) >= ShortestPassage))
        {
            for (var at = 0; at < text.Length; at++)
            {
                if (EndOf(text, at, words) is not { } end) continue;
                found.Add((at, end));
                at = end - 1;
            }
        }
        var joined = new List<(int At, int End)>();
        foreach (var one in found.Order())
        {
            if (joined is [.., var last] && one.At <= last.End) joined[^1] = (last.At, Math.Max(last.End, one.End));
            else joined.Add(one);
        }
        return joined;
    }

    public static string Apply(string text, IReadOnlyList<string> passages) => Apply(text, Find(text, passages), 0, text.Length);

    /// <summary>A part of a text, with what is black in the whole black in it too: also where the part begins or ends within a passage.</summary>
    public static string Apply(string text, IReadOnlyList<(int At, int End)> black, int from, int length)
    {
        var (left, at, until) = (new StringBuilder(length), from, from + length);
        foreach (var (begins, ends) in black)
        {
            if (ends <= at || begins >= until) continue;
            left.Append(text, at, Math.Max(begins, at) - at).Append(Black);
            at = Math.Min(ends, until);
        }
        return left.Append(text, at, until - at).ToString();
    }

    private static List<string> Words(string passage) => [.. passage.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];

    private static int? EndOf(string text, int at, List<string> words)
    {
        var end = at;
        for (var i = 0; i < words.Count; i++)
        {
            var begins = end;
            // A quote mark at the start of a line stands between words like white space does.
            while (i > 0 && end < text.Length && (char.IsWhiteSpace(text[end]) || (text[end] == '>' && end > begins))) end++;
            if (i > 0 && end == begins) return null;
            if (string.Compare(text, end, words[i], 0, words[i].Length, StringComparison.OrdinalIgnoreCase) != 0) return null;
            end += words[i].Length;
        }
        return end;
    }
}
