using Lotse.Domain.Routing;
using Lotse.Domain.Tickets;

namespace Lotse.Domain.Levels;

/// <summary>A ticket has been handed up. It waits there until somebody accepts or returns it.</summary>
/// <param name="HandOverId">Of the row that keeps what was tried and the answers.</param>
/// <param name="Reason">The key of a reason of the community.</param>
/// <param name="Team">Who operates the level now; null where everybody does.</param>
/// <param name="Emergency">Passed without all answers: nothing works any more.</param>
public sealed record TicketEscalated(long TicketId, long HandOverId, Level From, Level To, string Reason, long? Team, bool Emergency, DateTimeOffset At) : TicketFact(TicketId, At);

/// <summary>The level it was handed up to has taken it.</summary>
public sealed record TicketAccepted(long TicketId, long HandOverId, Level Level, DateTimeOffset At) : TicketFact(TicketId, At);

/// <summary>A ticket has been handed back down.</summary>
/// <param name="With">question or answer.</param>
/// <param name="NoteId">The note with the words.</param>
/// <param name="To">The level it came from.</param>
/// <param name="Outer">The hand-over that had brought it to that level, where it had come up before.</param>
/// <param name="BelowNextTime">Whether the level below could have solved it; null with a question.</param>
public sealed record TicketReturned(long TicketId, long HandOverId, Level From, Level To, string With, long NoteId, long? Assignee, long? Team, bool? BelowNextTime, long? Outer, DateTimeOffset At)
    : TicketFact(TicketId, At);

/// <summary>What a community's levels are, and what stands before them, has been said anew.</summary>
public sealed record LevelsChanged(long CommunityId) : Fact, IChangesWhoActs;

/// <summary>A level or a colleague has been asked; the ticket stays where it is.</summary>
/// <param name="Level">Or one person.</param>
public sealed record LevelConsulted(long TicketId, long ConsultationId, Level? Level, long? Asked, DateTimeOffset At) : TicketFact(TicketId, At);

/// <param name="Answers">By the side that was asked; else a further question.</param>
/// <param name="To">Who waits for it; null for a whole level.</param>
public sealed record ConsultationSaid(long TicketId, long ConsultationId, bool Answers, long? To, DateTimeOffset At) : TicketFact(TicketId, At);

public sealed record ConsultationClosed(long TicketId, long ConsultationId, DateTimeOffset At) : TicketFact(TicketId, At);

/// <summary>The ticket has come to a community where nobody has handed it up: it begins at the level that answers customers first there.</summary>
public sealed record LevelBegunAnew(long TicketId, Level From, Level To, DateTimeOffset At) : TicketFact(TicketId, At);

/// <summary>Of a case that was solved above: whether the level below can do it the next time.</summary>
public sealed record NextTimeAnswered(long TicketId, long HandOverId, bool Below, DateTimeOffset At) : TicketFact(TicketId, At);
