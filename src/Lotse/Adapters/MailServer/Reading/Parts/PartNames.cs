using System.Buffers;
using System.Text;
using Lotse.Adapters.MailServer.Reading.Charsets;
using MimeKit;

namespace Lotse.Adapters.MailServer.Reading.Parts;

/// <summary>Names of attachments: what the sender called them, without what could harm a file system or mislead a reader.</summary>
internal static class PartNames
{
    private const int Longest = 180;

    public static string? Of(MimeEntity part) =>
        Safe(Parameter(part.ContentDisposition?.Parameters, "filename") ?? Parameter(part.ContentType.Parameters, "name")
            ?? Parameter(part.ContentDisposition?.Parameters, "name") ?? Parameter(part.ContentType.Parameters, "filename"));

    public static string OfMail(MimeMessage mail)
    {
        var header = mail.Headers.FirstOrDefault(h => h.Id == HeaderId.Subject);
        return (Safe(header is null ? null : EncodedWords.Decode(header.RawValue).Replace('/', '-').Replace('\\', '-')) ?? "mail") + ".eml";
    }

    /// <summary>A name for a part that has none, by its number and type.</summary>
    public static string For(Leaf leaf) => leaf.Name ?? Invented(leaf);

    private static string Invented(Leaf leaf)
    {
        var kind = leaf.ContentType.StartsWith("image/", StringComparison.Ordinal) ? "image" : "attachment";
        MimeTypes.TryGetExtension(leaf.ContentType, out var extension);
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{kind}-{leaf.Number}{extension}");
    }

    private static string? Parameter(ParameterList? parameters, string name)
    {
        if (parameters is null || !parameters.TryGetValue(name, out string? value) || string.IsNullOrWhiteSpace(value)) return null;
        // Encoded words inside a quoted parameter are forbidden by RFC 2047 and written by half of the world.
        return value.Contains("=?", StringComparison.Ordinal) ? EncodedWords.Decode(Encoding.UTF8.GetBytes(value)) : value;
    }

    private static string? Safe(string? name)
    {
        if (name is null) return null;
        var last = name.AsSpan()[(name.AsSpan().LastIndexOfAny('/', '\\') + 1)..];
        if (last.IndexOfAnyExcept(Harmless) < 0) return Tidy(last);
        var safe = new StringBuilder(last.Length);
        foreach (var c in last)
        {
            // Control characters and marks that turn the reading direction ("gpj.exe" for "exe.jpg") have no place in a name.
            if (char.IsControl(c) || c is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069') or '\u200e' or '\u200f') continue;
            safe.Append(c is '<' or '>' or ':' or '"' or '|' or '?' or '*' ? '_' : c);
        }
        return Tidy(safe.ToString());
    }

    private static readonly SearchValues<char> Harmless = SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code).Except("<>:\"|?*")]);

    private static string? Tidy(ReadOnlySpan<char> name)
    {
        var text = name.Trim().Trim('.').Trim();
        if (text.Length == 0) return null;
        var tidy = text.ToString();
        if (!Ascii.IsValid(tidy)) tidy = WellFormed(tidy).Normalize();
        return tidy.Length <= Longest ? tidy : Shortened(tidy);
    }

    private static string Shortened(string name)
    {
        var dot = name.LastIndexOf('.');
        var extension = dot > 0 && name.Length - dot <= 10 ? name[dot..] : "";
        return WellFormed(name[..(Longest - extension.Length)]) + extension;
    }

    /// <summary>Half a surrogate pair can be neither normalised nor written as UTF-8.</summary>
    private static string WellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) i++;
            else text = text.Remove(i, 1).Insert(i, "\ufffd");
        }
        return text;
    }
}
