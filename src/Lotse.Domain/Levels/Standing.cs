using Lotse.Domain.Tickets;

namespace Lotse.Domain.Levels;

/// <summary>Where an agent stands among a community's levels.</summary>
/// <param name="Teams">The agent's teams.</param>
/// <param name="Leads">Leads and admins act at every level.</param>
public sealed record Standing(CommunityLevels Levels, IReadOnlyCollection<long> Teams, bool Leads)
{
    public const string NotOfThisLevel = "not-of-this-level";
    public const string LevelDoesNotWrite = "level-does-not-write";

    public bool Works(Level level) => Leads || Levels.Of(level).IsOperatedBy(Teams);

    /// <summary>Null where the agent may write to customers: whoever works only at levels that do not write may not, at whatever level the ticket is.</summary>
    public Refusal? WhyNotWrite()
    {
        var own = Levels.Levels.Where(plan => plan.InUse && plan.Operators is { Count: > 0 } && plan.IsOperatedBy(Teams)).ToList();
        return own.Count > 0 && own.TrueForAll(plan => !plan.WritesToCustomers) ? new Refusal(LevelDoesNotWrite) : null;
    }
}
