using Lotse.Domain.Problems;
using Lotse.Domain.Routing;
using Lotse.Domain.Rules;
using Lotse.Domain.Tickets;
using Lotse.Domain.Tickets.Moving;
using Xunit;

namespace Lotse.Domain.Tests.Tickets.Moving;

public sealed class OverTheWallTests
{
    private const long There = 1, Here = 2;
    private static readonly DateTimeOffset s_now = new(2026, 11, 30, 9, 0, 0, TimeSpan.Zero);
    private static readonly Acting s_reader = new(7, "Wim", Role.Lead, [Here]), s_both = new(8, "Clara", Role.Agent, [There, Here]), s_admin = new(9, "Ada", Role.Admin, []);

    private static readonly (Fact Said, Fact Told)[] s_hidden =
    [
        (new TicketJoinedProblem(5, 50, "Leck", s_now), new TicketJoinedProblem(5, 0, "…", s_now)),
        (new TicketLeftProblem(5, 50, "Leck", s_now), new TicketLeftProblem(5, 0, "…", s_now)),
        (new RuleRan(5, 60, "Regel", "Betreff: Leck", s_now), new RuleRan(5, 0, "…", "…", s_now)),
        (new RulePaused(5, 60, "Regel", s_now), new RulePaused(5, 0, "…", s_now)),
        (new TicketClassified(5, CategoryKind.Topic, null, 70, TicketClassified.ByWords, "leck", s_now), new TicketClassified(5, CategoryKind.Topic, null, 70, TicketClassified.ByWords, "…", s_now)),
        (new TicketClassified(5, CategoryKind.Topic, null, 70, TicketClassified.ByAgent, null, s_now), new TicketClassified(5, CategoryKind.Topic, null, 70, TicketClassified.ByAgent, null, s_now)),
        (new CommunityChanged(5, There, Here, 80, 81, s_now), new CommunityChanged(5, 0, Here, 80, 81, s_now)),
        (new CommunityChanged(5, There, 3, 80, 81, s_now), new CommunityChanged(5, 0, 0, 0, 0, s_now)),
        (new TicketLeftCommunity(5, 3, s_now), new TicketLeftCommunity(5, 0, s_now)),
        (new TicketAssigned(5, null, 7, s_now), new TicketAssigned(5, null, 7, s_now)),
    ];

    [Fact]
    public void What_a_community_calls_its_own_stays_there()
    {
        foreach (var (said, told) in s_hidden)
        {
            Assert.Equal(told, OverTheWall.Told(said, There, s_reader));
            Assert.Equal(told, OverTheWall.Told(said, null, s_reader));
            Assert.Same(said, OverTheWall.Told(said, There, s_admin));
        }
    }

    [Fact]
    public void Who_was_away_and_which_row_was_asked_stay_there_too()
    {
        var routed = new TicketRouted(5, 90, null, 7, null, null, RoutedBecause.NextInList, [new PassedOver(6, s_now, false)], new Scope(There, ProductId: 70), TicketRouted.Opened, s_now);
        var told = Assert.IsType<TicketRouted>(OverTheWall.Told(routed, There, s_reader));
        Assert.Null(told.For);
        Assert.Empty(told.PassedOver);
        Assert.Equal((0L, 7L), (told.ResponsibilityId!.Value, told.To!.Value));
        Assert.Same(routed, OverTheWall.Told(routed, There, s_both));
        Assert.Null(Assert.IsType<TicketRouted>(OverTheWall.Told(routed with { ResponsibilityId = null }, There, s_reader)).ResponsibilityId);
    }

    [Fact]
    public void What_is_said_on_this_side_is_told_as_it_is()
    {
        var joined = new TicketJoinedProblem(5, 50, "Leck", s_now);
        Assert.Same(joined, OverTheWall.Told(joined, Here, s_reader));
        var moved = new CommunityChanged(5, There, Here, 80, 81, s_now);
        Assert.Equal(moved with { FromCommunityId = 0 }, OverTheWall.Told(moved, Here, s_reader));
        Assert.Same(moved, OverTheWall.Told(moved, Here, s_both));
    }
}
