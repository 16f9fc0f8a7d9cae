using Lotse.Domain.Routing;
using Xunit;

namespace Lotse.Domain.Tests.Routing;

public sealed class ClassifyTests
{
    private static readonly Classify Rules = new(
    [
        new Category { Id = 1, CommunityId = 1, Kind = CategoryKind.Product, Name = "Funkwerk Mobil", Words = "Tarif, Handyvertrag\nSIM-Karte" },
        new Category { Id = 2, CommunityId = 1, Kind = CategoryKind.Product, Name = "Funkwerk Zuhause", Words = "DSL, Router, Anschluss", MailboxId = 9 },
        new Category { Id = 3, CommunityId = 1, Kind = CategoryKind.Topic, Name = "Kündigung", Words = "kündigen, Kündigung, terminate" },
        new Category { Id = 4, CommunityId = 1, Kind = CategoryKind.Topic, Name = "Rechnung", Words = "Rechnung, invoice", Retired = true },
        new Category { Id = 5, CommunityId = 2, Kind = CategoryKind.Product, Name = "Anderes", Words = "Router" },
    ]);

    [Theory]
    [InlineData("Meine SIM-Karten sind weg", "", 1L, "SIM-Karte", null)]
    [InlineData("Frage", "Der Router blinkt, und ich möchte den Anschluss kündigen.", 2L, "Router", 3L)]
    [InlineData("Kuendigung Handyvertrag", "Der Router ist auch kaputt", 1L, "Handyvertrag", 3L)]
    [InlineData("Please terminate", "my contract", null, "", 3L)]
    [InlineData("Karte verloren", "die SIM ist weg", null, "", null)]
    [InlineData("Rechnung", "falsch", null, "", null)]
    public void Tells_it_by_words_in_any_of_their_forms(string subject, string text, long? product, string word, long? topic)
    {
        var told = Rules.Of(1, 8, subject, text);
        Assert.Equal((product, word, topic), (told.ProductId, told.ProductBecause, told.TopicId));
    }

    [Fact]
    public void Takes_the_mailbox_where_no_word_says_it()
    {
        Assert.Equal((2L, ""), (Rules.Of(1, 9, "Hallo", "Welt").ProductId, Rules.Of(1, 9, "Hallo", "Welt").ProductBecause));
        Assert.Equal(1, Rules.Of(1, 9, "Tarif", "").ProductId);
        Assert.Equal(Classified.Nothing, Rules.Of(3, 8, "Router", "Tarif"));
    }
}
