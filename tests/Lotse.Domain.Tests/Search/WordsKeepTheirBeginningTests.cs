using CsCheck;
using Lotse.Domain.Search.Words;
using Xunit;

namespace Lotse.Domain.Tests.Search;

/// <summary>Marking hits passes over words by their first letter: no form of a word may begin with another one, but where a German one loses its ge-.</summary>
public class WordsKeepTheirBeginningTests
{
    private static readonly Gen<string> s_words =
        Gen.String[Gen.OneOf(Gen.Char['a', 'z'], Gen.Char['A', 'Z'], Gen.Const('ä'), Gen.Const('ö'), Gen.Const('ß'), Gen.Const('é')), 1, 14];

    [Fact]
    public void Whatever_the_language() => s_words.Where(word => char.IsAscii(word[0]) && word[0] is not ('g' or 'G')).Sample(word =>
    {
        foreach (var language in (string?[])["de", "en", "fr", null]) Assert.Equal(char.ToLowerInvariant(word[0]), SearchWords.Kept(word, language)[0]);
        Assert.All(SearchWords.Sought(word), form => Assert.Equal(char.ToLowerInvariant(word[0]), form[0]));
    }, iter: 20_000);
}
