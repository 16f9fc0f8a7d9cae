using System.Globalization;
using Lotse.Adapters.Web;
using Lotse.Domain.Knowledge.Articles;
using Lotse.Ui;
using Lotse.Ui.Language;
using Lotse.Ui.Layout;

namespace Lotse.Knowledge.Articles.Help;

/// <summary>The door for customers: help pages of a community. Nobody signs in, nothing is remembered of anybody.</summary>
public static class HelpPages
{
    private const int FoundAtMost = 20, OfferedAtMost = 5, LongestTyped = 1000;

    private static readonly string[] s_reading = [HttpMethods.Get, HttpMethods.Head];

    public static void MapHelpPages(this IEndpointRouteBuilder routes)
    {
        var help = routes.MapGroup("/help").AllowAnonymous().ExcludeFromDescription().WithMetadata(new PublicPage());
        help.MapMethods("/{community}", s_reading, BeginAsync);
        help.MapMethods("/{community}/{language:length(2)}", s_reading, StartAsync);
        help.MapMethods("/{community}/{language:length(2)}/search", s_reading, SearchAsync);
        help.MapMethods("/{community}/{language:length(2)}/ask", s_reading, AskAsync);
        help.MapMethods("/{community}/{language:length(2)}/suggestions", s_reading, SuggestAsync);
        help.MapMethods("/{community}/{language:length(2)}/{slug}", s_reading, ShowAsync);
        help.MapMethods("/{community}/sitemap.xml", s_reading, HelpSitemap.SendAsync);
        help.MapHelpFeedback();
        help.MapMethods("/{**rest}", s_reading, () => HelpResult.NotThere(null, null));
        routes.MapMethods("/robots.txt", s_reading, HelpSitemap.Robots).AllowAnonymous().ExcludeFromDescription().WithMetadata(new PublicPage());
    }

    /// <summary>To the language that the browser wants, of those there are.</summary>
    private static async Task<IResult> BeginAsync(string community, HttpContext http, HelpViews views, CancellationToken cancel)
    {
        if (await views.SiteAsync(community, cancel) is not { } site) return HelpResult.NotThere(null, null);
        http.Response.Headers.CacheControl = HelpResult.ForAll;
        http.Response.Headers.Vary = "Accept-Language";
        return TypedResults.Redirect(HelpAddresses.Start(site.Key, HelpLanguage.Best(http.Request.Headers.AcceptLanguage, site.Languages, site.Own)));
    }

    private static async Task<IResult> StartAsync(string community, string language, string? section, string? behind, long? after, HttpContext http, HelpViews views, DeskAddress desk, CancellationToken cancel)
    {
        if (await SiteAsync(views, community, language, cancel) is not { } site) return HelpResult.NotThere(null, null);
        var head = new HelpHead(Texts.For(language)["help.title"], null, $"{Home(http, desk)}{HelpAddresses.Start(site.Key, language)}", [.. site.Languages.Select(l => (l, $"{Home(http, desk)}{HelpAddresses.Start(site.Key, l)}"))], Hidden: section is not null);
        if (section is not { Length: <= WriteArticle.LongestSection })
        {
            return HelpResult.Page<HelpStart>(site, language, head, HelpResult.ForAll, ("Sections", await views.SectionsAsync(site, language, cancel)));
        }
        var page = await views.SectionAsync(site, language, section, after is { } id ? (behind is { Length: <= WriteArticle.LongestTitle } title ? title : "", id) : null, cancel);
        return page.Articles.Count == 0 ? HelpResult.NotThere(site, language) : HelpResult.Page<HelpStart>(site, language, head with { Title = section }, HelpResult.ForAll, ("Section", section), ("Page", page));
    }

