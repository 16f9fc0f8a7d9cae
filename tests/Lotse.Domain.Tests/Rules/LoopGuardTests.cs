using Lotse.Domain.Rules;
using Xunit;

namespace Lotse.Domain.Tests.Rules;

public sealed class LoopGuardTests
{
    [Theory]
    [InlineData("", 0, Guarded.MayRun)]
    [InlineData("1 2", 0, Guarded.MayRun)]
    [InlineData("7", 0, Guarded.DidItItself)]
    [InlineData("7 1 2", 0, Guarded.DidItItself)]
    [InlineData("1 2 3 4 5", 0, Guarded.TooDeep)]
    [InlineData("1 2 3 4", 0, Guarded.MayRun)]
    [InlineData("", 19, Guarded.MayRun)]
    [InlineData("", 20, Guarded.TooOften)]
    public void Says_whether_a_rule_may_run(string cause, int runs, Guarded guarded) => Assert.Equal(guarded, LoopGuard.Of(LoopGuard.Chain(cause), 7, runs));

    [Fact]
    public void A_chain_is_read_as_it_is_written()
    {
        Assert.Equal("7", LoopGuard.Cause([], 7));
        Assert.Equal([1L, 2L, 7L], LoopGuard.Chain(LoopGuard.Cause([1, 2], 7)));
        Assert.Empty(LoopGuard.Chain(null));
    }

    [Fact]
    public void Tellings_are_tried_for_a_day_and_no_longer()
    {
        var gaps = Enumerable.Range(1, WebhookTries.AtMost).Select(WebhookTries.After).ToList();
        Assert.Equal((8, 7, null), (gaps.Count, gaps.Count(gap => gap is not null), gaps[^1]));
        Assert.True(gaps.Take(7).Zip(gaps.Skip(1).Take(6)).All(pair => pair.Second > pair.First));
        Assert.InRange(gaps.Sum(gap => gap?.TotalHours ?? 0), 20, 24);
    }
}
