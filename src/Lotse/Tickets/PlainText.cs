using Lotse.Adapters.MailServer.Reading;

namespace Lotse.Tickets;

public static class PlainText
{
    /// <summary>The words that a piece of HTML shows.</summary>
    public static string OfHtml(string html) => HtmlText.Of(html).Text.Trim();
}
