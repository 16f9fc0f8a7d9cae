using CsCheck;
using Lotse.Domain.Knowledge.Articles;
using Xunit;

namespace Lotse.Domain.Tests.Knowledge.Articles;

public sealed class ArticleWordsTests
{
    [Theory]
    [InlineData("de", "Passwörter zurücksetzen", "passwort"), InlineData("de", "Rechnungen", "Rechnung"), InlineData("en", "Resetting passwords", "password"), InlineData("en", "Invoices", "invoice"), InlineData("de", "PDF öffnen", "pdf"), InlineData("de", "2FA einschalten", "2fa")]
    public void A_word_is_found_in_its_other_forms(string language, string title, string typed) =>
        Assert.NotEmpty(ArticleWords.Sought(typed, language).Intersect(ArticleWords.Of(language, title, "", "").Keys));

    [Fact]
    public void Every_longer_word_of_a_title_finds_it() => Gen.Select(Gen.OneOf(Gen.Const("de"), Gen.Const("en"), Gen.Const("fr")), Gen.String[Gen.Char['a', 'z'], 2, 20].List[1, 5]).Sample((language, words) =>
        words.TrueForAll(word => ArticleWords.Sought(word, language).All(ArticleWords.Of(language, string.Join(' ', words), "", "").ContainsKey)));

    [Fact]
    public void The_title_says_more_than_the_introduction_and_that_more_than_the_text()
    {
        var words = ArticleWords.Of("de", "Passwort", "Zugang", "Passwort Zugang Konto");
        Assert.Equal([ArticleWords.InTitle, ArticleWords.InLead, ArticleWords.InText], ((string[])["pass", "zuga", "kont"]).Select(begin => words.Single(w => w.Key.StartsWith(begin, StringComparison.Ordinal)).Value));
    }

    [Fact]
    public void Who_has_the_rare_word_comes_first_and_the_order_is_always_the_same()
    {
        List<FoundArticleWord> found = [.. Enumerable.Range(1, 50).Select(id => new FoundArticleWord(id, "haf", 40)), new FoundArticleWord(50, "fahrrad", 40), new FoundArticleWord(60, "fahrrad", 40)];
        Assert.Equal([50, 60, 1], ArticleWords.Ranked(found, 1).Take(3));
        Assert.Equal([50], ArticleWords.Ranked(found, 2));
        found.Reverse();
        Assert.Equal([50, 60, 1], ArticleWords.Ranked(found, 1).Take(3));
    }

    [Fact]
    public void What_is_asked_for_is_bounded() => Gen.String[0, 5000].Sample(typed => ArticleWords.Sought(typed, "de").Count <= ArticleWords.Asked);
}
