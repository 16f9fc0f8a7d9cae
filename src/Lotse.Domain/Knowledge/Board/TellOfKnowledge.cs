using Lotse.Domain.Levels;
using Lotse.Domain.Tickets;

namespace Lotse.Domain.Knowledge.Board;

/// <summary>Somebody who may be told that something was published.</summary>
public sealed record Reader(long AgentId, Role Role, IReadOnlyCollection<long> Communities, IReadOnlyCollection<long> Teams)
{
    public bool Sees(long community) => Role == Role.Admin || Communities.Contains(community);
}

/// <summary>Whom it is for that something was published: those who answer customers first.</summary>
public static class TellOfKnowledge
{
    /// <param name="community">Null for all.</param>
    /// <param name="levels">Of each community.</param>
    /// <param name="by">Whoever publishes it knows of it.</param>
    public static IReadOnlyList<long> Of(long? community, IReadOnlyDictionary<long, CommunityLevels> levels, IEnumerable<Reader> people, long by)
    {
        bool AnswersFirst(Reader one, long of) => one.Sees(of) && levels[of] is var there && there.Of(there.Entrance).IsOperatedBy(one.Teams);
        IReadOnlyList<long> of = community is { } one ? [one] : [.. levels.Keys];
        return [.. people.Where(person => person.AgentId != by && of.Any(each => levels.ContainsKey(each) && AnswersFirst(person, each))).Select(person => person.AgentId).Distinct()];
    }
}
