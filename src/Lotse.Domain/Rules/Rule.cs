using Lotse.Domain.Search;
using Lotse.Domain.Tickets;

namespace Lotse.Domain.Rules;

/// <summary>A rule, read and understood, as it is kept in memory.</summary>
/// <param name="CommunityId">Null for all communities.</param>
/// <param name="Since">Null for one that waits for events.</param>
/// <param name="Zone">Whose days its condition means.</param>
public sealed record Rule(long Id, long? CommunityId, string Name, RuleMoments Moments, RuleSince? Since, int Hours, SearchQuery Condition, TimeZoneInfo Zone, TicketSteps Steps, long? WebhookId, bool StopAfter)
{
    /// <summary>Its condition asks for words, so that the messages of a ticket have to be read.</summary>
    public bool AsksForWords => Condition.Clauses.Any(clause => clause is WordsSought);

    public bool IsFor(long communityId) => CommunityId is not { } mine || mine == communityId;
}
