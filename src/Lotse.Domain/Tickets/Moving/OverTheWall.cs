using Lotse.Domain.Problems;
using Lotse.Domain.Routing;
using Lotse.Domain.Rules;

namespace Lotse.Domain.Tickets.Moving;

/// <summary>Facts about a ticket as they are told to somebody who does not see every community that it has been in. What happened and when stays, and what customer and colleagues wrote;
/// the words that a community has for its own matters do not, nor who was away there.</summary>
public static class OverTheWall
{
    /// <summary>In place of words that are not told; an id that is not told is 0.</summary>
    public const string Untold = "…";

    /// <param name="communityId">In which it was said; null where nobody knows.</param>
    public static Fact Told(Fact fact, long? communityId, Acting reader) => reader.SeesAll ? fact : WithoutCommunities(communityId is { } said && reader.Sees(said) ? fact : WithoutWords(fact), reader);

    private static Fact WithoutWords(Fact fact) => fact switch
    {
        TicketJoinedProblem f => f with { ProblemId = 0, Title = Untold },
        TicketLeftProblem f => f with { ProblemId = 0, Title = Untold },
        RuleRan f => f with { RuleId = 0, Name = Untold, Because = Untold },
        RulePaused f => f with { RuleId = 0, Name = Untold },
        TicketClassified { Word: not null } f => f with { Word = Untold },
        TicketRouted f => f with { ResponsibilityId = f.ResponsibilityId is null ? null : 0, For = null, PassedOver = [] },
        _ => fact,
    };

    private static Fact WithoutCommunities(Fact fact, Acting reader) => fact switch
    {
        TicketOpened f when !reader.Sees(f.CommunityId) => f with { CommunityId = 0, MailboxId = 0, ContactId = 0 },
        CommunityChanged f when !reader.Sees(f.ToCommunityId) => f with { FromCommunityId = reader.Sees(f.FromCommunityId) ? f.FromCommunityId : 0, ToCommunityId = 0, MailboxId = 0, ContactId = 0 },
        CommunityChanged f when !reader.Sees(f.FromCommunityId) => f with { FromCommunityId = 0 },
        TicketLeftCommunity f when !reader.Sees(f.ToCommunityId) => f with { ToCommunityId = 0 },
        _ => fact,
    };
}
