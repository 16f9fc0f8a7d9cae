namespace Lotse.Search.Views;

/// <summary>A view that one may change.</summary>
/// <param name="Community">Whose people have it too; null for one's own.</param>
public sealed record KeptView(string Id, string Name, string Query, string? Community);

/// <summary>What was typed into a form that was not taken.</summary>
/// <param name="Id">Of the view; empty for a new one.</param>
/// <param name="Why">In the words of whoever looks.</param>
public sealed record ViewRefused(string Id, string Name, string Query, string Why);
