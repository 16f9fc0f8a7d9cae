using Lotse.Domain.Levels;
using Lotse.Ui;

namespace Lotse.Levels.Keeping;

/// <summary>What a lead says about a community's levels; as it is kept, or as it was sent.</summary>
/// <param name="Teams">Of the community.</param>
public sealed record LevelsFormView(string Community, string Name, CommunityLevels Levels, IReadOnlyList<Named> Teams, IReadOnlyList<Refusal> Refusals);

/// <summary>One form of a community.</summary>
public sealed record HandOverFormView(string Community, string Name, HandOverForm Form, bool New, IReadOnlyList<Refusal> Refusals);
