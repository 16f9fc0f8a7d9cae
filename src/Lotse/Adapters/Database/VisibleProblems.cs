using Lotse.Domain.Problems;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database;

/// <summary>The gate to problems, for whoever works on them and for whoever tells their customers: communities are walls.</summary>
public static class VisibleProblems
{
    public static IQueryable<Problem> VisibleTo(this IQueryable<Problem> problems, Acting acting)
    {
        if (acting.SeesAll) return problems;
        var communities = acting.Communities;
        return problems.Where(problem => communities.Contains(problem.CommunityId));
    }

    /// <summary>Tracked, so that facts can change it; null where it is not there or not for this agent, which look the same.</summary>
    public static Task<Problem?> FindProblemAsync(this DeskDatabase database, Acting acting, long id, CancellationToken cancel) =>
        database.Problems.AsTracking().VisibleTo(acting).SingleOrDefaultAsync(problem => problem.Id == id, cancel);

    /// <summary>The tickets of a problem that may be seen by whoever sees the problem. One that has left the community is none of them.</summary>
    public static IQueryable<Ticket> TicketsOf(this DeskDatabase database, Problem problem) =>
        database.ProblemTickets.Where(l => l.ProblemId == problem.Id).Join(database.Tickets.Where(t => t.CommunityId == problem.CommunityId), l => l.TicketId, t => t.Id, (_, t) => t);

    /// <summary>Writes facts about a problem and changes it by them. The caller saves.</summary>
    public static void Record(this Journal journal, Problem problem, IReadOnlyList<Domain.Fact> facts, long? agentId)
    {
        foreach (var fact in facts.OfType<ProblemFact>())
        {
            if (fact is not ProblemOpened) problem.Apply(fact);
            journal.Record(fact, problem.CommunityId, agentId);
        }
    }
}
