using Lotse.Domain.Intake.Mail.Quotes;

namespace Lotse.Domain.Intake.Mail.Forwards;

/// <summary>A forwarded mail as mail programs copy it into the text: a line that announces it (not Outlook), a copy of its header in the language of the program, its words.</summary>
/// <param name="Date">As it stands there; empty where it does not.</param>
internal sealed record ForwardedText(string OwnWords, MailName From, string Subject, string Date, string Body)
{
    /// <summary>Lines above the copy that are looked at. Who forwards writes a few.</summary>
    private const int MostLines = 400;

    private const int LongestText = 300_000;

    /// <returns>Null where there is no copy of a header, or where it names no address.</returns>
    public static ForwardedText? Find(string text)
    {
        if (text.Length > LongestText) text = text[..LongestText];
        var lines = text.Split('\n');
        for (var at = 0; at < lines.Length && at < MostLines; at++)
        {
            var header = at;
            if (QuoteMarks.AnnouncesForward(lines[at]) || QuoteMarks.IsOriginal(lines[at]))
            {
                header++;
                while (header < lines.Length && lines[header].AsSpan().Trim(" \t\u00a0>").Length == 0) header++;
            }
            if (header < lines.Length && HeaderBlock.Lines(lines, header, lines.Length) is > 0 and var count) return Read(lines, at, header, header + count);
        }
        return null;
    }

    private static ForwardedText? Read(string[] lines, int begin, int header, int body)
    {
        var fields = new Dictionary<char, string>();
        var kind = '\0';
        for (var at = header; at < body; at++)
        {
            var label = HeaderBlock.Label(lines[at]);
            var words = (label == 0 ? lines[at].AsSpan().Trim(" \t\u00a0>*_") : Behind(lines[at])).ToString();
            if (label != 0 && fields.TryAdd(kind = label, words)) continue;
            if (label == 0 && kind != 0 && words.Length > 0 && fields.TryGetValue(kind, out var begun)) fields[kind] = $"{begun} {words}".Trim();
        }
        if (!fields.TryGetValue('f', out var from) || PersonIn(from) is not { } person) return null;
        return new ForwardedText(string.Join('\n', lines[..begin]), person, fields.GetValueOrDefault('s', ""), fields.GetValueOrDefault('d', ""), BodyOf(lines[body..]));
    }

    private static ReadOnlySpan<char> Behind(string line) => line.AsSpan(line.AsSpan().IndexOfAny(':', '：') + 1).Trim(" \t\u00a0*");

    /// <summary>Apple Mail quotes the whole of it, once.</summary>
    private static string BodyOf(string[] lines)
    {
        var quoted = lines.Any(QuoteMarks.IsQuoted) && lines.All(line => QuoteMarks.IsQuoted(line) || line.AsSpan().Trim().Length == 0);
        return string.Join('\n', quoted ? lines.Select(Unquoted) : lines).Trim('\n', ' ');
    }

    private static string Unquoted(string line)
    {
        var text = line.AsSpan().TrimStart(" \t\u00a0");
        if (text is not ['>', ..]) return line;
        return text[(text is ['>', ' ', ..] ? 2 : 1)..].ToString();
    }

    /// <summary>"Anna Kunde &lt;anna@kunde.example&gt;", "Anna Kunde [mailto:anna@kunde.example]", or the address alone.</summary>
    private static MailName? PersonIn(string from)
    {
        var at = from.IndexOf('@', StringComparison.Ordinal);
        if (at < 1) return null;
        int start = at, end = at;
        while (start > 0 && IsOfAddress(from[start - 1])) start--;
        while (end < from.Length && (IsOfAddress(from[end]) || end == at)) end++;
        var address = from[start..end].Trim('.');
        var name = from.AsSpan(0, start).Trim(" \t\u00a0<[(\"'*").ToString();
        foreach (var open in (ReadOnlySpan<string>)["[mailto:", "<mailto:", "mailto:", "<", "["])
        {
            if (name.EndsWith(open, StringComparison.OrdinalIgnoreCase)) name = name[..^open.Length];
        }
        return MailAddresses.LooksRight(address) ? new MailName(name.Trim(' ', '"', '\'', '<', '[', '(', '*'), address) : null;
    }

    private static bool IsOfAddress(char c) => !char.IsWhiteSpace(c) && !char.IsControl(c) && c is not ('<' or '>' or '[' or ']' or '(' or ')' or '"' or '\'' or ',' or ';' or ':' or '*' or '@');
}
