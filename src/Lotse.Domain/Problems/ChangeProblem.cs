using Lotse.Domain.Tickets;

namespace Lotse.Domain.Problems;

/// <summary>Who may say what a problem is and tell its customers: leads, admins and whoever looks after it.</summary>
public static class ProblemRights
{
    public const string NotYours = "problem-not-yours";

    public static bool MayLead(Acting by, Problem problem) => by.Sees(problem.CommunityId) && (by.Role >= Role.Lead || problem.OwnerId == by.AgentId);
}

/// <summary>Says anew what a problem is.</summary>
/// <param name="State">Null leaves it. Solving and opening again have ways of their own.</param>
public sealed record ChangeProblem(ProblemWords Words, ProblemState? State = null)
{
    public const string StateNotSo = "problem-state-not-so";

    public Decision Decide(Acting by, Problem problem, DateTimeOffset now)
    {
        if (!ProblemRights.MayLead(by, problem)) return Decision.Refuse(ProblemRights.NotYours);
        if (Words.Check() is { } wrong) return Decision.Refuse(wrong.Code, wrong.About);
        var state = State ?? problem.State;
        if (state != problem.State && (state == ProblemState.Solved || problem.State == ProblemState.Solved)) return Decision.Refuse(StateNotSo, "state");
        return Decision.Happens(new ProblemChanged(problem.Id, state, Words.Trimmed(), now));
    }
}

/// <summary>Says that a problem is over, or that it is not after all.</summary>
public static class SolveProblem
{
    public const string SolvedAlready = "problem-solved-already", NotSolved = "problem-not-solved";

    public static Decision Decide(Acting by, Problem problem, DateTimeOffset now) =>
        !ProblemRights.MayLead(by, problem) ? Decision.Refuse(ProblemRights.NotYours)
        : problem.State == ProblemState.Solved ? Decision.Refuse(SolvedAlready)
        : Decision.Happens(new ProblemSolved(problem.Id, by.AgentId, now));

    public static Decision Reopen(Acting by, Problem problem, DateTimeOffset now) =>
        !ProblemRights.MayLead(by, problem) ? Decision.Refuse(ProblemRights.NotYours)
        : problem.State != ProblemState.Solved ? Decision.Refuse(NotSolved)
        : Decision.Happens(new ProblemReopened(problem.Id, now));
}
