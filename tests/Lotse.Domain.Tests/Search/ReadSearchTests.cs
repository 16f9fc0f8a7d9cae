using Lotse.Domain.Search;
using Lotse.Domain.Tickets;
using Xunit;

namespace Lotse.Domain.Tests.Search;

public sealed class ReadSearchTests
{
    [Fact]
    public void Words_phrases_and_fields_are_told_apart() => Assert.Equal(
        [
            new WordsSought(["Rechnung"]), new WordsSought(["kein", "Netz"]), new WordsSought(["Anna", "Kunde"], SearchPlace.People),
            new WordsSought(["pdf"], SearchPlace.Files) { Not = true }, new WordsSought(["zahl"], Begins: true), new NumberSought(1042), new TagSought("vip"),
        ],
        ReadSearch.Of("Rechnung \"kein Netz\" from:\"Anna Kunde\" -file:pdf zahl* #1042 tag:vip").Clauses);

    [Theory]
    [InlineData("stand:offen", "state:open")]
    [InlineData("von:anna vor:1.3.2026", "from:anna before:2026-03-01")]
    [InlineData("nach:2026 ist:erledigt", "after:2026-01-01 state:done")]
    [InlineData("bearbeiter:mich ebene:2", "assignee:me level:2nd")]
    public void Fields_have_german_names_too(string german, string english) => Assert.Equal(ReadSearch.Of(english).Clauses, ReadSearch.Of(german).Clauses);

    [Fact]
    public void What_cannot_be_read_is_named_and_the_rest_is_looked_for()
    {
        var read = ReadSearch.Of("Rechnung before:neulich state:");
        Assert.Equal([new WordsSought(["Rechnung"])], read.Clauses);
        Assert.Equal(["before:neulich"], read.Misread);
    }

    [Theory]
    [InlineData("https://stadtblick.example/foto", "https stadtblick example foto")]
    [InlineData("anna@kunde.example", "anna kunde example")]
    [InlineData("\"ohne Ende", "ohne Ende")]
    [InlineData("-", null)]
    public void What_only_looks_like_a_mark_is_words(string typed, string? words) =>
        Assert.Equal(words, ReadSearch.Of(typed).Clauses.OfType<WordsSought>().Select(clause => string.Join(' ', clause.Words)).SingleOrDefault());

    [Fact]
    public void Only_exclusions_find_nothing()
    {
        Assert.True(ReadSearch.Of("-Rechnung").IsEmpty);
        Assert.False(ReadSearch.Of("state:open").IsEmpty);
        Assert.True(ReadSearch.Of(null).IsEmpty);
    }

    [Fact]
    public void Nothing_that_is_typed_is_an_error()
    {
        var random = new Random(11);
        string[] pieces = ["\"", ":", "-", "#", "*", " ", "from", "state", "open", "before:", "ä", "12", "\0", "is:", "\u3042", "(", "OR"];
        for (var i = 0; i < 20_000; i++) Assert.True(ReadSearch.Of(string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => pieces[random.Next(pieces.Length)]))).Clauses.Count <= 20);
        Assert.Equal(new TicketState[] { TicketState.Resolved, TicketState.Closed }, Assert.IsType<StateSought>(ReadSearch.Of("state:done").Clauses[0]).Any);
    }
}
