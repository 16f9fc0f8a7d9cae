using Lotse.Domain.Routing;
using Xunit;

namespace Lotse.Domain.Tests.Routing;

public sealed class DistributionTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 30, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Deals_to_everybody_in_turn()
    {
        var hands = new Dictionary<long, Hands> { [1] = new(1, 5, null), [2] = new(2, 0, s_now), [3] = new(3, 9, null) };
        var dealt = new List<long>();
        for (var n = 1; n <= 6; n++)
        {
            var to = new Distribution(DistributionKind.RoundRobin).Next(hands.Values)!.Value;
            hands[to] = hands[to] with { LastGiven = s_now.AddMinutes(n) };
            dealt.Add(to);
        }
        Assert.Equal([1, 3, 2, 1, 3, 2], dealt);
    }

    [Fact]
    public void Deals_to_whoever_has_least_and_of_them_to_who_waited_longest()
    {
        Hands[] hands = [new(1, 2, s_now), new(2, 1, s_now), new(3, 1, s_now.AddHours(-1)), new(4, 3, null)];
        Assert.Equal(3, new Distribution(DistributionKind.LeastLoaded).Next(hands));
        Assert.Equal(3, new Distribution(DistributionKind.LeastLoaded).Next(hands.Reverse()));
    }

    [Fact]
    public void Gives_nobody_more_than_they_can_carry_and_nothing_where_people_pull()
    {
        Hands[] hands = [new(1, 2, null), new(2, 3, null)];
        Assert.Null(new Distribution(DistributionKind.RoundRobin, Capacity: 2).Next(hands));
        Assert.Equal(1, new Distribution(DistributionKind.RoundRobin, Capacity: 3).Next(hands));
        Assert.Null(new Distribution(DistributionKind.Pull).Next(hands));
    }

    [Theory]
    [InlineData(0, null, Distribution.CapacityNotRight)]
    [InlineData(1001, null, Distribution.CapacityNotRight)]
    [InlineData(null, 0, Distribution.IdleNotRight)]
    [InlineData(5, 60, null)]
    public void Refuses_what_makes_no_sense(int? capacity, int? idle, string? code) =>
        Assert.Equal(code, new Distribution(DistributionKind.RoundRobin, capacity, idle).WhyNot()?.Code);
}
