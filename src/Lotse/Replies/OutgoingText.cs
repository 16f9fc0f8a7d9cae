using System.Globalization;
using System.Net;
using System.Text;
using Lotse.Domain.Communities;
using Lotse.Domain.Tickets;

namespace Lotse.Replies;

/// <summary>The two forms of an answer as it leaves: plain text and HTML, with the signature and the answered words below.</summary>
internal static class OutgoingText
{
    public static string Plain(Message message, Message? answered)
    {
        var text = new StringBuilder(message.Text);
        if (message.Signature is { } signature) text.Append("\n\n").Append(Signature.Separator).Append('\n').Append(signature);
        if (message.Quoted is { } quoted && answered is not null)
        {
            text.Append("\n\n").Append(Introduction(message, answered)).Append('\n');
            foreach (var line in quoted.Split('\n')) text.Append(line.StartsWith('>') ? ">" : "> ").Append(line).Append('\n');
        }
        return text.ToString().TrimEnd() + "\n";
    }

    public static string Html(Message message, Message? answered)
    {
        var html = new StringBuilder("<!doctype html><html><body style=\"font-family:sans-serif;font-size:14px;line-height:1.5\">");
        html.Append(message.Html ?? Paragraphs(message.Text));
        if (message.Signature is { } signature) html.Append("<p>").Append(Signature.Separator).Append("<br>\n").Append(Lines(signature)).Append("</p>");
        if (message.Quoted is { } quoted && answered is not null)
        {
            html.Append("<p>").Append(WebUtility.HtmlEncode(Introduction(message, answered))).Append("</p>")
                .Append("<blockquote type=\"cite\" style=\"margin:0 0 0 .6em;padding-left:.8em;border-left:2px solid #bbb;color:#555\">")
                .Append(Paragraphs(quoted)).Append("</blockquote>");
        }
        return html.Append("</body></html>").ToString();
    }

    public static string Paragraphs(string text)
    {
        var html = new StringBuilder();
        foreach (var paragraph in text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            html.Append("<p>").Append(Lines(paragraph.Trim('\n'))).Append("</p>");
        }
        return html.ToString();
    }

    private static string Lines(string text) => WebUtility.HtmlEncode(text).Replace("\n", "<br>\n", StringComparison.Ordinal);

    /// <summary>The line that mail programs know as the beginning of a quote, in the language of the quoted mail.</summary>
    private static string Introduction(Message message, Message answered)
    {
        var who = answered.FromName.Length > 0 ? answered.FromName : answered.FromAddress;
        return (answered.Language ?? message.Language) == "en"
            ? $"On {answered.At.ToString("d MMM yyyy 'at' HH:mm 'UTC'", CultureInfo.InvariantCulture)}, {who} wrote:"
            : $"Am {answered.At.ToString("dd.MM.yyyy 'um' HH:mm 'UTC'", CultureInfo.InvariantCulture)} schrieb {who}:";
    }
}
