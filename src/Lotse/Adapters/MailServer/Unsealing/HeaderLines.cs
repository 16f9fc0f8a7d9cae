namespace Lotse.Adapters.MailServer.Unsealing;

/// <summary>Header fields as they stand in the bytes.</summary>
internal static class HeaderLines
{
    /// <summary>Index behind the empty line that ends the header; the length where there is none.</summary>
    public static int BodyAt(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; at < bytes.Length;)
        {
            var next = NextLine(bytes, at);
            if (bytes[at..next].TrimEnd("\r\n"u8).Length == 0) return next;
            at = next;
        }
        return bytes.Length;
    }

    public static int NextLine(ReadOnlySpan<byte> bytes, int at)
    {
        var end = bytes[at..].IndexOf((byte)'\n');
        return end < 0 ? bytes.Length : at + end + 1;
    }

    /// <summary>Writes those fields, folded lines included, that are about the content (Content-*), or those that are not.</summary>
    /// <param name="except">A field to leave out, in lower case.</param>
    public static void Write(ReadOnlySpan<byte> entity, bool content, Stream into, ReadOnlySpan<byte> except = default)
    {
        var header = entity[..BodyAt(entity)];
        var keep = false;
        for (var at = 0; at < header.Length;)
        {
            var next = NextLine(header, at);
            var line = header[at..next].TrimEnd("\r\n"u8);
            if (line.Length == 0) break;
            if (line[0] is not ((byte)' ' or (byte)'\t')) keep = IsContent(line) == content && !Is(line, "mime-version:"u8) && !(except.Length > 0 && Is(line, except));
            if (keep)
            {
                into.Write(line);
                into.Write("\r\n"u8);
            }
            at = next;
        }
    }

    private static bool IsContent(ReadOnlySpan<byte> line) => Is(line, "content-"u8);

    private static bool Is(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name)
    {
        if (line.Length < name.Length) return false;
        for (var i = 0; i < name.Length; i++) if ((line[i] | 0x20) != (name[i] | 0x20)) return false;
        return true;
    }
}
