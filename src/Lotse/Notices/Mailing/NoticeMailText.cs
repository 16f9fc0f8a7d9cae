using System.Globalization;
using System.Net;
using System.Text;
using Lotse.Domain.Notices;
using Lotse.Ui.Language;
using Lotse.Ui.Layout;

namespace Lotse.Notices.Mailing;

/// <summary>The words of a mail with notices: what happened and in which tickets, never what a customer wrote.</summary>
internal sealed class NoticeMailText(Texts t, TimeZoneInfo zone, string? desk, DateTimeOffset now, bool discreet)
{
    private readonly Moments _moments = new(t, zone, now);

    public string Subject(int count) => t.Count("noticeMail.subject", count);

    public string Write(string name, IReadOnlyList<MailedNotice> notices, IReadOnlyDictionary<long, string> agents)
    {
        var text = new StringBuilder(t["noticeMail.hello", ("name", name)]).Append("\n\n").Append(t["noticeMail.unread"]).Append("\n\n");
        foreach (var ticket in notices.GroupBy(n => n.Number))
        {
            var number = ticket.Key.ToString(CultureInfo.InvariantCulture);
            text.Append('#').Append(number);
            if (!discreet) text.Append(' ').Append(ticket.First().Subject);
            text.Append('\n');
            foreach (var notice in ticket) text.Append("- ").Append(LineOf(notice, agents)).Append('\n');
            if (desk is not null) text.Append(desk).Append(Addresses.Ticket(number)).Append('\n');
            text.Append('\n');
        }
        return text.Append(t["noticeMail.end"]).Append(desk is null ? "" : $"\n{desk}{Addresses.AccountNotices}").Append('\n').ToString();
    }

    private string LineOf(MailedNotice notice, IReadOnlyDictionary<long, string> agents)
    {
        var at = _moments.Exact(notice.At);
        if (discreet || Told.Read(notice.Kind) is not var (kind, why)) return $"{at}: {t["notices.discreetText"]}";
        return $"{at}: {NoticeWords.Of(t, kind, notice.By is { } by ? agents.GetValueOrDefault(by) : null)} {NoticeWords.Why(t, why)}.";
    }

    public static string Html(string plain)
    {
        var html = new StringBuilder("<!doctype html><html><body style=\"font-family:sans-serif;font-size:14px;line-height:1.5\">");
        foreach (var paragraph in plain.TrimEnd().Split("\n\n")) html.Append("<p>").AppendJoin("<br>\n", paragraph.Split('\n').Select(LineAsHtml)).Append("</p>\n");
        return html.Append("</body></html>").ToString();
    }

    private static string LineAsHtml(string line) => line.StartsWith("https://", StringComparison.Ordinal) || line.StartsWith("http://", StringComparison.Ordinal)
        ? $"<a href=\"{WebUtility.HtmlEncode(line)}\">{WebUtility.HtmlEncode(line)}</a>"
        : WebUtility.HtmlEncode(line);
}
