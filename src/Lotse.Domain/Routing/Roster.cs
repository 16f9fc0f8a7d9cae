using Lotse.Domain.Levels;
using Lotse.Domain.Tickets;

namespace Lotse.Domain.Routing;

/// <summary>Somebody who may get tickets.</summary>
/// <param name="Deputies">Who stands in for them in everything, in order.</param>
public sealed record RosterEntry(long Id, Role Role, bool Active, IReadOnlyCollection<long> Communities, IReadOnlyCollection<long> Teams, IReadOnlyList<long> Deputies, Presence Presence);

/// <summary>Who works here, and at which levels.</summary>
/// <param name="Levels">By community; those that are missing have the usual ones.</param>
public sealed record Roster(IReadOnlyDictionary<long, RosterEntry> People, IReadOnlyDictionary<long, CommunityLevels> Levels)
{
    /// <summary>Whether they may have tickets of such a case at all, here or away.</summary>
    public bool MayWork(long agentId, Case one) => People.TryGetValue(agentId, out var person) && MayHave(agentId, one.CommunityId)
        && new Standing(Levels.GetValueOrDefault(one.CommunityId, CommunityLevels.Usual), person.Teams, person.Role >= Role.Lead).Works(one.Level);

    /// <summary>Whether they may keep a ticket that somebody has given them, at whatever level it is.</summary>
    public bool MayHave(long agentId, long communityId) => People.TryGetValue(agentId, out var person) && person.Active && (person.Role == Role.Admin || person.Communities.Contains(communityId));

    /// <summary>Null for who is there.</summary>
    public Away? AwayAt(long agentId, DateTimeOffset at) => People.TryGetValue(agentId, out var person) ? person.Presence.At(at) : null;

    public bool CanWorkNow(long agentId, Case one, DateTimeOffset at) => MayWork(agentId, one) && AwayAt(agentId, at) is null;

    public IReadOnlyList<long> DeputiesOf(long agentId) => People.TryGetValue(agentId, out var person) ? person.Deputies : [];
}
