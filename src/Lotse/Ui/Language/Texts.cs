using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Lotse.Ui.Language;

/// <summary>Every word people read, in one language. Keys are flat and dotted; both languages have the same ones (tested).</summary>
public sealed class Texts
{
    public static readonly Texts German = Read("de", "de-DE");
    public static readonly Texts English = Read("en", "en-GB");

    private readonly FrozenDictionary<string, string> _texts;

    private Texts(string language, CultureInfo culture, FrozenDictionary<string, string> texts)
    {
        Language = language;
        Culture = culture;
        _texts = texts;
    }

    /// <summary>ISO 639-1: de or en.</summary>
    public string Language { get; }

    /// <summary>For numbers and dates.</summary>
    public CultureInfo Culture { get; }

    public IEnumerable<string> Keys => _texts.Keys;

    /// <summary>The text of a key, or the key in ⟦ ⟧ where there is none: seen at once, and no reason to fail a page.</summary>
    public string this[string key] => _texts.TryGetValue(key, out var text) ? text : $"⟦{key}⟧";

    /// <summary>The text with its {placeholders} filled. Values are put in as they are; Razor escapes the whole.</summary>
    public string this[string key, params ReadOnlySpan<(string Name, object? Value)> values] => Fill(this[key], values);

    /// <summary>A text that depends on a number: key.one or key.other, with {n} in it.</summary>
    public string Count(string key, long n, params ReadOnlySpan<(string Name, object? Value)> values) =>
        Fill(this[n == 1 ? $"{key}.one" : $"{key}.other"], [("n", n.ToString("N0", Culture)), .. values]);

    public static Texts For(string? language) => language is "en" ? English : German;

    private string Fill(string text, ReadOnlySpan<(string Name, object? Value)> values)
    {
        if (values.Length == 0 || !text.Contains('{', StringComparison.Ordinal)) return text;
        // One walk from left to right: a value that itself looks like a placeholder is never filled again.
        var filled = new StringBuilder(text.Length + 32);
        for (var at = 0; at < text.Length;)
        {
            var open = text.IndexOf('{', at);
            var close = open < 0 ? -1 : text.IndexOf('}', open);
            if (close < 0) return filled.Append(text.AsSpan(at)).ToString();
            filled.Append(text.AsSpan(at, open - at)).Append(ValueOf(text.AsSpan(open + 1, close - open - 1), values));
            at = close + 1;
        }
        return filled.ToString();
    }

    private string ValueOf(ReadOnlySpan<char> name, ReadOnlySpan<(string Name, object? Value)> values)
    {
        foreach (var (known, value) in values)
        {
            if (name.SequenceEqual(known)) return Convert.ToString(value, Culture) ?? "";
        }
        return $"{{{name}}}";
    }

    private static Texts Read(string language, string culture)
    {
        using var stream = typeof(Texts).Assembly.GetManifestResourceStream($"Ui.{language}.json")
            ?? throw new InvalidOperationException($"The texts of {language} are not in the program.");
        var texts = JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!;
        return new Texts(language, CultureInfo.GetCultureInfo(culture), texts.ToFrozenDictionary(StringComparer.Ordinal));
    }
}
