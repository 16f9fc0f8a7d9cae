using System.Text;

namespace Lotse.Adapters.MailServer.Reading;

/// <summary>The charset that an HTML document claims for itself in its first kilobytes.</summary>
internal static class HtmlCharset
{
    private static readonly System.Buffers.SearchValues<char> Ends = System.Buffers.SearchValues.Create(" \t\r\n\"';/>");

    public static string? Of(ReadOnlySpan<byte> html)
    {
        var start = Encoding.Latin1.GetString(html[..Math.Min(html.Length, 4096)]);
        var at = 0;
        while ((at = start.IndexOf("<meta", at, StringComparison.OrdinalIgnoreCase)) >= 0)
        {
            var end = start.IndexOf('>', at);
            if (end < 0) end = start.Length;
            var tag = start.AsSpan(at, end - at);
            var charset = tag.IndexOf("charset", StringComparison.OrdinalIgnoreCase);
            if (charset >= 0)
            {
                var value = tag[(charset + 7)..].TrimStart(" \t\r\n=\"'");
                var stop = value.IndexOfAny(Ends);
                var name = (stop < 0 ? value : value[..stop]).ToString();
                // A page that can be read as ASCII up to here cannot be in UTF-16.
                return name.Length == 0 ? null : name.StartsWith("utf-16", StringComparison.OrdinalIgnoreCase) ? "utf-8" : name;
            }
            at = end;
        }
        return null;
    }
}
