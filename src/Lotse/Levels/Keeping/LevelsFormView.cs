using System.Text.Json;
using Lotse.Domain;
using Lotse.Domain.Levels;
using Lotse.Tickets.Working;

namespace Lotse.Levels.Keeping;

/// <summary>What a lead says about a community's levels; as it is kept, or as it was sent.</summary>
/// <param name="Teams">Of the community.</param>
/// <param name="Version">Of all of it, as it is now.</param>
/// <param name="Seen">What stood on the page when it was opened, also where the form came back.</param>
public sealed record LevelsFormView(string Community, string Name, CommunityLevels Levels, IReadOnlyList<Ui.Named> Teams, long Version, string? Seen, IReadOnlyList<Ui.Refusal> Refusals)
{
    /// <summary>Forms stand on pages of their own: whoever changes one is in nobody's way here.</summary>
    public static string SeenOf(CommunityLevels levels) => Fingerprint.Of(JsonSerializer.Serialize(levels with { Forms = [] }, StandingOf.Json));
}

/// <summary>One form of a community.</summary>
/// <param name="Seen">What stood on the page when it was opened, also where the form came back; null for a new one.</param>
public sealed record HandOverFormView(string Community, string Name, HandOverForm Form, bool New, string? Seen, IReadOnlyList<Ui.Refusal> Refusals)
{
    public static string SeenOf(HandOverForm form) => Fingerprint.Of(JsonSerializer.Serialize(form, StandingOf.Json));
}
