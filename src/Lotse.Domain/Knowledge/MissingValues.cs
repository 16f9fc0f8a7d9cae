using System.Text;

namespace Lotse.Domain.Knowledge;

/// <summary>The mark that stands where a value is not known, ⟦contact.name⟧: seen by whoever writes, and never sent.</summary>
public static class MissingValues
{
    public const string Missing = "value-missing";
    public const char Open = '⟦', Close = '⟧';

    /// <summary>Longest name in a mark; and how far apart its two ends may stand to be one, whatever was put in between.</summary>
    private const int LongestName = 60, Farthest = 200;

    public static string Mark(string name)
    {
        var mark = new StringBuilder(name.Length + 2).Append(Open);
        foreach (var c in name.Length > LongestName ? name[..LongestName] : name) mark.Append(char.IsLetterOrDigit(c) || c is '.' or '_' or '-' or ':' ? c : '-');
        return mark.Append(Close).ToString();
    }

    /// <summary>What the first mark stands for; null where there is none and the text may be sent.</summary>
    /// <param name="html">Cleaned: its brackets are elements. A mark of which a part is bold is one all the same.</param>
    public static string? FirstIn(string? text, string? html = null) => First(text ?? "") ?? (html is null ? null : First(WithoutElements(html)));

    /// <summary>Null where it may be sent.</summary>
    public static Refusal? WhyNotSend(string? text, string? html) => FirstIn(text, html) is { } name ? new Refusal(Missing, name) : null;

    private static string? First(string text)
    {
        for (var at = text.IndexOf(Open, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Open, at + 1))
        {
            var end = text.IndexOf(Close, at);
            if (end < 0) return null;
            if (end - at <= Farthest) return text[(at + 1)..end].Trim();
        }
        return null;
    }

    private static string WithoutElements(string html)
    {
        if (!html.Contains(Open, StringComparison.Ordinal)) return "";
        var words = new StringBuilder(html.Length);
        var inside = false;
        foreach (var c in html)
        {
            if (c == '<') inside = true;
            if (!inside) words.Append(c);
            if (c == '>') inside = false;
        }
        return words.ToString();
    }
}
