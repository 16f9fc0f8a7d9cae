using Lotse.Domain.Routing;
using Lotse.Domain.Routing.Learning;
using Xunit;

namespace Lotse.Domain.Tests.Routing.Learning;

public sealed class SuggestCategoriesTests
{
    private static LearnedGuess Learned(long to, bool acts = false, int corrections = 1) => new(to, corrections, ["Wort"], acts);

    [Fact]
    public void Learned_comes_before_similar_and_three_are_enough()
    {
        var offered = SuggestCategories.Of(null, null, [(1, 21), (1, null), (2, 22), (3, 22)], [Learned(4)], [Learned(23, acts: true, 3)], id => id != 3);
        Assert.Equal([(CategoryKind.Topic, 23, 0), (CategoryKind.Product, 1, 2), (CategoryKind.Topic, 22, 2)], offered.Select(one => (one.Kind, one.Id, one.Similar)));
    }

    [Fact]
    public void What_it_has_is_not_offered_and_nothing_weak_against_it()
    {
        Assert.Empty(SuggestCategories.Of(1, 21, [(2, 22), (1, 21)], [Learned(2), Learned(1, acts: true)], [], _ => true));
        Assert.Equal([2L], SuggestCategories.Of(1, 21, [], [Learned(2, acts: true, 2)], [], _ => true).Select(one => one.Id));
        Assert.Empty(SuggestCategories.Of(null, null, [(5, 6)], [Learned(7)], [], _ => false));
    }
}
