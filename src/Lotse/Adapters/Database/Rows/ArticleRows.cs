using Lotse.Domain.Knowledge.Articles;

namespace Lotse.Adapters.Database.Rows;

/// <summary>Where a community's help pages stand. There from the first article on.</summary>
public sealed class HelpSite
{
    public long CommunityId { get; init; }

    /// <summary>In addresses; it stays while the community's name changes.</summary>
    public string Key { get; init; } = "";
}

/// <summary>A text block or a procedure as customers may read it.</summary>
public sealed class Article
{
    public long Id { get; init; }
    public long CommunityId { get; init; }

    /// <summary>What it was made of: one of these two.</summary>
    public long? TextBlockId { get; init; }

    public long? ProcedureId { get; init; }

    /// <summary>Of the source, when its words were last taken from it.</summary>
    public int SourceVersion { get; set; }

    public ArticleState State { get; set; }

    /// <summary>Goes up with every change.</summary>
    public int Version { get; set; }

    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; set; }
    public long? UpdatedById { get; set; }
}

/// <summary>An article in one language: a snapshot, which stays as it is until it is published again.</summary>
public sealed class ArticleText
{
    public long ArticleId { get; init; }

    /// <summary>ISO 639-1.</summary>
    public string Language { get; init; } = "";

    /// <summary>The article's.</summary>
    public long CommunityId { get; init; }

    /// <summary>The article's: whether everybody may read it.</summary>
    public bool Published { get; set; }

    /// <summary>The end of its address.</summary>
    public string Slug { get; set; } = "";

    public string Title { get; set; } = "";

    /// <summary>The word it stands under; empty for none.</summary>
    public string Section { get; set; } = "";

    /// <summary>What is said to customers before it; plain words, may be empty.</summary>
    public string Lead { get; set; } = "";

    /// <summary>Cleaned, filled in, whole.</summary>
    public string Html { get; set; } = "";

    /// <summary>The plain words of it.</summary>
    public string Text { get; set; } = "";

    /// <summary>When what is read here changed last.</summary>
    public DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>An address by which an article was once found.</summary>
public sealed class FormerSlug
{
    public long CommunityId { get; init; }
    public string Language { get; init; } = "";
    public string Slug { get; init; } = "";
    public long ArticleId { get; init; }
}

/// <summary>A word by which a published article is found.</summary>
public sealed class ArticleWord
{
    public long ArticleId { get; init; }
    public string Language { get; init; } = "";

    /// <summary>A stem.</summary>
    public string Word { get; init; } = "";

    public long CommunityId { get; init; }
    public int Weight { get; set; }
}

/// <summary>How many said that an article helped, and how many that it did not. Nothing is known of who said so.</summary>
public sealed class ArticleFeedback
{
    public long ArticleId { get; init; }
    public string Language { get; init; } = "";
    public long Yes { get; init; }
    public long No { get; init; }
}

/// <summary>What somebody missed in an article, in their words. Only the newest few are kept.</summary>
public sealed class ArticleRemark
{
    public long Id { get; init; }
    public long ArticleId { get; init; }
    public string Language { get; init; } = "";
    public DateTimeOffset At { get; init; }
    public string Words { get; init; } = "";
}
