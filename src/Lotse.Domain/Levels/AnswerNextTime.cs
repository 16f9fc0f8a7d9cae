using Lotse.Domain.Tickets;

namespace Lotse.Domain.Levels;

/// <summary>A case was solved above the level it came from, without going back down: one question is asked about it, once.</summary>
/// <param name="Below">The level below can do it the next time, given what it needs.</param>
public sealed record AnswerNextTime(bool Below)
{
    public const string NotSolved = "next-time-not-solved", NothingAsked = "next-time-not-asked";

    /// <param name="handOver">The hand-over that brought it up; null where it has none.</param>
    /// <param name="answered">The question has an answer.</param>
    public Decision Decide(Ticket ticket, Standing standing, long? handOver, bool answered, DateTimeOffset now)
    {
        if (handOver is not { } cameUp || ticket.HandOverId != cameUp || answered) return Decision.Refuse(NothingAsked);
        if (!ticket.IsDone) return Decision.Refuse(NotSolved);
        if (!standing.Works(ticket.Level)) return Decision.Refuse(Standing.NotOfThisLevel);
        return Decision.Happens(new NextTimeAnswered(ticket.Id, cameUp, Below, now));
    }
}
