using Lotse.Domain.Tickets;

namespace Lotse.Domain.Levels;

/// <summary>The level that a ticket was handed up to takes it.</summary>
public sealed record AcceptHandOver
{
    public const string NothingToAccept = "nothing-to-accept";

    public static Decision Decide(Ticket ticket, Standing standing, long agentId, DateTimeOffset now)
    {
        if (ticket.HandOverId is not { } handOver || ticket.HandOverAccepted) return Decision.Refuse(NothingToAccept);
        if (!standing.Works(ticket.Level)) return Decision.Refuse(Standing.NotOfThisLevel);
        var accepted = new TicketAccepted(ticket.Id, handOver, ticket.Level, now);
        return ticket.AssigneeId == agentId ? Decision.Happens(accepted) : Decision.Happens(accepted, new TicketAssigned(ticket.Id, ticket.AssigneeId, agentId, now));
    }
}

/// <summary>The level that has a ticket hands it back down to where it came from: with a question, or with the answer.</summary>
/// <param name="Words">The question or the answer; kept as a note.</param>
/// <param name="BelowNextTime">With an answer: whether the level below could have solved it.</param>
public sealed record ReturnTicket(long NoteId, bool WithAnswer, string Words, bool? BelowNextTime)
{
    public const string NotHandedUp = "not-handed-up";
    public const string WordsMissing = "nothing-written";
    public const string NextTimeMissing = "next-time-missing";
    public const string TicketDone = Escalate.TicketDone;

    /// <param name="from">The hand-over that brought it up.</param>
    /// <param name="assignee">Whoever handed it up, while that person may still work on it.</param>
    public Decision Decide(Ticket ticket, Standing standing, CameUp from, long? assignee, DateTimeOffset now)
    {
        if (ticket.Lane.IsAside()) return Decision.Refuse(TicketDone);
        if (ticket.HandOverId is not { } handOver || handOver != from.HandOverId) return Decision.Refuse(NotHandedUp);
        if (!standing.Works(ticket.Level)) return Decision.Refuse(Standing.NotOfThisLevel);
        if (string.IsNullOrWhiteSpace(Words)) return Decision.Refuse(WordsMissing);
        if (Words.Length > Escalate.WordsAtMost) return Decision.Refuse(Escalate.AnswerTooLong);
        if (WithAnswer && BelowNextTime is null) return Decision.Refuse(NextTimeMissing);
        return Decision.Happens(
            new TicketReturned(ticket.Id, handOver, ticket.Level, from.Level, WithAnswer ? "answer" : "question", NoteId, assignee, from.TeamId, WithAnswer ? BelowNextTime : null, from.Outer, now),
            new NoteWritten(ticket.Id, NoteId, now));
    }
}

/// <summary>Where a ticket was before it was handed up.</summary>
/// <param name="Outer">The hand-over that had brought it to that level, where it had come up before; null at its first level.</param>
public sealed record CameUp(long HandOverId, Level Level, long? TeamId, long? Outer);
