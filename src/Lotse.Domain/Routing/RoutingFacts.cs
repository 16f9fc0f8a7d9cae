using Lotse.Domain.Tickets;

namespace Lotse.Domain.Routing;

/// <summary>What a ticket is about.</summary>
/// <param name="Because">words, mailbox, agent, responsibility, learned or rule.</param>
/// <param name="Word">The word that said it, the words that were learned, or the rule's name; null where none did.</param>
/// <param name="Corrections">From so many it was learned.</param>
public sealed record TicketClassified(long TicketId, CategoryKind Kind, long? From, long? To, string Because, string? Word, DateTimeOffset At, int? Corrections = null) : TicketFact(TicketId, At)
{
    public const string ByWords = "words", ByMailbox = "mailbox", ByAgent = "agent", ByResponsibility = "responsibility", ByLearning = "learned", ByRule = "rule";
}

/// <summary>The desk has looked up who gets the ticket.</summary>
/// <param name="ResponsibilityId">The row that said it; null where none fits, or where it goes from somebody who is away to whoever acts for them.</param>
/// <param name="From">Who had it.</param>
/// <param name="ActsForId">For whom the one who gets it stands in.</param>
/// <param name="TeamId">Whose queue it is in now.</param>
/// <param name="For">What the row holds for; null where no row is asked.</param>
/// <param name="Occasion">opened, customer-wrote, classified, absence, return, agent: what made the desk look.</param>
public sealed record TicketRouted(
    long TicketId, long? ResponsibilityId, long? From, long? To, long? TeamId, long? ActsForId, RoutedBecause Because, IReadOnlyList<PassedOver> PassedOver, Scope? For, string Occasion, DateTimeOffset At)
    : TicketFact(TicketId, At)
{
    public const string Opened = "opened", CustomerWrote = "customer-wrote", Classified = "classified", Absence = "absence", Return = "return", ByAgent = "agent", CannotWork = "cannot-work";
}

/// <param name="Needed">A ticket is done only with a support group.</param>
public sealed record GroupRuleChanged(long CommunityId, bool Needed) : Fact;

/// <summary>How a team's queue comes to its people from now on.</summary>
public sealed record DistributionChanged(long TeamId, DistributionKind Kind, int? Capacity, int? IdleMinutes) : Fact;

public sealed record CategorySaved(long CategoryId, CategoryKind Kind, string Name, string Words, long? MailboxId, bool Retired) : Fact, IChangesWhoActs;

/// <param name="Row">As it is kept, from now on.</param>
public sealed record ResponsibilitySaved(long ResponsibilityId, string Row) : Fact, IChangesWhoActs;

public sealed record ResponsibilityRevoked(long ResponsibilityId, DateTimeOffset Until) : Fact, IChangesWhoActs;

public sealed record AbsenceSaved(long AbsenceId, long AgentId, AbsenceKind Kind, DateTimeOffset From, DateTimeOffset? Until, WithTickets Tickets) : Fact, IChangesWhoActs;

public sealed record AbsenceRemoved(long AbsenceId, long AgentId) : Fact, IChangesWhoActs;

/// <param name="Weekly">Minutes since midnight, by weekday.</param>
public sealed record StandInsSaved(long AgentId, IReadOnlyList<long> Deputies, IReadOnlyList<WeeklyAbsence> Weekly) : Fact, IChangesWhoActs;
