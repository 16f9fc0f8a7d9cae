using System.Globalization;
using System.Net;
using System.Text;

namespace Lotse.Bench.Mails;

/// <param name="Phone">Its last six figures are said.</param>
/// <param name="Quote">What the answered mail said, without its mark; empty where nothing is answered.</param>
internal sealed record MailText(
    Phrases Phrases, string Opening, string Mark, IReadOnlyList<string> Paragraphs, string Closing, string Name, long Phone, string Quote, DateTimeOffset At)
{
    private string Wrote => Phrases.Wrote.Replace("{time}", At.ToString("HH:mm", null));

    public string Plain()
    {
        var text = new StringBuilder($"{Opening}\n\n");
        foreach (var paragraph in Paragraphs) text.Append(paragraph).Append("\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{Mark}\n\n{Closing}\n{Name}\n\n-- \n{Name}\nTel. +49 431 {Phone % 1_000_000:000000}\n");
        if (Quote.Length > 0) text.Append(CultureInfo.InvariantCulture, $"\n{Wrote}\n{string.Join('\n', Wrapped(Quote, 70).Take(14).Select(line => "> " + line))}\n");
        return text.ToString();
    }

    public string Html()
    {
        var page = new StringBuilder("<html><head><style>p.t{margin:0 0 8pt 0;font:11pt Calibri,sans-serif}</style></head><body>\n");
        foreach (var paragraph in Paragraphs.Prepend(Opening).Append(Mark).Append(Closing))
        {
            page.Append("<p class=\"t\"><span style=\"font-size:11.0pt\">").Append(WebUtility.HtmlEncode(paragraph)).Append("</span></p>\n");
        }
        page.Append("<p class=\"t\" style=\"color:#555\">").Append(WebUtility.HtmlEncode(Name)).Append("</p>\n");
        if (Quote.Length > 0) page.Append(CultureInfo.InvariantCulture, $"<p>{Wrote}</p><blockquote>{WebUtility.HtmlEncode(Quote)}</blockquote>\n");
        return page.Append("</body></html>\n").ToString();
    }

    private static IEnumerable<string> Wrapped(string text, int width)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + word.Length >= width)
            {
                yield return line.ToString();
                line.Clear();
            }
            line.Append(line.Length > 0 ? " " : "").Append(word);
        }
        yield return line.ToString();
    }
}

/// <summary>A file that hangs on a mail.</summary>
internal sealed record MailFile(string Name, string ContentType, byte[] Bytes);

/// <summary>MIME by hand, so that the bytes do not change with a library's version.</summary>
internal static class MailWriter
{
    public static byte[] Write(IReadOnlyList<string> head, MailText text, ulong boundary, bool latin1, MailFile? file)
    {
        var mail = new StringBuilder(string.Join("\r\n", head)).Append("\r\n");
        var (inner, outer) = ($"alt-{boundary:x16}", $"mix-{boundary:x16}");
        if (file is not null) mail.Append(CultureInfo.InvariantCulture, $"Content-Type: multipart/mixed; boundary=\"{outer}\"\r\n\r\n--{outer}\r\n");
        mail.Append(CultureInfo.InvariantCulture, $"Content-Type: multipart/alternative; boundary=\"{inner}\"\r\n\r\n");
        Part(mail, inner, "plain", text.Plain(), latin1 ? Encoding.Latin1 : Encoding.UTF8);
        Part(mail, inner, "html", text.Html(), Encoding.UTF8);
        mail.Append(CultureInfo.InvariantCulture, $"--{inner}--\r\n");
        if (file is not null)
        {
            mail.Append(CultureInfo.InvariantCulture, $"--{outer}\r\nContent-Type: {file.ContentType}\r\nContent-Disposition: attachment; filename*=utf-8''{Uri.EscapeDataString(file.Name)}\r\n")
                .Append("Content-Transfer-Encoding: base64\r\n\r\n").Append(Lines(Convert.ToBase64String(file.Bytes))).Append(CultureInfo.InvariantCulture, $"--{outer}--\r\n");
        }
        return Encoding.ASCII.GetBytes(mail.ToString());
    }

    /// <summary>Encoded words of at most 75 characters (RFC 2047) where it is not ASCII.</summary>
    public static string Word(string text) => Ascii.IsValid(text)
        ? text
        : string.Join("\r\n ", text.Chunk(18).Select(chunk => $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(chunk))}?="));

    private static void Part(StringBuilder mail, string boundary, string kind, string text, Encoding charset) =>
        mail.Append(CultureInfo.InvariantCulture, $"--{boundary}\r\nContent-Type: text/{kind}; charset={(charset.Equals(Encoding.Latin1) ? "iso-8859-1" : "utf-8")}\r\n")
            .Append("Content-Transfer-Encoding: quoted-printable\r\n\r\n").Append(QuotedPrintable(charset.GetBytes(text)));

    private static string Lines(string base64) => string.Concat(base64.Chunk(76).Select(line => new string(line) + "\r\n"));

    /// <summary>RFC 2045, 6.7: lines of at most 76 characters, a space at a line's end written as =20.</summary>
    private static string QuotedPrintable(byte[] bytes)
    {
        var (text, column) = (new StringBuilder(bytes.Length * 5 / 4), 0);
        for (var at = 0; at < bytes.Length; at++)
        {
            var value = bytes[at];
            if (value == '\n')
            {
                text.Append("\r\n");
                column = 0;
                continue;
            }
            var last = at + 1 == bytes.Length || bytes[at + 1] == '\n';
            var literal = value is >= 33 and <= 126 and not (byte)'=' || (value == ' ' && !last);
            var width = literal ? 1 : 3;
            if (column + width > 75)
            {
                text.Append("=\r\n");
                column = 0;
            }
            text.Append(literal ? ((char)value).ToString() : $"={value:X2}");
            column += width;
        }
        return text.ToString();
    }
}
