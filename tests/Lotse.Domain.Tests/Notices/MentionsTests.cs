using Lotse.Domain.Notices;
using Xunit;

namespace Lotse.Domain.Tests.Notices;

public sealed class MentionsTests
{
    private static readonly Mentionable[] s_people =
        [new(1, "Lena", "lena"), new(2, "Lena Groß", "l.gross"), new(3, "Jörg Ölk", "joerg"), new(4, "Kai", "kai1"), new(5, "Kai", "kai2")];

    private static string In(string text) => string.Join(' ', Mentions.In(text, s_people).Select(m => $"{m.AgentId}:{text.Substring(m.Start, m.Length)}"));

    [Theory]
    [InlineData("@Lena bitte ansehen", "1:@Lena")]
    [InlineData("Bitte @lena.", "1:@lena")]
    [InlineData("@Lena Groß, bitte", "2:@Lena Groß")]
    [InlineData("@Lena Großmann", "1:@Lena")]
    [InlineData("(@l.gross)", "2:@l.gross")]
    [InlineData("@JÖRG ölk und @joerg", "3:@JÖRG ölk 3:@joerg")]
    [InlineData("@Kai", "4:@Kai 5:@Kai")]
    [InlineData("@kai2 macht das", "5:@kai2")]
    [InlineData("zeile\n@Lena", "1:@Lena")]
    public void Finds_the_longest_name_or_address_part_as_whole_words(string text, string expected) => Assert.Equal(expected, In(text));

    [Theory]
    [InlineData("post@lena")]
    [InlineData("post@lena.example")]
    [InlineData("@lena.example ist eine Adresse")]
    [InlineData("@lena@desk.example")]
    [InlineData("@lenas")]
    [InlineData("@Mia")]
    [InlineData("@ Lena")]
    [InlineData("@@Lena")]
    [InlineData("@")]
    [InlineData("")]
    public void What_is_no_name_stays_text(string text) => Assert.Equal("", In(text));

    [Fact]
    public void A_text_full_of_signs_names_fifty_and_no_more() => Assert.Equal(50, Mentions.In(string.Concat(Enumerable.Repeat("@Lena ", 5000)), s_people).Count);

    [Fact]
    public void Whoever_has_no_name_is_not_everybody() => Assert.Empty(Mentions.In("@ und @x", [new Mentionable(9, "", "")]));
}
