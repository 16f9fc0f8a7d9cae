using CsCheck;
using Lotse.Domain.Knowledge;
using Xunit;

namespace Lotse.Domain.Tests.Knowledge;

public class KeepingBlocksTests
{
    private static readonly string[] s_alphabet = ["Guten", " ", "Tag", ",", "\n", "Rechnung", "é", "x"];

    private static readonly Gen<string> s_texts = Gen.OneOf([.. s_alphabet.Select(Gen.Const)]).List[0, 40].Select(parts => string.Concat(parts));

    [Fact]
    public void A_comparison_holds_both_texts_and_nothing_else() => Gen.Select(s_texts, s_texts).Sample((before, after) =>
    {
        var parts = WordDifference.Between(before, after);
        Assert.Equal(before, string.Concat(parts.Where(p => p.Kind != DifferenceKind.Added).Select(p => p.Text)));
        Assert.Equal(after, string.Concat(parts.Where(p => p.Kind != DifferenceKind.Removed).Select(p => p.Text)));
        Assert.All(parts.Zip(parts.Skip(1)), pair => Assert.NotEqual(pair.First.Kind, pair.Second.Kind));
        if (before == after) Assert.DoesNotContain(parts, p => p.Kind != DifferenceKind.Same);
    });

    [Fact]
    public void One_changed_word_is_the_only_difference() => Assert.Equal(
        [new(DifferenceKind.Same, "Guten "), new(DifferenceKind.Removed, "Tag"), new(DifferenceKind.Added, "Morgen"), new(DifferenceKind.Same, ", Kim")], WordDifference.Between("Guten Tag, Kim", "Guten Morgen, Kim"));

    [Theory]
    [InlineData("de", "de", false), InlineData("en", "en", false), InlineData("fr", "de", true), InlineData(null, "de", false)]
    public void The_tickets_language_is_chosen_and_a_missing_one_is_said(string? ticket, string chosen, bool other)
    {
        var text = ChooseLanguage.Of(new Dictionary<string, string> { ["en"] = "Hello", ["de"] = "Hallo" }, ticket, "de")!;
        Assert.Equal((chosen, other), (text.Language, text.IsOther));
    }

    [Fact]
    public void Without_German_the_next_language_is_taken() =>
        Assert.Equal(("pl", true), (ChooseLanguage.Of(new Dictionary<string, string> { ["pl"] = "Dzień dobry" }, "de", "de") is { } text ? text.Language : "", true));

    [Theory]
    [InlineData("Kim Kunde", "Kim", "Kunde"), InlineData("Kunde, Kim", "Kim", "Kunde"), InlineData("Kim von Kunde", "Kim", "Kunde"), InlineData("Kim", null, null), InlineData("", null, null), InlineData("kim@kunde.example", null, null)]
    public void First_and_last_names_only_where_they_are_known(string name, string? first, string? last) => Assert.Equal((first, last), TextBlockValues.Names(name));

    [Fact]
    public void Empty_values_are_missing_and_today_is_written_as_people_do()
    {
        var values = TextBlockValues.Of("", null, 1042, "  ", "Ada", "Hafen", new DateTime(2026, 3, 2), "de");
        Assert.Equal(["agent.name", "community.name", "ticket.number", "today"], values.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("2. März 2026", "2 March 2026"), (values["today"], TextBlockValues.Day(new DateTime(2026, 3, 2), "en")));
    }

    [Fact]
    public void A_retired_block_is_looked_at_again_before_it_is_offered_again()
    {
        Assert.NotNull(TextBlockWays.WhyNot(TextBlockState.Retired, TextBlockState.Published));
        Assert.Null(TextBlockWays.WhyNot(TextBlockState.Retired, TextBlockState.InReview));
        Assert.NotNull(TextBlockWays.WhyNotBegin(TextBlockState.Retired));
        foreach (var state in Enum.GetValues<TextBlockState>()) Assert.Equal(state, TextBlockWays.Read(TextBlockWays.Code(state)));
    }

    [Theory]
    [InlineData("gruss-1", true), InlineData("Gruss", false), InlineData("grüße", false), InlineData("a b", false), InlineData("", false)]
    public void A_shortcut_has_small_letters_digits_and_hyphens(string shortcut, bool right) => Assert.Equal(right, WriteTextBlock.IsShortcut(shortcut));

    [Fact]
    public void Folders_stand_in_no_circle_and_not_deeper_than_they_may()
    {
        var all = Enumerable.Range(1, BlockFolders.Deepest).Select(n => new BlockFolder(n, n == 1 ? null : n - 1, 1, $"F{n}")).ToList();
        Assert.Null(BlockFolders.WhyNot(new BlockFolder(0, 3, 1, "Neu"), all));
        Assert.Equal(BlockFolders.InsideItself, BlockFolders.WhyNot(all[0] with { ParentId = 3 }, all)?.Code);
        Assert.Equal(BlockFolders.TooDeep, BlockFolders.WhyNot(new BlockFolder(0, BlockFolders.Deepest, 1, "Neu"), all)?.Code);
        Assert.Equal(BlockFolders.OtherCommunity, BlockFolders.WhyNot(new BlockFolder(0, 2, 2, "Neu"), all)?.Code);
        Assert.Equal(BlockFolders.Taken, BlockFolders.WhyNot(new BlockFolder(0, 2, 1, "f3"), all)?.Code);
        Assert.Equal("F1/F2/F3", BlockFolders.Path(3, all.ToDictionary(f => f.Id)));
    }

    [Fact]
    public void The_rarer_word_and_the_more_solved_tickets_count_more()
    {
        var common = Enumerable.Range(10, 38).Select(n => new WordOfBlock(n, "frage", false, BlockWords.InTitle));
        WordOfBlock[] found = [.. common, new(1, "frage", false, BlockWords.InTitle), new(1, "rechnung", false, BlockWords.InTitle), new(2, "rechnung", true, 50), new(3, "rechnung", true, 1)];
        var best = SuggestBlocks.Best(found, 3);
        Assert.Equal(1, best[0]);
        Assert.True(best.ToList().IndexOf(2) is 1, string.Join(',', best));
    }
}
