using System.Globalization;
using System.Text;

namespace Lotse.Domain.Knowledge.Exchange;

/// <summary>Any name as one that every file system takes, and back: what none would take is written as %2F.</summary>
public static class FileNames
{
    /// <summary>Of the folder with a text block's files; no folder of the tree is called so.</summary>
    public const string OfFiles = ".files";

    private static readonly string[] s_devices = ["CON", "PRN", "AUX", "NUL", .. Enumerable.Range(1, 9).SelectMany(n => (string[])[$"COM{n}", $"LPT{n}"])];

    public static string Of(string name)
    {
        var safe = new StringBuilder(name.Length);
        for (var at = 0; at < name.Length; at++)
        {
            var c = name[at];
            var atEnd = at == name.Length - 1 && c is '.' or ' ';
            if (char.IsControl(c) || "%/\\:*?\"<>|".Contains(c, StringComparison.Ordinal) || atEnd || (at == 0 && c is '.' or ' ' or '_' or '~')) safe.Append(Escaped(c));
            else safe.Append(c);
        }
        if (s_devices.Contains(name.Split('.')[0].TrimEnd(), StringComparer.OrdinalIgnoreCase)) safe.Remove(0, 1).Insert(0, Escaped(name[0]));
        var plain = safe.ToString();
        return plain.EndsWith(OfFiles, StringComparison.OrdinalIgnoreCase) ? $"{plain[..^OfFiles.Length]}{Escaped('.')}{plain[^(OfFiles.Length - 1)..]}" : plain;
    }

    /// <summary>A % that begins nothing is one.</summary>
    public static string Meant(string safe)
    {
        var name = new StringBuilder(safe.Length);
        for (var at = 0; at < safe.Length; at++)
        {
            if (safe[at] == '%' && at + 2 < safe.Length && int.TryParse(safe.AsSpan(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                name.Append((char)code);
                at += 2;
            }
            else name.Append(safe[at]);
        }
        return name.ToString();
    }

    /// <summary>All control characters are below U+00A0: two digits are enough.</summary>
    private static string Escaped(char c) => string.Create(CultureInfo.InvariantCulture, $"%{(int)c:X2}");
}
