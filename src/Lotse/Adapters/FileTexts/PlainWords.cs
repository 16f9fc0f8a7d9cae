using System.Text;

namespace Lotse.Adapters.FileTexts;

/// <summary>The text of files that are text.</summary>
public static class PlainWords
{
    /// <summary>Of a file that is read; a log goes on for ever, and nobody looks for its end.</summary>
    public const int MostBytes = 400_000;

    private static readonly string[] Endings = [".txt", ".csv", ".md", ".log", ".json", ".xml", ".ics", ".vcf"];

    public static bool IsPdf(string contentType, string name) =>
        contentType.Equals("application/pdf", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".pdf", StringComparison.OrdinalIgnoreCase);

    public static bool IsText(string contentType, string name) =>
        contentType.StartsWith("text/", StringComparison.OrdinalIgnoreCase) || Array.Exists(Endings, ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <returns>Empty for what is no text, whatever it says it is.</returns>
    public static string Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MostBytes) bytes = bytes[..MostBytes];
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])) return Encoding.Unicode.GetString(bytes[2..]);
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) return Encoding.BigEndianUnicode.GetString(bytes[2..]);
        if (bytes.Contains((byte)0)) return "";
        var text = Encoding.UTF8.GetString(bytes);
        // Bytes that are no UTF-8 come from an old program, and are Latin-1 then; the last character may be cut.
        return text.AsSpan(0, Math.Max(0, text.Length - 2)).Contains('\ufffd') ? Encoding.Latin1.GetString(bytes) : text;
    }
}
