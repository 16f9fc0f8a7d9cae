using Lotse.Domain.Tickets;

namespace Lotse.Domain.ServiceTimes;

/// <summary>Something that passing time does to a ticket, or a reckoning of it. Nobody has worked on the ticket: it stays where it is in lists.</summary>
public abstract record PromiseFact(long TicketId, DateTimeOffset At) : TicketFact(TicketId, At);

/// <summary>The nearest promise that runs for the ticket is due then; null where none runs.</summary>
public sealed record TicketDueChanged(long TicketId, DateTimeOffset? DueAt, DateTimeOffset At) : PromiseFact(TicketId, At);

/// <summary>A promise is due soon.</summary>
/// <param name="Run">Which one of its kind, from 1: each message of a customer may begin another wait for an answer.</param>
public sealed record PromiseWarned(long TicketId, PromiseKind Kind, int Run, DateTimeOffset DueAt, DateTimeOffset At) : PromiseFact(TicketId, At);

/// <summary>The promised time has passed.</summary>
public sealed record PromiseOverdue(long TicketId, PromiseKind Kind, int Run, DateTimeOffset DueAt, DateTimeOffset At) : PromiseFact(TicketId, At);

/// <summary>It has passed for so long now that leads are to know.</summary>
public sealed record PromiseLongOverdue(long TicketId, PromiseKind Kind, int Run, DateTimeOffset DueAt, DateTimeOffset At) : PromiseFact(TicketId, At);

/// <summary>Hours, closed days or promises of a community are others now.</summary>
public sealed record ServicePlanChanged(long CommunityId) : Fact;
