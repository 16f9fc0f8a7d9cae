using CsCheck;
using Lotse.Domain.Knowledge;
using Lotse.Domain.Replies;
using Lotse.Domain.Tickets;
using Xunit;

namespace Lotse.Domain.Tests.Knowledge;

/// <summary>Whatever blocks say and include: it ends, nothing of others shows, and nothing with a gap is sent.</summary>
public class FillingBlocksTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private static readonly string[] s_pieces = ["Guten Tag ", "<b>", "</b>", "{{", "⟧", "⟦", " > ", "\n", "Ihre Lotsen"], s_harmless = ["Guten Tag", "a ⟦ b", "⟧ ⟦", "{{ contact.name }}"];

    private static readonly Gen<string> s_names = Gen.OneOf(Gen.OneOf([.. TextBlockValues.Known.Select(Gen.Const)]), Gen.String[1, 90], Gen.Const("block:a"), Gen.Const("⟦"), Gen.Const("<b>"));

    private static readonly Gen<string> s_words = Gen.OneOf(Gen.OneOf([.. s_pieces.Select(Gen.Const)]), Gen.String[0, 20]);

    /// <summary>A block that names some others, some of which belong elsewhere.</summary>
    private static readonly Gen<ShelvedBlock> s_blocks = Gen.Select(Gen.Int[0, 7], Gen.Int[0, 2], Gen.Enum<TextBlockState>(), Gen.Int[0, 8].List[0, 4], (name, community, state, names) => new ShelvedBlock(
        $"b{name}", community == 0 ? null : community, state, new Dictionary<string, string>
        {
            ["de"] = $"[{community}/{state}]{string.Concat(names.Select(one => $"{{% include 'b{one}' %}}"))}",
        }));

    private static Refusal? Send(string text, string? html)
    {
        var ticket = Ticket.From(new TicketOpened(7, 1, 1, 1, "Sache", "de", Level.First, "mail", s_now));
        return new WriteReply(9, text, ["kim@kunde.example"], null, null) { Html = html }.Decide(ticket, s_now).Refusal;
    }

    [Fact]
    public void No_text_with_a_missing_value_is_sent() => Gen.Select(s_words, s_names, s_words, Gen.Bool).Sample((before, name, after, inHtml) =>
    {
        var mark = MissingValues.Mark(name);
        var refusal = inHtml ? Send("Worte", $"<div>Worte {mark}</div>") : Send($"{before}x{mark}{after}", null);
        Assert.Equal(MissingValues.Missing, refusal?.Code);
    });

    [Fact]
    public void A_mark_with_an_element_in_it_is_one() =>
        Assert.Equal("contact.name", Send("Worte", "<div>Guten Tag ⟦<b>contact</b>.name⟧</div>")?.About);

    [Fact]
    public void Words_without_a_mark_are_sent() => Gen.OneOf([.. s_harmless.Select(Gen.Const)]).Sample(text => Assert.Null(Send(text, $"<div>{text}</div>")));

    [Fact]
    public void Whatever_includes_whatever_it_ends_within_its_bounds() => s_blocks.List[0, 12].Sample(blocks =>
    {
        var shelf = new BlockShelf(blocks, 1);
        var whole = NestedBlocks.Expand("{% include 'b0' %}{% render \"b1\" %}{% include 'b0' %}", "b7", name => shelf.Find(name, "de", "de"));
        Assert.True(whole.Length < NestedBlocks.Longest);
        Assert.DoesNotContain("{%", whole, StringComparison.Ordinal);
    });

    [Fact]
    public void A_circle_is_marked_and_so_cannot_be_sent()
    {
        var whole = NestedBlocks.Expand("Eins {% include 'zwei' %}", "eins", name => name == "zwei" ? "Zwei {% include 'eins' %}" : "Eins {% include 'zwei' %}");
        Assert.Equal($"Eins Zwei {MissingValues.Mark("block:eins")}", whole);
        Assert.Equal("block:eins", Send(whole, null)?.About);
        Assert.StartsWith("x" + MissingValues.Open, NestedBlocks.Expand("x{% include 'niemand' %}", null, _ => null), StringComparison.Ordinal);
    }

    [Fact]
    public void Many_wide_blocks_end_too()
    {
        var wide = string.Concat(Enumerable.Range(0, 40).Select(n => $"{{% include 'b{n}' %}}"));
        Assert.True(NestedBlocks.Expand(wide, null, _ => wide + new string('x', 5000)).Length < NestedBlocks.Longest + 50_000);
    }

    [Fact]
    public void Nothing_of_another_community_and_nothing_unpublished_ever_shows() => Gen.Select(s_blocks.List[0, 12], Gen.Int[1, 2]).Sample((blocks, community) =>
    {
        var shelf = new BlockShelf(blocks, community);
        var whole = NestedBlocks.Expand(string.Concat(Enumerable.Range(0, 8).Select(n => $"{{% include 'b{n}' %}}")), null, name => shelf.Find(name, "de", "de"));
        Assert.DoesNotContain($"[{3 - community}/", whole, StringComparison.Ordinal);
        foreach (var state in Enum.GetValues<TextBlockState>().Where(state => state != TextBlockState.Published)) Assert.DoesNotContain($"/{state}]", whole, StringComparison.Ordinal);
        foreach (var block in blocks.Where(b => b.State == TextBlockState.Published && b.CommunityId is null && !shelf.Has(b.Shortcut))) Assert.Fail("A block of all communities is not there.");
    });
}
