using Lotse.Domain.Tickets;

namespace Lotse.Domain.Problems;

/// <summary>A fact about one problem.</summary>
public abstract record ProblemFact(long ProblemId, DateTimeOffset At) : Fact;

public sealed record ProblemOpened(long ProblemId, long CommunityId, ProblemWords Words, long ById, DateTimeOffset At) : ProblemFact(ProblemId, At);

public sealed record ProblemChanged(long ProblemId, ProblemState State, ProblemWords Words, DateTimeOffset At) : ProblemFact(ProblemId, At);

public sealed record ProblemSolved(long ProblemId, long ById, DateTimeOffset At) : ProblemFact(ProblemId, At);

public sealed record ProblemReopened(long ProblemId, DateTimeOffset At) : ProblemFact(ProblemId, At);

/// <summary>Somebody has begun to tell the customers, or goes on with it, stops it, or takes it back.</summary>
/// <param name="What">begun, continued, stopped or taken-back.</param>
/// <param name="Tickets">How many are to be told of; 0 where that says nothing.</param>
public sealed record CustomersInformed(long ProblemId, long InformingId, string What, int Tickets, DateTimeOffset At) : ProblemFact(ProblemId, At)
{
    public const string Begun = "begun", Continued = "continued", Stopped = "stopped", TakenBack = "taken-back";
}

/// <param name="Title">Of the problem, as it was called then.</param>
public sealed record TicketJoinedProblem(long TicketId, long ProblemId, string Title, DateTimeOffset At) : TicketFact(TicketId, At);

public sealed record TicketLeftProblem(long TicketId, long ProblemId, string Title, DateTimeOffset At) : TicketFact(TicketId, At);
