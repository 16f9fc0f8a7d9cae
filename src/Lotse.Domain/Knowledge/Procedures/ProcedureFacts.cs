using Lotse.Domain.Tickets;

namespace Lotse.Domain.Knowledge.Procedures;

public sealed record ProcedureStarted(long TicketId, long RunId, long ProcedureId, DateTimeOffset At) : TicketFact(TicketId, At);

public sealed record ProcedureStepTaken(long TicketId, long RunId, string Step, DateTimeOffset At) : TicketFact(TicketId, At);

/// <param name="Outcome">solved, escalate or left.</param>
/// <param name="Step">The step at which it ended.</param>
public sealed record ProcedureEnded(long TicketId, long RunId, string Outcome, string Step, DateTimeOffset At) : TicketFact(TicketId, At);

/// <summary>What a procedure says, or who may walk it, has been said anew.</summary>
public sealed record ProcedureChanged(long ProcedureId) : Fact;
