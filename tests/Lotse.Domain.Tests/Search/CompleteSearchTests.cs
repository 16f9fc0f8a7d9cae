using Lotse.Domain.Search;
using Lotse.Domain.Tickets;
using Xunit;

namespace Lotse.Domain.Tests.Search;

public sealed class CompleteSearchTests
{
    private static string Shown(string typed, string language = "en", params string[] names) => string.Join(" | ", CompleteSearch.Of(typed, language, names).Select(offer => offer.Shown));

    [Theory]
    [InlineData("st", "en", "state:")]
    [InlineData("st", "de", "stand: | state:")]
    [InlineData("rechnung -sta", "en", "-state:")]
    [InlineData("st", "fr", "state:")]
    [InlineData("", "en", "")]
    [InlineData("rechnung ", "en", "")]
    [InlineData("\"st", "en", "")]
    [InlineData("xyz", "en", "")]
    public void Offers_fields_by_their_beginning(string typed, string language, string shown) => Assert.Equal(shown, Shown(typed, language));

    [Theory]
    [InlineData("state:o", "en", "state:open")]
    [InlineData("stand:", "de", "stand:neu | stand:offen | stand:wartet | stand:wiedervorlage | stand:gelöst | stand:geschlossen | stand:erledigt")]
    [InlineData("netz -is:s", "en", "-is:spam | -is:suspicious")]
    public void Offers_the_values_of_a_field(string typed, string language, string shown) => Assert.Equal(shown, Shown(typed, language));

    [Fact]
    public void Offers_names_by_any_of_their_words_and_in_quotes_where_they_have_several()
    {
        Assert.Equal("assignee:\"Mara Quast\"", Shown("assignee:qua", "en", "Mara Quast", "Till Obermann"));
        Assert.Equal("assignee:\"Mara Quast\"", Shown("netz assignee:\"Mara Q", "en", "Mara Quast", "Till Obermann"));
        Assert.Equal("assignee:\"Mara Quast\" ", Assert.Single(CompleteSearch.Of("assignee:mara", "en", ["Mara Quast"])).Text);
    }

    /// <summary>Whatever is offered is understood.</summary>
    [Theory]
    [InlineData("de"), InlineData("en")]
    public void Offers_nothing_that_is_not_read(string language)
    {
        foreach (var field in SearchFields.All)
        {
            Assert.Equal(field, SearchFields.Find(SearchFields.NameOf(field, language)));
            foreach (var value in SearchFields.ValuesOf(field, language)) Assert.NotNull(SearchFields.Read(field, value));
        }
    }

    [Fact]
    public void More_than_words_is_looked_for()
    {
        Assert.Equal([new FilesSought(), new PrioritySought(Priority.High), new TeamSought("netz"), new AsideSought(Lane.Spam)], ReadSearch.Of("hat:anhang prio:hoch team:netz is:spam").Clauses);
        Assert.Equal([new WordsSought(["rechnung"], SearchPlace.Files)], ReadSearch.Of("filename:rechnung").Clauses);
        Assert.Equal(["has:time", "priority:maybe"], ReadSearch.Of("has:time priority:maybe").Misread);
    }

    [Theory]
    [InlineData("", "state:open", SavedSearch.NoName), InlineData("Offen", "", SavedSearch.NothingSought), InlineData("Offen", "-netz", SavedSearch.NothingSought)]
    public void Keeps_no_view_without_a_name_or_a_search(string name, string query, string code) => Assert.Equal(code, SavedSearch.Check(name, query, 0)?.Code);

    [Fact]
    public void Keeps_so_many_views_and_no_more()
    {
        Assert.Null(SavedSearch.Check("Offen", "state:open", SavedSearch.AtMost - 1));
        Assert.Equal(SavedSearch.TooMany, SavedSearch.Check("Offen", "state:open", SavedSearch.AtMost)?.Code);
        Assert.Equal(SavedSearch.NameTooLong, SavedSearch.Check(new string('a', 61), "state:open", 0)?.Code);
    }
}