    private static async Task<IResult> ShowAsync(string community, string language, string slug, string? said, HttpContext http, HelpViews views, DeskAddress desk, CancellationToken cancel)
    {
        if (await SiteAsync(views, community, language, cancel) is not { } site) return HelpResult.NotThere(null, null);
        if (await views.ArticleAsync(site, language, slug, cancel) is not { } article)
        {
            return await views.NowAtAsync(site, language, slug, cancel) is { } now ? TypedResults.Redirect(HelpAddresses.Article(site.Key, language, now), permanent: true) : HelpResult.NotThere(site, language);
        }
        string Full(string l, string s) => $"{Home(http, desk)}{HelpAddresses.Article(site.Key, l, s)}";
        var head = new HelpHead(article.Title, article.About, Full(language, article.Slug), [.. article.Others.Select(other => (other.Language, Full(other.Language, other.Slug)))]);
        return HelpResult.Page<HelpArticle>(site, language, head, HelpResult.ForAll, ("Article", article), ("Said", said is "yes" or "no" or "words" ? said : null));
    }

    private static async Task<IResult> SearchAsync(string community, string language, string? q, HttpContext http, HelpViews views, HelpBounds bounds, CancellationToken cancel)
    {
        if (await SiteAsync(views, community, language, cancel) is not { } site) return HelpResult.NotThere(null, null);
        if (!bounds.MaySearch(http)) return HelpResult.TooMany(site, language);
        var typed = Typed(q);
        var found = await views.FindAsync(site, language, typed, FoundAtMost, strict: true, cancel);
        return HelpResult.Page<HelpFound>(site, language, new HelpHead(Texts.For(language)["help.search"], null, null, [], Hidden: true), HelpResult.ForOne, ("Typed", typed), ("Found", found));
    }

    private static async Task<IResult> AskAsync(string community, string language, string? q, HttpContext http, HelpViews views, HelpBounds bounds, CancellationToken cancel)
    {
        if (await SiteAsync(views, community, language, cancel) is not { } site) return HelpResult.NotThere(null, null);
        var typed = Typed(q);
        if (typed.Length > 0 && !bounds.MaySearch(http)) return HelpResult.TooMany(site, language);
        var found = typed.Length == 0 ? [] : await views.FindAsync(site, language, typed, OfferedAtMost, strict: false, cancel);
        return HelpResult.Page<HelpAsk>(site, language, new HelpHead(Texts.For(language)["help.ask"], null, null, [], Hidden: true), typed.Length == 0 ? HelpResult.ForAll : HelpResult.ForOne,
            ("Typed", typed), ("Found", found), ("Mailboxes", await views.MailboxesAsync(site, cancel)));
    }

    /// <summary>As one types: only the list.</summary>
    private static async Task<IResult> SuggestAsync(string community, string language, string? q, HttpContext http, HelpViews views, HelpBounds bounds, CancellationToken cancel)
    {
        if (!bounds.MaySearch(http)) return TypedResults.StatusCode(StatusCodes.Status429TooManyRequests);
        if (await SiteAsync(views, community, language, cancel) is not { } site) return TypedResults.StatusCode(StatusCodes.Status404NotFound);
        return new HelpResult<HelpList>(language, StatusCodes.Status200OK, HelpResult.ForOne,
            ("Site", site), ("Language", language), ("Found", await views.FindAsync(site, language, Typed(q), OfferedAtMost, strict: false, cancel)), ("Counted", true));
    }

    internal static async Task<HelpNow?> SiteAsync(HelpViews views, string community, string language, CancellationToken cancel) =>
        await views.SiteAsync(community, cancel) is { } site && site.Languages.Contains(language) ? site : null;

    /// <summary>What this desk is called by those who read: as its operator says, else as this request does; no mail is made of it.</summary>
    internal static string Home(HttpContext http, DeskAddress desk) => desk.Url ?? string.Create(CultureInfo.InvariantCulture, $"{http.Request.Scheme}://{http.Request.Host}");

    private static string Typed(string? q) => (q is { Length: > LongestTyped } ? q[..LongestTyped] : q ?? "").Trim();
}
