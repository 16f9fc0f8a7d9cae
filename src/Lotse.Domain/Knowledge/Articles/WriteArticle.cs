using Lotse.Domain.Knowledge;

namespace Lotse.Domain.Knowledge.Articles;

/// <summary>What is said around the source's text in one language.</summary>
/// <param name="Slug">Empty to be made of the title.</param>
public sealed record ArticleHead(string Title, string Slug = "", string Section = "", string Lead = "");

/// <summary>An article as somebody wants it: a head for each language it is to be read in.</summary>
public sealed record WriteArticle(IReadOnlyDictionary<string, ArticleHead> Heads)
{
    public const string NoTitle = "article-title-missing", TitleTooLong = "article-title-too-long", SlugNotRight = "article-slug-not-right", SlugTaken = "article-slug-taken",
        SectionTooLong = "article-section-too-long", LeadTooLong = "article-lead-too-long";

    public const int LongestTitle = 160, LongestSection = 60, LongestLead = 1000;

    /// <returns>Null where it may be kept so; else what is wrong, and in which language.</returns>
    public Refusal? WhyNot()
    {
        if (Heads.Count == 0) return new(NoTitle);
        foreach (var (language, head) in Heads)
        {
            if (string.IsNullOrWhiteSpace(head.Title)) return new(NoTitle, language);
            if (head.Title.Length > LongestTitle) return new(TitleTooLong, language);
            if (head.Slug.Length > 0 && !ArticleSlug.IsRight(head.Slug)) return new(SlugNotRight, language);
            if (head.Section.Length > LongestSection) return new(SectionTooLong, language);
            if (head.Lead.Length > LongestLead) return new(LeadTooLong, language);
        }
        return null;
    }
}

/// <summary>Whether a source may stand on a page that everybody reads.</summary>
public static class PublishSource
{
    public const string NotPublished = "article-source-not-published", NeedsTicket = "article-needs-ticket", NoText = "article-no-text";

    /// <param name="texts">HTML by language, filled in with what is the same for everybody; what only a ticket knows is a mark.</param>
    /// <param name="wanted">Languages it is to be read in.</param>
    public static Refusal? WhyNot(TextBlockState state, IReadOnlyDictionary<string, string> texts, IEnumerable<string> wanted)
    {
        if (state != TextBlockState.Published) return new(NotPublished);
        foreach (var language in wanted.Order(StringComparer.Ordinal))
        {
            if (!texts.TryGetValue(language, out var html)) return new(NoText, language);
            if (Gaps(html) is { Count: > 0 } gaps) return new(NeedsTicket, $"{language}: {string.Join(", ", gaps)}");
        }
        return null;
    }

    /// <summary>What the marks in a text stand for, each once.</summary>
    public static IReadOnlyList<string> Gaps(string html)
    {
        var gaps = new List<string>();
        for (var open = html.IndexOf(MissingValues.Open, StringComparison.Ordinal); open >= 0; open = html.IndexOf(MissingValues.Open, open + 1))
        {
            var close = html.IndexOf(MissingValues.Close, open);
            if (close < 0) break;
            if (html[(open + 1)..close].Trim() is { Length: > 0 } name && !gaps.Contains(name)) gaps.Add(name);
        }
        return gaps;
    }
}
