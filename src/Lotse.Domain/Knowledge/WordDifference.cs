namespace Lotse.Domain.Knowledge;

public enum DifferenceKind { Same, Added, Removed }

/// <summary>A run of words that is in both texts, or in one of them.</summary>
public sealed record DifferencePart(DifferenceKind Kind, string Text);

/// <summary>What two texts have in common, word by word (longest common subsequence).</summary>
public static class WordDifference
{
    /// <summary>Cells looked at; texts that differ in more are said to differ as a whole between their common ends.</summary>
    private const long MostCells = 4_000_000;

    public static IReadOnlyList<DifferencePart> Between(string before, string after)
    {
        var (a, b) = (Words(before), Words(after));
        var start = 0;
        while (start < a.Count && start < b.Count && a[start] == b[start]) start++;
        var end = 0;
        while (end < a.Count - start && end < b.Count - start && a[^(end + 1)] == b[^(end + 1)]) end++;
        var parts = new List<(DifferenceKind Kind, string Text)>();
        parts.AddRange(a.Take(start).Select(word => (DifferenceKind.Same, word)));
        Middle(a[start..(a.Count - end)], b[start..(b.Count - end)], parts);
        parts.AddRange(a.Skip(a.Count - end).Select(word => (DifferenceKind.Same, word)));
        return Joined(parts);
    }

    private static void Middle(List<string> a, List<string> b, List<(DifferenceKind Kind, string Text)> into)
    {
        if ((long)a.Count * b.Count > MostCells)
        {
            into.AddRange(a.Select(word => (DifferenceKind.Removed, word)));
            into.AddRange(b.Select(word => (DifferenceKind.Added, word)));
            return;
        }
        var common = new int[a.Count + 1, b.Count + 1];
        for (var i = a.Count - 1; i >= 0; i--)
        {
            for (var j = b.Count - 1; j >= 0; j--) common[i, j] = a[i] == b[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        }
        var (x, y) = (0, 0);
        while (x < a.Count || y < b.Count)
        {
            if (x < a.Count && y < b.Count && a[x] == b[y]) { into.Add((DifferenceKind.Same, a[x++])); y++; }
            else if (y == b.Count || (x < a.Count && common[x + 1, y] >= common[x, y + 1])) into.Add((DifferenceKind.Removed, a[x++]));
            else into.Add((DifferenceKind.Added, b[y++]));
        }
    }

    private static List<DifferencePart> Joined(List<(DifferenceKind Kind, string Text)> parts)
    {
        var joined = new List<DifferencePart>();
        for (var at = 0; at < parts.Count;)
        {
            var from = at;
            while (at < parts.Count && parts[at].Kind == parts[from].Kind) at++;
            joined.Add(new DifferencePart(parts[from].Kind, string.Concat(parts.Skip(from).Take(at - from).Select(part => part.Text))));
        }
        return joined;
    }

    /// <summary>Runs of letters and digits, and each other character by itself: joined they are the text again.</summary>
    private static List<string> Words(string text)
    {
        var words = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            var end = at + 1;
            if (char.IsLetterOrDigit(text[at])) while (end < text.Length && char.IsLetterOrDigit(text[end])) end++;
            words.Add(text[at..end]);
            at = end;
        }
        return words;
    }
}
