using CsCheck;
using Lotse.Domain.Knowledge.Board;
using Xunit;

namespace Lotse.Domain.Tests.Knowledge.Board;

public class CaseTrendTests
{
    [Fact]
    public void Counts_as_one_does_by_hand() => Gen.Select(Gen.Int[900, 1100].Array[0, 200], Gen.Int[950, 1050], Gen.Int[0, 60]).Sample((cases, published, later) =>
    {
        var today = published + later;
        var trend = CaseTrend.Of(cases.GroupBy(day => day).ToDictionary(of => of.Key, of => of.Count()), published, today);

        Assert.Equal(cases.Count(day => day < published && day >= published - 28) / 4d, trend.Before, 9);
        var whole = Enumerable.Range(published + 1, 28).Where(day => day < today).ToList();
        if (whole.Count < 7) Assert.Null(trend.After);
        else Assert.Equal(cases.Count(whole.Contains) * 7d / whole.Count, trend.After!.Value, 9);
    });

    [Fact]
    public void Fell_only_where_that_can_be_said()
    {
        var before = Enumerable.Range(100, 28).ToDictionary(day => day, _ => 1);

        Assert.True(CaseTrend.Of(before, 128, 140).Fell);
        Assert.False(CaseTrend.Of(before, 128, 130).Fell);
        Assert.Equal(7, CaseTrend.Of(before, 128, 130).Before);
        Assert.False(CaseTrend.Of(Enumerable.Range(100, 60).ToDictionary(day => day, _ => 1), 128, 150).Fell);
    }
}
