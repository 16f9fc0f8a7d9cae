using Lotse.Domain.Knowledge;
using Lotse.Domain.Knowledge.Articles;
using Lotse.Knowledge.Articles.Keeping;
using Lotse.Ui;

namespace Lotse.Knowledge.Articles.Pages;

/// <param name="Newer">The source has a newer version than the one that customers read.</param>
public sealed record ArticleRow(long Id, long CommunityId, string Community, string Title, ArticleState State, IReadOnlyList<string> Languages, long Yes, long No, bool Newer, TextBlockState SourceState);

/// <param name="Sites">Addresses of help pages, by their community's name.</param>
/// <param name="Next">The address of the next page; null on the last.</param>
public sealed record ArticlesView(IReadOnlyList<ArticleRow> Rows, IReadOnlyList<Named> Communities, string? Community, string? State, string? Next, IReadOnlyList<Named> Sites);

/// <param name="Html">What stands below title and introduction.</param>
/// <param name="Address">Where customers read it; null where they do not.</param>
public sealed record ArticleField(string Language, string Title, string Slug, string Section, string Lead, string Html, string? Address);

public sealed record ShownRemark(string Language, DateTimeOffset At, string Words);

/// <summary>An article as it stands, or as it was typed.</summary>
public sealed record ArticleForm
{
    /// <summary>Null for a new one.</summary>
    public string? Id { get; init; }

    public required ArticleSource Source { get; init; }
    public string SourceName { get; init; } = "";
    public TextBlockState SourceState { get; init; }
    public string Version { get; init; } = "";
    public ArticleState State { get; init; }
    public bool Newer { get; init; }
    public string Community { get; init; } = "";
    public IReadOnlyList<Named> Communities { get; init; } = [];

    /// <summary>Id of the article that was made of the same in this community already.</summary>
    public string? There { get; init; }

    public IReadOnlyList<ArticleField> Texts { get; init; } = [];

    /// <summary>Yes and no, by language.</summary>
    public IReadOnlyDictionary<string, (long Yes, long No)> Said { get; init; } = new Dictionary<string, (long, long)>();

    public IReadOnlyList<ShownRemark> Remarks { get; init; } = [];
    public bool MayWrite { get; init; } = true;
    public IReadOnlyList<Refusal> Refusals { get; init; } = [];
}
