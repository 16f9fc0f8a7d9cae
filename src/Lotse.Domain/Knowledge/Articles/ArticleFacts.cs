namespace Lotse.Domain.Knowledge.Articles;

/// <summary>Customers can read it from now on, or read other words than before.</summary>
/// <param name="Languages">It can be read in.</param>
public sealed record ArticlePublished(long ArticleId, int Version, IReadOnlyList<string> Languages) : Fact;

/// <summary>Its title, address, section or introduction was changed; what it says otherwise is the same.</summary>
public sealed record ArticleChanged(long ArticleId, int Version) : Fact;

/// <summary>Customers cannot read it any more.</summary>
/// <param name="Why">By hand, or because what it was made of was retired.</param>
public sealed record ArticleWithdrawn(long ArticleId, string Why) : Fact
{
    public const string ByHand = "by-hand", SourceRetired = "source-retired";
}
