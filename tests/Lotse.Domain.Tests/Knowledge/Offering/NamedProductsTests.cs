using CsCheck;
using Lotse.Domain.Knowledge;
using Lotse.Domain.Knowledge.Offering;
using Xunit;

namespace Lotse.Domain.Tests.Knowledge.Offering;

public sealed class NamedProductsTests
{
    private static readonly string[] s_known = ["Fähre", "Hafen App", "Kran 7"];

    [Theory]
    [InlineData("Die Fähre kommt nicht", "", "Fähre", NamedProducts.More), InlineData("Die Fähre kommt nicht", "", "Hafen App", NamedProducts.Less), InlineData("Die Fähre kommt nicht", "", null, NamedProducts.Same)]
    [InlineData("Hilfe", "Seit gestern steht in der hafen-app nichts mehr.", "Hafen App", NamedProducts.More), InlineData("Der Hafen", "App geht nicht", "Hafen App", NamedProducts.Same)]
    [InlineData("FAEHREN fallen aus", "", "Fähre", NamedProducts.More), InlineData("Ferien", "Nichts davon", "Fähre", NamedProducts.Same), InlineData("Kran 8", "", "Kran 7", NamedProducts.Same), InlineData("Kran 7 und Fähre", "", "Kran 7", NamedProducts.More)]
    public void A_product_that_is_named_weighs_more_and_the_others_less(string subject, string text, string? product, double weight) => Assert.Equal(weight, new NamedProducts(subject, text, s_known).WeightOf(product));

    private static readonly Gen<WordOfBlock[]> s_found = Gen.Select(Gen.Long[1, 12], Gen.Int[0, 3].Select(n => "abcd"[n].ToString()), Gen.Bool, Gen.Int[1, 40]).Select((id, word, learned, weight) => new WordOfBlock(id, word, learned, weight)).Array[0, 60]
        .Select(all => all.DistinctBy(one => (one.BlockId, one.Word, one.Learned)).ToArray());

    [Fact]
    public void Products_put_blocks_in_another_order_and_never_add_or_lose_one() => Gen.Select(s_found, Gen.Long[1, 12]).Sample((found, chosen) =>
    {
        var (plain, weighed) = (SuggestBlocks.Best(found, 100), SuggestBlocks.Best(found, 100, id => id == chosen ? NamedProducts.More : NamedProducts.Same));
        Assert.Equal(plain.Order(), weighed.Order());
        // Whoever weighs more comes no later than before, and the others stay in their order.
        Assert.True(weighed.ToList().IndexOf(chosen) <= plain.ToList().IndexOf(chosen));
        Assert.Equal(plain.Where(id => id != chosen), weighed.Where(id => id != chosen));
        Assert.Equal(plain, SuggestBlocks.Best(found, 100, _ => NamedProducts.Less));
    });

    [Fact]
    public void Of_two_that_are_alike_the_one_of_the_named_product_comes_first() => s_found.Sample(found =>
    {
        WordOfBlock[] both = [.. found.Select(one => one with { BlockId = one.BlockId * 2 }), .. found.Select(one => one with { BlockId = (one.BlockId * 2) + 1 })];
        var best = SuggestBlocks.Best(both, 100, id => id % 2 == 0 ? NamedProducts.More : NamedProducts.Less).ToList();
        Assert.All(best.Where(id => id % 2 == 0), id => Assert.True(best.IndexOf(id) < best.IndexOf(id + 1)));
    });
}
