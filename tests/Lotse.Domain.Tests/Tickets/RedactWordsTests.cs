using Lotse.Domain.Tickets;
using Xunit;

namespace Lotse.Domain.Tests.Tickets;

public sealed class RedactWordsTests
{
    [Theory]
    [InlineData("Die Karte 4111 1111 ist neu.", "4111 1111", "Die Karte ████ ist neu.")]
    [InlineData("Die Karte 4111\n  1111 ist neu.", "4111 1111", "Die Karte ████ ist neu.")]
    [InlineData("> Die Karte 4111\n> 1111 ist neu.", "4111 1111", "> Die Karte ████ ist neu.")]
    [InlineData("ANNA, anna und Anna", "anna", "████, ████ und ████")]
    [InlineData("aaaa", "aa", "████")]
    [InlineData("Nichts davon.", "x", "Nichts davon.")]
    [InlineData("e", "e", "e")] // Too short to mean anything.
    [InlineData("41111111", "4111 1111", "41111111")] // Words that run together are other words.
    public void Finds_a_passage_however_it_is_spaced(string text, string passage, string black) => Assert.Equal(black, RedactWords.Apply(text, [passage]));

    [Fact]
    public void Passages_that_overlap_become_one() => Assert.Equal("Von ████.", RedactWords.Apply("Von Anna Maria Berg.", ["Anna Maria", "Maria Berg"]));

    [Fact]
    public void A_part_that_ends_within_a_passage_shows_none_of_it()
    {
        const string Text = "Oben geheim unten";
        var black = RedactWords.Find(Text, ["geheim unten"]);

        Assert.Equal("Oben ████", RedactWords.Apply(Text, black, 0, 11));
        Assert.Equal("████", RedactWords.Apply(Text, black, 11, 6));
    }
}
