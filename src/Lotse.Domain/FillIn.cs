using System.Text;

namespace Lotse.Domain;

/// <summary>Texts in which {{ names }} are filled in and nothing else is understood: a text is no program.</summary>
public static class FillIn
{
    /// <summary>Once from left to right: what was filled in is not looked through again, whatever it looks like.</summary>
    /// <param name="value">Of a name; null leaves it as it stands.</param>
    public static string Names(string text, Func<string, string?> value)
    {
        var filled = new StringBuilder(text.Length + 64);
        var at = 0;
        while (text.IndexOf("{{", at, StringComparison.Ordinal) is >= 0 and var open && text.IndexOf("}}", open, StringComparison.Ordinal) is >= 0 and var close)
        {
            filled.Append(text, at, open - at).Append(value(text[(open + 2)..close].Trim()) ?? text[open..(close + 2)]);
            at = close + 2;
        }
        return filled.Append(text, at, text.Length - at).ToString();
    }

    /// <summary>The first name in a text that is none of these; null where all are known.</summary>
    public static string? Unknown(string text, params IReadOnlyList<string> known)
    {
        string? unknown = null;
        Names(text, name =>
        {
            if (!known.Contains(name)) unknown ??= name;
            return null;
        });
        return unknown;
    }
}
