using Lotse.Adapters.Database;
using Lotse.Domain;
using Lotse.Domain.Problems;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Problems;

/// <summary>Opens problems, says anew what they are, solves them and opens them again.</summary>
public sealed class KeepProblems(DeskDatabase database, Journal journal, Ids ids, GroupTickets group, TimeProvider clock)
{
    public const string OwnerUnfit = "problem-owner-unfit", NoCommunity = "no-such-community", TicketsUnfit = "problem-tickets-unfit";

    /// <summary>Whoever opens one looks after it, unless somebody else is named.</summary>
    /// <param name="communityId">Null for that of the tickets.</param>
    /// <param name="numbers">Tickets that it begins with; where one does not fit, nothing is opened.</param>
    public Task<Answer<Problem>> OpenAsync(Acting by, long? communityId, ProblemWords words, IReadOnlyCollection<long> numbers, CancellationToken cancel) => journal.RetryAsync<Answer<Problem>>(async () =>
    {
        if (words.Check() is { } wrong) return wrong;
        if (communityId is null && numbers.Count > 0) communityId = await database.Tickets.VisibleTo(by).Where(t => numbers.Contains(t.Number)).OrderBy(t => t.Id).Select(t => (long?)t.CommunityId).FirstOrDefaultAsync(cancel);
        if (communityId is not { } community || !by.Sees(community) || !await database.Communities.AnyAsync(c => c.Id == community, cancel)) return new Refusal(NoCommunity, "community");
        if (words.OwnerId is { } owner && !await database.WorksForAsync(owner, community, cancel)) return new Refusal(OwnerUnfit, "owner");
        var opened = new ProblemOpened(ids.Next(), community, (words with { OwnerId = words.OwnerId ?? by.AgentId }).Trimmed(), by.AgentId, clock.GetUtcNow());
        var problem = Problem.From(opened);
        database.Problems.Add(problem);
        journal.Record(problem, [opened], by.AgentId);
        var joined = await group.AddAsync(by, problem, numbers, cancel);
        if (joined.Refused is [var first, ..])
        {
            journal.Forget();
            return new Refusal(first.Refusal == Refusals.NotFound ? TicketsUnfit : first.Refusal.Code, first.Refusal == Refusals.NotFound ? "tickets" : $"#{first.Number}");
        }
        await journal.SaveAsync(cancel);
        return problem;
    });

    /// <param name="version">The version the caller has seen; null to change whatever is there.</param>
    public Task<Answer<Problem>> ChangeAsync(Acting by, long id, ProblemWords words, ProblemState? state, long? version, CancellationToken cancel) => DecideAsync(by, id, async (problem, now) =>
    {
        if (version is { } seen && seen != problem.Version) return Decision.Refuse(Refusals.Changed.Code);
        if (words.OwnerId is { } owner && owner != problem.OwnerId && !await database.WorksForAsync(owner, problem.CommunityId, cancel)) return Decision.Refuse(OwnerUnfit, "owner");
        return new ChangeProblem(words, state).Decide(by, problem, now);
    }, cancel);

    public Task<Answer<Problem>> SolveAsync(Acting by, long id, CancellationToken cancel) =>
        DecideAsync(by, id, (problem, now) => Task.FromResult(SolveProblem.Decide(by, problem, now)), cancel);

    public Task<Answer<Problem>> ReopenAsync(Acting by, long id, CancellationToken cancel) =>
        DecideAsync(by, id, (problem, now) => Task.FromResult(SolveProblem.Reopen(by, problem, now)), cancel);

    private Task<Answer<Problem>> DecideAsync(Acting by, long id, Func<Problem, DateTimeOffset, Task<Decision>> decide, CancellationToken cancel) => journal.RetryAsync<Answer<Problem>>(async () =>
    {
        if (await database.FindProblemAsync(by, id, cancel) is not { } problem) return Refusals.NotFound;
        var decision = await decide(problem, clock.GetUtcNow());
        if (decision.Refusal is { } refusal) return refusal;
        journal.Record(problem, decision.Facts, by.AgentId);
        await journal.SaveAsync(cancel);
        return problem;
    });
}
