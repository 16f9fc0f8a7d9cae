using CsCheck;
using Lotse.Domain.Knowledge.Articles;
using Xunit;

namespace Lotse.Domain.Tests.Knowledge.Articles;

public sealed class ArticleSlugTests
{
    private static readonly Gen<string> s_titles = Gen.OneOf(Gen.String[0, 200], Gen.String[Gen.OneOf([.. "aZäÜß- 3/é\u0308\ud83d\udc27\ufffe".Select(Gen.Const)]), 0, 200]);

    [Theory]
    [InlineData("Wie setze ich mein Passwort zurück?", "wie-setze-ich-mein-passwort-zurueck")]
    [InlineData("Größe & Maße", "groesse-masse"), InlineData("U\u0308bergro\u0308ßen", "uebergroessen"), InlineData("Café au lait", "cafe-au-lait"), InlineData("  2FA / TOTP  ", "2fa-totp")]
    [InlineData("Пароль", "artikel"), InlineData("???", "artikel"), InlineData("", "artikel"), InlineData("Search", "search-2"), InlineData("ask", "ask-2")]
    public void Is_made_of_the_title(string title, string slug) => Assert.Equal(slug, ArticleSlug.Of(title, [], "de"));

    [Fact]
    public void Says_article_where_the_language_is_another() => Assert.Equal("article", ArticleSlug.Of("…", [], "fr"));

    [Fact]
    public void Is_never_empty_always_right_and_the_same_for_the_same_title() => s_titles.Sample(title =>
    {
        var slug = ArticleSlug.Of(title, [], "de");
        return ArticleSlug.IsRight(slug) && slug == ArticleSlug.Of(title, [], "de") && slug == ArticleSlug.Of(slug, [], "de");
    });

    [Fact]
    public void Is_another_one_each_time() => Gen.Select(s_titles.List[1, 6], Gen.Int[1, 12]).Sample((titles, times) =>
    {
        var taken = new List<string>();
        for (var n = 0; n < times; n++) foreach (var title in titles) taken.Add(ArticleSlug.Of(title, taken, "de"));
        return taken.Distinct(StringComparer.Ordinal).Count() == taken.Count && taken.TrueForAll(ArticleSlug.IsRight);
    });

    [Theory]
    [InlineData("gut", true), InlineData("auch-gut-2", true), InlineData("", false), InlineData("Groß", false), InlineData("-vorn", false), InlineData("hinten-", false), InlineData("zwei--mal", false), InlineData("a/b", false), InlineData("search", false)]
    public void Is_typed_in_small_letters_digits_and_hyphens(string typed, bool right) => Assert.Equal(right, ArticleSlug.IsRight(typed));
}
