namespace Lotse.Domain.Knowledge.Articles;

/// <summary>Whether customers may read an article. Only published ones are there for them.</summary>
public enum ArticleState { Draft = 0, Published = 1, Withdrawn = 2 }

/// <summary>States as programs write them.</summary>
public static class ArticleStates
{
    public static string Code(ArticleState state) => state switch
    {
        ArticleState.Draft => "draft",
        ArticleState.Published => "published",
        _ => "withdrawn",
    };

    public static ArticleState? Read(string? code) => Enum.GetValues<ArticleState>().Where(state => Code(state) == code).Select(state => (ArticleState?)state).FirstOrDefault();
}
