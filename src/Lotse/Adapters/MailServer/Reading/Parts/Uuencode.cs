using System.Text;

namespace Lotse.Adapters.MailServer.Reading.Parts;

/// <summary>Files written into the text by uuencode: "begin 644 name", lines, "end".</summary>
internal static class Uuencode
{
    internal sealed record Found(string Rest, IReadOnlyList<(string Name, byte[] Bytes)> Files);

    /// <summary>The text without its files, and the files; null where there are none. Linear in the length of the text.</summary>
    public static Found? Split(string text)
    {
        var at = Begin(text, 0);
        if (at < 0) return null;
        var rest = new StringBuilder(text.Length);
        var files = new List<(string, byte[])>();
        var done = 0;
        while (at >= 0 && files.Count < 100)
        {
            var end = Read(text, at, out var name, out var bytes);
            if (end > 0)
            {
                rest.Append(text, done, at - done);
                files.Add((name, bytes));
                done = end;
            }
            at = Begin(text, end > 0 ? end : at + 6);
        }
        if (files.Count == 0) return null;
        return new Found(rest.Append(text, done, text.Length - done).ToString(), files);
    }

    private static int Begin(string text, int from)
    {
        for (var at = from; (at = text.IndexOf("begin ", at, StringComparison.Ordinal)) >= 0; at += 6)
        {
            if ((at == 0 || text[at - 1] == '\n') && at + 10 < text.Length && IsOctal(text.AsSpan(at + 6, 3))) return at;
        }
        return -1;
    }

    private static bool IsOctal(ReadOnlySpan<char> mode) => mode.IndexOfAnyExceptInRange('0', '7') < 0;

    /// <summary>Index behind the "end" line, or 0 where this is no uuencoded file.</summary>
    private static int Read(string text, int begin, out string name, out byte[] bytes)
    {
        var line = LineEnd(text, begin);
        name = text[(begin + 9)..line].TrimStart('0', '1', '2', '3', '4', '5', '6', '7').Trim();
        var slash = name.LastIndexOfAny(['/', '\\']);
        name = name[(slash + 1)..];
        bytes = [];
        if (name.Length == 0) return 0;
        using var into = new MemoryStream();
        for (var at = line + 1; at < text.Length;)
        {
            line = LineEnd(text, at);
            var row = text.AsSpan(at, line - at).TrimEnd('\r');
            if (row.TrimEnd() is "end")
            {
                bytes = into.ToArray();
                return Math.Min(line + 1, text.Length);
            }
            if (!Row(row, into)) return 0;
            at = line + 1;
        }
        return 0;
    }

    private static int LineEnd(string text, int from)
    {
        var end = text.IndexOf('\n', from);
        return end < 0 ? text.Length : end;
    }

    private static bool Row(ReadOnlySpan<char> row, MemoryStream into)
    {
        if (row.Length == 0) return true;
        var count = (row[0] - ' ') & 63;
        if (row[0] is < ' ' or > '`' || row.Length > (count + 2) / 3 * 4 + 3) return count == 0 && row.Length < 4;
        for (var i = 1; count > 0; i += 4)
        {
            int a = Value(row, i), b = Value(row, i + 1), c = Value(row, i + 2), d = Value(row, i + 3);
            if (a > 63 || b > 63 || c > 63 || d > 63) return false;
            into.WriteByte((byte)((a << 2) | (b >> 4)));
            if (count > 1) into.WriteByte((byte)((b << 4) | (c >> 2)));
            if (count > 2) into.WriteByte((byte)((c << 6) | d));
            count -= 3;
        }
        return true;
    }

    /// <summary>Blanks at the end of a line get lost on the way; they stand for zero.</summary>
    private static int Value(ReadOnlySpan<char> row, int at) => at >= row.Length ? 0 : row[at] is >= ' ' and <= '`' ? (row[at] - ' ') & 63 : 64;
}
