namespace Lotse.Knowledge.Articles.Api;

/// <param name="TextBlock">Id of what it was made of; null where that is a procedure.</param>
/// <param name="State">draft, published or withdrawn.</param>
/// <param name="Newer">What it was made of has been changed since.</param>
/// <param name="Version">Goes up with every change.</param>
/// <param name="Texts">By language.</param>
/// <param name="Remarks">What readers missed, newest first.</param>
public sealed record ArticleJson(string Id, string Community, string? TextBlock, string? Procedure, string State, bool Newer, int Version, DateTimeOffset UpdatedAt, IReadOnlyDictionary<string, ArticleTextJson> Texts, IReadOnlyList<ArticleRemarkJson> Remarks);

/// <param name="Path">Where everybody reads it, on this desk; null where it is not published.</param>
/// <param name="Html">As it was taken from its source.</param>
/// <param name="Yes">How many said that it helped.</param>
public sealed record ArticleTextJson(string Title, string Slug, string Section, string Lead, string Html, string? Path, long Yes, long No);

public sealed record ArticleRemarkJson(string Language, DateTimeOffset At, string Words);

/// <summary>An article in a list: without its texts.</summary>
public sealed record ArticleItemJson(string Id, string Community, string Title, string State, bool Newer, IReadOnlyList<string> Languages, long Yes, long No);

/// <param name="Next">For the parameter after; null on the last page.</param>
public sealed record ArticleListJson(IReadOnlyList<ArticleItemJson> Items, string? Next);

/// <param name="Community">Id. With a change it is left out: an article stays where it is.</param>
/// <param name="TextBlock">Id of a published text block; or</param>
/// <param name="Procedure">of a published procedure. With a change both are left out.</param>
/// <param name="Texts">What is said around the source's text, by language; with a change, null to leave them as they are.</param>
/// <param name="Publish">Take the source's words as they are now and show them to everybody; else they are kept as they were, or as a draft.</param>
/// <param name="Version">With a change: as the caller has seen it; 412 where somebody changed it since.</param>
public sealed record WriteArticleJson(IReadOnlyDictionary<string, WriteArticleTextJson>? Texts, bool Publish = false, string? Community = null, string? TextBlock = null, string? Procedure = null, int? Version = null);

/// <param name="Slug">The end of its address; null to be made of the title, or to stay.</param>
public sealed record WriteArticleTextJson(string? Title, string? Slug = null, string? Section = null, string? Lead = null);
