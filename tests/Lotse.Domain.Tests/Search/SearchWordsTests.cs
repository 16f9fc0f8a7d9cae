using Lotse.Domain.Search.Words;
using Xunit;

namespace Lotse.Domain.Tests.Search;

public sealed class SearchWordsTests
{
    [Theory]
    [InlineData("Rechnungen", "Rechnung")]
    [InlineData("Müller", "Muller")]
    [InlineData("Müller", "Mueller")]
    [InlineData("Verträge", "Vertrag")]
    [InlineData("Vertrags", "Vertrag")]
    [InlineData("Häuser", "Haus")]
    [InlineData("gekündigt", "kündigen")]
    [InlineData("Straße", "Strasse")]
    [InlineData("Lieferungen", "LIEFERUNG")]
    [InlineData("Passwörter", "Passwort")]
    [InlineData("fotos", "Foto")]
    [InlineData("Kunden", "Kunde")]
    public void German_forms_of_a_word_find_each_other(string kept, string sought) =>
        Assert.Contains(SearchWords.Kept(kept, "de"), SearchWords.Sought(sought));

    [Theory]
    [InlineData("invoices", "invoice")]
    [InlineData("shipped", "shipping")]
    [InlineData("ship", "shipped")]
    [InlineData("hoping", "hoped")]
    [InlineData("parties", "party")]
    [InlineData("creates", "creating")]
    [InlineData("uses", "using")]
    [InlineData("passwords", "Password")]
    [InlineData("agreed", "agree")]
    [InlineData("addresses", "address")]
    public void English_forms_of_a_word_find_each_other(string kept, string sought) =>
        Assert.Contains(SearchWords.Kept(kept, "en"), SearchWords.Sought(sought));

    [Theory]
    [InlineData("Steuer", "Stur")]
    [InlineData("Haus", "Hase")]
    [InlineData("business", "busy")]
    [InlineData("5530", "553")]
    public void Other_words_stay_apart(string kept, string sought)
    {
        Assert.DoesNotContain(SearchWords.Kept(kept, "de"), SearchWords.Sought(sought));
        Assert.DoesNotContain(SearchWords.Kept(kept, "en"), SearchWords.Sought(sought));
    }

    [Fact]
    public void Every_word_finds_itself_in_any_language()
    {
        foreach (var word in (string[])["Rechnung", "RG-2026/17", "zurückgeschickt", "running", "été", "Ærø", "привет", "東京", "x", "ge", "ssss", "geeeee", "ied", "ings", "Überweisungsträger"])
        {
            foreach (var piece in SearchWords.In(word).Select(found => word.Substring(found.At, found.Length)))
            {
                foreach (var language in (string?[])["de", "en", "fr", null]) Assert.Contains(SearchWords.Kept(piece, language), SearchWords.Sought(piece));
            }
        }
    }

    [Theory]
    [InlineData("Kunde-Nr. 4711, anna.kunde@kunde.example", "Kunde|Nr|4711|anna|kunde|kunde|example")]
    [InlineData("東京タワー 1", "東|京|タ|ワ|ー|1")]
    [InlineData("  ...  ", "")]
    public void Texts_are_cut_into_words(string text, string words) =>
        Assert.Equal(words, string.Join('|', SearchWords.In(text).Select(word => text.Substring(word.At, word.Length))));

    [Fact]
    public void No_text_is_too_strange()
    {
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => (char)(random.Next(3) == 0 ? random.Next(0x20, 0xFFFF) : "aeiouysgntr*$%&".ToCharArray()[random.Next(15)])));
            foreach (var word in SearchWords.In(text))
            {
                var piece = text.AsSpan(word.At, word.Length);
                Assert.NotEmpty(SearchWords.Kept(piece, "en"));
                Assert.Contains(SearchWords.Kept(piece, "de"), SearchWords.Sought(piece));
            }
        }
    }
}
