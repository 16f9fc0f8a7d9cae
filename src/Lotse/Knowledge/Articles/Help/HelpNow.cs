namespace Lotse.Knowledge.Articles.Help;

/// <summary>A community's help pages as everybody sees them.</summary>
/// <param name="Own">The community's language.</param>
/// <param name="Languages">In which at least one article can be read, in order.</param>
public sealed record HelpNow(long CommunityId, string Key, string Name, string Own, IReadOnlyList<string> Languages);

/// <param name="About">Its first words.</param>
public sealed record FoundArticle(string Slug, string Title, string About);

/// <param name="Name">Empty for what stands under none.</param>
/// <param name="Articles">Their titles; empty where there are too many for one page.</param>
public sealed record HelpSection(string Name, int Count, IReadOnlyList<FoundArticle> Articles);

/// <param name="More">The last of this page: title and id; null where there is none behind.</param>
public sealed record SectionPage(IReadOnlyList<FoundArticle> Articles, (string Title, long Id)? More);

/// <param name="Html">Cleaned when it was published.</param>
/// <param name="Others">Language and slug of all languages it can be read in, itself too.</param>
public sealed record ShownArticle(long Id, string Slug, string Title, string Section, string Lead, string Html, string About, DateTimeOffset UpdatedAt, IReadOnlyList<(string Language, string Slug)> Others);

/// <summary>Where else the same can be read, in full addresses, for search engines.</summary>
public sealed record HelpHead(string Title, string? About, string? Canonical, IReadOnlyList<(string Language, string Address)> Alternates, bool Hidden = false);
