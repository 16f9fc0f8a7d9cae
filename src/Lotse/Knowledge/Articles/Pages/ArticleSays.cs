using Lotse.Domain.Knowledge.Articles;
using Lotse.Knowledge.Articles.Keeping;
using Lotse.Knowledge.Pages;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Language;

namespace Lotse.Knowledge.Articles.Pages;

/// <summary>Words about articles: their states, and what stands in the way.</summary>
internal static class ArticleSays
{
    public static string State(Texts t, ArticleState state) => state switch
    {
        ArticleState.Draft => t["article.state.draft"],
        ArticleState.Published => t["article.state.published"],
        _ => t["article.state.withdrawn"],
    };

    public static Refusal Say(Texts t, Domain.Refusal refusal)
    {
        var (language, rest) = refusal.About?.Split(": ", 2) is [var first, var second] ? (first, second) : (refusal.About ?? "", "");
        var name = language.Length == 2 ? BlockLanguages.Name(t, language) : "";
        return new Refusal(FieldOf(refusal.Code, language), refusal.Code switch
        {
            WriteArticle.NoTitle => t["article.refused.title"],
            WriteArticle.TitleTooLong => t["article.refused.titleTooLong"],
            WriteArticle.SlugNotRight => t["article.refused.slug"],
            WriteArticle.SlugTaken => t["article.refused.slugTaken"],
            WriteArticle.SectionTooLong => t["article.refused.section"],
            WriteArticle.LeadTooLong => t["article.refused.lead"],
            PublishSource.NotPublished => t["article.refused.source"],
            PublishSource.NoText => t["article.refused.noText", ("language", name)],
            PublishSource.NeedsTicket => t["article.refused.needsTicket", ("language", name), ("names", rest)],
            KeepArticles.AlreadyThere => t["article.refused.there"],
            KeepArticles.Forbidden => t["article.refused.notYours"],
            _ => BlockText.Say(t, refusal).Text,
        });
    }

    private static string? FieldOf(string code, string language) => language.Length != 2 ? null : code switch
    {
        WriteArticle.NoTitle or WriteArticle.TitleTooLong => $"title-{language}",
        WriteArticle.SlugNotRight or WriteArticle.SlugTaken => $"slug-{language}",
        WriteArticle.SectionTooLong => $"section-{language}",
        WriteArticle.LeadTooLong => $"lead-{language}",
        _ => null,
    };
}
