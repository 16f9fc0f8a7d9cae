using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Knowledge;
using Lotse.Domain.Knowledge.Articles;

namespace Lotse.Knowledge.Articles.Keeping;

/// <summary>What an article is made of: one of the two.</summary>
public sealed record ArticleSource(long? TextBlockId, long? ProcedureId)
{
    public static ArticleSource Of(Article article) => new(article.TextBlockId, article.ProcedureId);
}

/// <summary>An article as somebody wants it.</summary>
/// <param name="CommunityId">Of a new one; those that are there stay in theirs.</param>
/// <param name="Source">Of a new one.</param>
/// <param name="Heads">By language; null to leave them as they are.</param>
/// <param name="Publish">Its words are taken from the source anew, and customers can read it.</param>
public sealed record ArticleDraft(long CommunityId, ArticleSource Source, IReadOnlyDictionary<string, ArticleHead>? Heads, bool Publish);

/// <summary>A source as it stands now, for everybody to read.</summary>
/// <param name="Titles">What it is called itself, by language; a text block has one title in nobody knows which.</param>
/// <param name="Html">Cleaned and filled in, by language; what only a ticket knows is a mark.</param>
public sealed record SourceNow(string Name, long? CommunityId, TextBlockState State, int Version, IReadOnlyDictionary<string, string> Titles, IReadOnlyDictionary<string, string> Html);
