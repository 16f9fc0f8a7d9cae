using Lotse.Domain.Tickets;
using Xunit;

namespace Lotse.Domain.Tests.Tickets;

public sealed class TextCutsTests
{
    private const string Text = "Danke!\n\n-- \nAnna\n\nAm Montag schrieb Ada:\n> Danke!\n> Anna";

    [Theory]
    [InlineData("Danke!", "Am Montag schrieb Ada:\n> Danke!\n> Anna", "Anna")]
    [InlineData("Danke!", null, null)]
    [InlineData(null, "> Danke!", null)]
    [InlineData("", null, "Anna")]
    public void Gives_back_the_parts_it_was_given(string? visible, string? quoted, string? signature)
    {
        var cuts = TextCuts.Of(Text, visible, quoted, signature);

        Assert.NotNull(cuts);
        Assert.Equal([visible, quoted, signature], new[] { 0, 1, 2 }.Select(part => TextCuts.Read(Text, cuts, part)));
    }

    [Fact]
    public void Does_without_where_a_part_is_not_in_the_text() => Assert.Null(TextCuts.Of(Text, "Danke", "> Bitte", null));

    [Theory]
    [InlineData("0 600 -1 0 -1 0")]
    [InlineData("5 -1 0 0 0 0")]
    [InlineData("2147483647 2 0 0 0 0")]
    [InlineData("rubbish")]
    public void Cuts_that_do_not_fit_give_nothing(string cuts) => Assert.Null(TextCuts.Read(Text, cuts, TextCuts.Visible));

    [Fact]
    public void A_message_shows_the_same_parts_whichever_way_they_are_kept()
    {
        var own = new Message { Text = Text, Visible = "Danke!", Quoted = "> Danke!", Signature = "Anna" };
        var cut = new Message { Text = Text, Cuts = TextCuts.Of(Text, "Danke!", "> Danke!", "Anna") };

        Assert.Equal((own.Visible, own.Quoted, own.Signature), (cut.Visible, cut.Quoted, cut.Signature));
        Assert.Null(new Message { Text = Text }.Visible);
    }
}
