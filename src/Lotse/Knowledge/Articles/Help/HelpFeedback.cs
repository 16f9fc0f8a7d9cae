using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Writing;
using Lotse.Adapters.Web;
using Lotse.Domain.Knowledge.Articles;
using Lotse.Tickets.Pages;
using Lotse.Ui.Layout;
using Microsoft.AspNetCore.Http.Features;

namespace Lotse.Knowledge.Articles.Help;

/// <summary>Whether an article helped, and what was missing. Counted; of whoever says so nothing is kept.</summary>
public static class HelpFeedback
{
    private const long BytesAtMost = 8 * 1024;

    public static void MapHelpFeedback(this IEndpointRouteBuilder help) => help.MapPost("/{community}/{language:length(2)}/{slug}/feedback", TakeAsync);

    private static async Task<IResult> TakeAsync(
        string community, string language, string slug, HttpContext http, HelpViews views, HelpBounds bounds, DeskDatabase database, WriteGate gate, Ids ids, TimeProvider clock, CancellationToken cancel)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = BytesAtMost;
        var site = await HelpPages.SiteAsync(views, community, language, cancel);
        if (!bounds.MaySay(http)) return HelpResult.TooMany(site, language);
        if (site is null || await views.ArticleAsync(site, language, slug, cancel) is not { } article) return HelpResult.NotThere(site, language);
        if (!http.Request.HasFormContentType) return HelpResult.NotThere(site, language);
        var form = await http.Request.ReadFormAsync(cancel);
        var said = form.Field("helped");
        if (said is "yes" or "no")
        {
            if (bounds.IsFirst(http, article.Id, language)) await FeedbackRows.CountAsync(database, gate, article.Id, language, said == "yes", cancel);
        }
        else if (SayWhatIsMissing.Kept(form.Field("words")) is { } words)
        {
            await FeedbackRows.KeepAsync(database, gate, new ArticleRemark { Id = ids.Next(), ArticleId = article.Id, Language = language, At = clock.GetUtcNow(), Words = words }, cancel);
            said = "words";
        }
        http.Response.Headers.CacheControl = HelpResult.ForOne;
        return Answers.SeeOther($"{HelpAddresses.Article(site.Key, language, slug)}{(said is null ? "" : $"?said={said}")}#feedback");
    }
}
