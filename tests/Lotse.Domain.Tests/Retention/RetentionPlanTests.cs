using Lotse.Domain.Retention;
using Xunit;

namespace Lotse.Domain.Tests.Retention;

public sealed class RetentionPlanTests
{
    [Theory]
    [InlineData(0, RetentionPlan.Months)]
    [InlineData(241, RetentionPlan.Months)]
    [InlineData(1, null)]
    [InlineData(240, null)]
    public void Months_are_one_to_twenty_years(int months, string? refused) => Assert.Equal(refused, new RetentionPlan([new RetentionRule(months)], []).WhyNot()?.Code);

    [Fact]
    public void Two_rules_are_not_about_the_same()
    {
        Assert.Equal(RetentionPlan.Twice, new RetentionPlan([new RetentionRule(3), new RetentionRule(5)], []).WhyNot()?.Code);
        Assert.Null(new RetentionPlan([new RetentionRule(3), new RetentionRule(5, 7), new RetentionRule(5, null, true)], []).WhyNot());
    }

    [Fact]
    public void There_are_ten_at_most() =>
        Assert.Equal(RetentionPlan.TooMany, new RetentionPlan([.. Enumerable.Range(1, 11).Select(n => new RetentionRule(n, n))], []).WhyNot()?.Code);

    [Fact]
    public void Months_are_those_of_the_calendar() =>
        Assert.Equal(new DateTimeOffset(2026, 2, 28, 9, 0, 0, TimeSpan.Zero), new RetentionRule(1).Before(new DateTimeOffset(2026, 3, 31, 9, 0, 0, TimeSpan.Zero)));
}
