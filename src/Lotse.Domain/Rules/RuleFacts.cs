using Lotse.Domain.Tickets;

namespace Lotse.Domain.Rules;

/// <param name="What">made, changed, moved, removed, resumed.</param>
public sealed record RuleChanged(long RuleId, string Name, string What) : Fact;

/// <param name="What">made, changed, removed, switched-off.</param>
public sealed record WebhookChanged(long WebhookId, string Name, string What) : Fact;

/// <summary>A rule has worked on a ticket.</summary>
/// <param name="Name">As it was called then.</param>
/// <param name="Because">What of its condition held, as typed; empty for a rule without one.</param>
public sealed record RuleRan(long TicketId, long RuleId, string Name, string Because, DateTimeOffset At) : TicketFact(TicketId, At);

/// <summary>A rule ran too often on this ticket: it waits until somebody lets it go on.</summary>
public sealed record RulePaused(long TicketId, long RuleId, string Name, DateTimeOffset At) : TicketFact(TicketId, At);
