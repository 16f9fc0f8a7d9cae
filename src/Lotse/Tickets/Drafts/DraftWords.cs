using System.Net;
using Lotse.Adapters.Database.Rows;

namespace Lotse.Tickets.Drafts;

/// <summary>Puts the words of one draft above those of another. Where one of them is plain and the other is not, the plain one becomes HTML: the editor shows HTML only.</summary>
public static class DraftWords
{
    /// <param name="draft">Whose words stay below.</param>
    public static void PutAbove(Draft draft, string text, string html)
    {
        if (draft.Text.Trim().Length == 0)
        {
            (draft.Text, draft.Html) = (text, html);
            return;
        }
        if (html.Length > 0 || draft.Html.Length > 0) draft.Html = $"{(html.Length > 0 ? html : AsHtml(text))}<div><br></div>{(draft.Html.Length > 0 ? draft.Html : AsHtml(draft.Text))}";
        draft.Text = $"{text}\n\n{draft.Text}";
    }

    private static string AsHtml(string text) => string.Concat(text.Split('\n').Select(line => $"<div>{(line.Trim().Length == 0 ? "<br>" : WebUtility.HtmlEncode(line))}</div>"));
}
