using System.Text;

namespace Lotse.Domain.Knowledge;

/// <summary>Blocks inside blocks: {% include 'shortcut' %} is the other block's text. Ends whatever includes what: bounded in depth, number and length.</summary>
public static class NestedBlocks
{
    public const int Deepest = 4, Most = 50, Longest = 200_000;

    /// <summary>Shortcuts that a text names, each once.</summary>
    public static IReadOnlyList<string> Named(string text) => [.. Tags(text).Select(tag => tag.Shortcut).Distinct(StringComparer.Ordinal).Take(Most)];

    /// <param name="shortcut">Of the text's own block; null where it has none.</param>
    /// <param name="find">The text of a block that may be seen here; null where there is none, which looks the same as one of others.</param>
    public static string Expand(string text, string? shortcut, Func<string, string?> find)
    {
        var into = new StringBuilder(text.Length + 256);
        var left = Most;
        Put(text, shortcut is null ? [] : [shortcut], find, into, ref left);
        return into.ToString();
    }

    private static void Put(string text, List<string> within, Func<string, string?> find, StringBuilder into, ref int left)
    {
        var at = 0;
        foreach (var tag in Tags(text))
        {
            Room(text.AsSpan(at, tag.At - at), into);
            at = tag.End;
            if (within.Contains(tag.Shortcut) || within.Count > Deepest || left <= 0 || into.Length > Longest || find(tag.Shortcut) is not { } inner)
            {
                into.Append(MissingValues.Mark($"block:{tag.Shortcut}"));
                continue;
            }
            left--;
            within.Add(tag.Shortcut);
            Put(inner, within, find, into, ref left);
            within.RemoveAt(within.Count - 1);
        }
        Room(text.AsSpan(at), into);
    }

    /// <summary>What goes beyond the bound is marked, not cut without a word.</summary>
    private static void Room(ReadOnlySpan<char> text, StringBuilder into)
    {
        if (into.Length + text.Length <= Longest) into.Append(text);
        else if (text.Length > 0) into.Append(MissingValues.Mark("too-long"));
    }

    private readonly record struct Tag(int At, int End, string Shortcut);

    private static IEnumerable<Tag> Tags(string text)
    {
        for (var open = text.IndexOf("{%", StringComparison.Ordinal); open >= 0; open = text.IndexOf("{%", open + 2, StringComparison.Ordinal))
        {
            var close = text.IndexOf("%}", open, StringComparison.Ordinal);
            if (close < 0) yield break;
            if (Shortcut(text.AsSpan(open + 2, close - open - 2)) is { } shortcut) yield return new Tag(open, close + 2, shortcut);
        }
    }

    private static string? Shortcut(ReadOnlySpan<char> inside)
    {
        var words = inside.Trim("- \t\u00a0");
        if (words.StartsWith("include ") || words.StartsWith("include\u00a0")) words = words["include ".Length..];
        else if (words.StartsWith("render ") || words.StartsWith("render\u00a0")) words = words["render ".Length..];
        else return null;
        words = words.Trim(" \t\u00a0");
        // Editors make quotes typographic.
        var name = words.Trim("'\"‘’‚“”„");
        return words.Length == name.Length + 2 && WriteTextBlock.IsShortcut(name.ToString()) ? name.ToString() : null;
    }
}
