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
    [InlineData("produkt:boot thema:keines gruppe:keine", "product:boot topic:none group:none")]
    [InlineData("kanal:telefon kanal:hand organisation:keine", "channel:phone channel:hand organisation:none")]
    [InlineData("firma:werft domäne:kunde.example ist:verdächtig", "organisation:werft domain:KUNDE.example is:suspicious")]
    [InlineData("von:@kunde.example", "domain:kunde.example")]
    public void Fields_have_german_names_too(string german, string english) => Assert.Equal(ReadSearch.Of(english).Clauses, ReadSearch.Of(german).Clauses);

    [Theory]
    [InlineData("spam:>70", 71, 101)]
    [InlineData("spam:>=70", 70, 101)]
    [InlineData("spam:70", 70, 101)]
    [InlineData("spam:<30", 0, 30)]
    [InlineData("spam:<=30", 0, 31)]
    [InlineData("spam:=0", 0, 1)]
    public void Scores_are_compared(string typed, int from, int below) => Assert.Equal([new SpamScoreSought(from, below)], ReadSearch.Of(typed).Clauses);

    [Fact]
    public void A_beginning_has_two_letters()
    {
        var read = ReadSearch.Of("netz s* from:a* ze* e-m* (k* ue* \"x*\" b * 東京*");

        Assert.Equal([new WordsSought(["netz"]), new WordsSought(["ze"], Begins: true), new WordsSought(["x"]), new WordsSought(["b"]), new WordsSought(["東", "京"])], read.Clauses);
        Assert.Equal(["s*", "from:a*", "e-m*", "(k*", "ue*"], read.Misread); // "ue" is kept as one letter.
    }

    [Fact]
    public void What_is_no_value_of_a_field_is_named() =>
        Assert.Equal(["spam:much", "spam:>101", "spam:<>3", "spam:<0", "channel:fax", "domain:kunde_example!"], ReadSearch.Of("spam:much spam:>101 spam:<>3 spam:<0 channel:fax domain:kunde_example!").Misread);

    /// <summary>Whatever is compared with whatever: the marks of a ticket say what the numbers say.</summary>
    [Fact]
    public void Marks_of_scores_say_what_the_numbers_say()
    {
        for (var score = 0; score <= 100; score++)
        {
            IReadOnlyList<string> marks = score == 0 ? [] : [TicketMarks.SpamScore(score)];
            foreach (var (typed, holds) in new (string, Func<int, int, bool>)[] { (">", (a, b) => a > b), (">=", (a, b) => a >= b), ("<", (a, b) => a < b), ("<=", (a, b) => a <= b), ("=", (a, b) => a == b) })
            {
                foreach (var limit in (int[])[0, 1, 50, 99, 100])
                {
                    if (typed == "<" && limit == 0) continue; // Nothing is.
                    var clause = ReadSearch.Of($"spam:{typed}{limit}").Clauses[0];
                    Assert.True(MatchWords.Holds(SearchMarks.Of(clause, new SearchNames())!, marks) == holds(score, limit), $"{score} {typed} {limit}");
                }
            }
        }
    }

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
