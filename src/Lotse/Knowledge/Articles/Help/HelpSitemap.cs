using System.Globalization;
using System.Xml.Linq;
using Lotse.Adapters.Database;
using Lotse.Adapters.Web;
using Lotse.Ui.Layout;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Knowledge.Articles.Help;

/// <summary>What search engines may read, and where it is (sitemaps.org; the other languages as Google's extension of it wants them).</summary>
public static class HelpSitemap
{
    /// <summary>A sitemap holds 50,000 addresses.</summary>
    private const int AtMost = 50_000;

    /// <summary>The desk is nobody's business; help pages are everybody's. Sitemaps are not named here, for that would list all communities.</summary>
    private const string RobotsText = "User-agent: *\nAllow: /help/\nAllow: /assets/\nDisallow: /\n";

    internal static IResult Robots(HttpContext http)
    {
        http.Response.Headers.CacheControl = "public, max-age=3600";
        return TypedResults.Text(RobotsText, "text/plain");
    }

    internal static async Task<IResult> SendAsync(string community, HttpContext http, HelpViews views, DeskDatabase database, DeskAddress desk, CancellationToken cancel)
    {
        if (await views.SiteAsync(community, cancel) is not { } site) return HelpResult.NotThere(null, null);
        var texts = await database.ArticleTexts.Where(t => t.CommunityId == site.CommunityId && t.Published).OrderBy(t => t.ArticleId).ThenBy(t => t.Language).Take(AtMost)
            .Select(t => new { t.ArticleId, t.Language, t.Slug, t.UpdatedAt }).ToListAsync(cancel);
        XNamespace map = "http://www.sitemaps.org/schemas/sitemap/0.9", html = "http://www.w3.org/1999/xhtml";
        var home = HelpPages.Home(http, desk);
        var of = texts.ToLookup(t => t.ArticleId);
        var document = new XElement(map + "urlset", new XAttribute(XNamespace.Xmlns + "xhtml", html.NamespaceName), texts.Select(text => new XElement(map + "url",
            new XElement(map + "loc", $"{home}{HelpAddresses.Article(site.Key, text.Language, text.Slug)}"),
            new XElement(map + "lastmod", text.UpdatedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)),
            of[text.ArticleId].Select(other => new XElement(html + "link", new XAttribute("rel", "alternate"), new XAttribute("hreflang", other.Language), new XAttribute("href", $"{home}{HelpAddresses.Article(site.Key, other.Language, other.Slug)}"))))));
        return new Sent(System.Text.Encoding.UTF8.GetBytes($"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{document.ToString(SaveOptions.DisableFormatting)}"));
    }

    private sealed class Sent(byte[] xml) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => KeptPage.SendAsync(httpContext, StatusCodes.Status200OK, "application/xml; charset=utf-8", xml, HelpResult.ForAll);
    }
}
