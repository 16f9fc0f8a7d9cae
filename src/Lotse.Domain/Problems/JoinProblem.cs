using Lotse.Domain.Tickets;

namespace Lotse.Domain.Problems;

/// <summary>Whether a ticket becomes one of a problem: of the same community, and of no other problem.</summary>
public static class JoinProblem
{
    public const string OtherCommunity = "problem-other-community", InAnother = "problem-in-another", Full = "problem-full", NotInIt = "problem-not-in-it";

    /// <summary>What one problem holds. More is no fault but a product.</summary>
    public const int TicketsAtMost = 5000;

    /// <param name="isIn">The problem that the ticket is in; null for none.</param>
    /// <returns>No fact where it is in this one already.</returns>
    public static Decision Decide(Problem problem, Ticket ticket, long? isIn, DateTimeOffset now)
    {
        if (ticket.CommunityId != problem.CommunityId) return Decision.Refuse(OtherCommunity);
        if (isIn == problem.Id) return Decision.Happens();
        if (isIn is not null) return Decision.Refuse(InAnother);
        if (ticket.MergedIntoId is not null) return Decision.Refuse(MergeTickets.MergedAlready);
        if (ticket.Lane == Lane.Spam) return Decision.Refuse(MergeTickets.IsSpam);
        if (problem.Tickets >= TicketsAtMost) return Decision.Refuse(Full);
        return Decision.Happens(new TicketJoinedProblem(ticket.Id, problem.Id, problem.Title, now));
    }

    public static Decision Leave(Problem problem, Ticket ticket, long? isIn, DateTimeOffset now) =>
        isIn == problem.Id ? Decision.Happens(new TicketLeftProblem(ticket.Id, problem.Id, problem.Title, now)) : Decision.Refuse(NotInIt);
}
