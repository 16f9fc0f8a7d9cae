using System.Buffers;
using System.Text;

namespace Lotse.Adapters.MailServer.Reading;

/// <summary>Plain text as it comes out of mails, made even: line ends, control characters, flowed paragraphs.</summary>
internal static class PlainText
{
    private static readonly SearchValues<char> Controls = SearchValues.Create([.. Enumerable.Range(0, ' ').Select(code => (char)code).Except("\t\n")]);

    /// <summary>LF line ends, NFC, no NUL or other control characters but tab.</summary>
    public static string Lines(string text)
    {
        text = text.Replace("\r\n", "\n", StringComparison.Ordinal);
        if (!text.AsSpan().ContainsAny(Controls)) return Composed(text);
        var even = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\r')
            {
                if (i + 1 < text.Length && text[i + 1] == '\r') continue;
                if (i + 1 < text.Length && text[i + 1] == '\n') i++;
                even.Append('\n');
            }
            else if (c is '\v' or '\f')
            {
                even.Append('\n');
            }
            else if (c is >= ' ' or '\n' or '\t')
            {
                even.Append(c);
            }
        }
        return Composed(even.ToString());
    }

    private static string Composed(string text)
    {
        try
        {
            return text.IsNormalized() ? text : text.Normalize();
        }
        catch (ArgumentException)
        {
            // Half a surrogate pair cannot be normalised; as UTF-8 it becomes the replacement character.
            return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Normalize();
        }
    }

    /// <summary>Joins the lines that format=flowed broke (RFC 3676): those that end with a blank, but never the signature mark.</summary>
    public static string Unflow(string text, bool delSp)
    {
        var joined = new StringBuilder(text.Length);
        var lines = text.Split('\n');
        var open = -1;
        foreach (var raw in lines)
        {
            var depth = 0;
            while (depth < raw.Length && raw[depth] == '>') depth++;
            var line = raw.AsSpan(depth);
            if (line.StartsWith(" ")) line = line[1..];
            var mark = line is "-- ";
            if (open == depth && !mark)
            {
                joined.Append(line);
            }
            else
            {
                if (open >= 0) joined.Append('\n');
                if (depth > 0) joined.Append('>', depth).Append(' ');
                joined.Append(line);
            }
            var flows = line.EndsWith(" ") && !mark;
            if (flows && delSp) joined.Length--;
            if (!flows) joined.Append('\n');
            open = flows ? depth : -1;
        }
        return joined.ToString();
    }
}
