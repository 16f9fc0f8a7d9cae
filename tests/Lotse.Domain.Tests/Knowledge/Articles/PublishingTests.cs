using CsCheck;
using Lotse.Domain.Knowledge;
using Lotse.Domain.Knowledge.Articles;
using Lotse.Domain.Knowledge.Procedures;
using Lotse.Domain.Levels;
using Xunit;

namespace Lotse.Domain.Tests.Knowledge.Articles;

public sealed class PublishingTests
{
    private static readonly StepWords s_words = new("Weiter mit Schritt {n}", "Gut.", "Schreiben Sie uns");

    private static Dictionary<string, string> German(string html) => new(StringComparer.Ordinal) { ["de"] = html };

    [Theory]
    [InlineData(TextBlockState.Proposed), InlineData(TextBlockState.InReview), InlineData(TextBlockState.NeedsReview), InlineData(TextBlockState.Retired)]
    public void Only_what_is_published_itself_is_published(TextBlockState state)
    {
        Assert.Equal(PublishSource.NotPublished, PublishSource.WhyNot(state, German("<p>Gut</p>"), ["de"])?.Code);
        Assert.Null(PublishSource.WhyNot(TextBlockState.Published, German("<p>Gut</p>"), ["de"]));
    }

    [Fact]
    public void What_only_a_ticket_knows_is_named_once_each()
    {
        var html = $"<p>Hallo {MissingValues.Mark("contact.name")}, {MissingValues.Mark("ticket.number")} und {MissingValues.Mark("contact.name")}</p>";
        Assert.Equal(new Refusal(PublishSource.NeedsTicket, "de: contact.name, ticket.number"), PublishSource.WhyNot(TextBlockState.Published, German(html), ["de"]));
        Assert.Equal(new Refusal(PublishSource.NoText, "en"), PublishSource.WhyNot(TextBlockState.Published, German("<p>Gut</p>"), ["de", "en"]));
        // In a language in which it is not to be read it does not matter.
        Assert.Null(PublishSource.WhyNot(TextBlockState.Published, new Dictionary<string, string> { ["de"] = html, ["en"] = "<p>Good</p>" }, ["en"]));
    }

    [Fact]
    public void A_head_is_refused_in_the_language_it_is_wrong_in()
    {
        static Domain.Refusal? Why(ArticleHead head) => new WriteArticle(new Dictionary<string, ArticleHead> { ["de"] = new("Gut"), ["en"] = head }).WhyNot();
        Assert.Equal(WriteArticle.NoTitle, new WriteArticle(new Dictionary<string, ArticleHead>()).WhyNot()?.Code);
        Assert.Equal(new Refusal(WriteArticle.NoTitle, "en"), Why(new ArticleHead(" ")));
        Assert.Equal(new Refusal(WriteArticle.TitleTooLong, "en"), Why(new ArticleHead(new string('x', 161))));
        Assert.Equal(new Refusal(WriteArticle.SlugNotRight, "en"), Why(new ArticleHead("Good", "Not good")));
        Assert.Equal(new Refusal(WriteArticle.SectionTooLong, "en"), Why(new ArticleHead("Good", "", new string('x', 61))));
        Assert.Equal(new Refusal(WriteArticle.LeadTooLong, "en"), Why(new ArticleHead("Good", "", "", new string('x', 1001))));
        Assert.Null(Why(new ArticleHead("Good", "good", "Section", "Lead")));
    }

    [Fact]
    public void A_procedure_is_read_without_what_it_tells_agents_and_every_link_in_it_leads_somewhere()
    {
        var html = ProcedureAsArticle.Html(PlayThrough.Steps, "de", s_words);
        Assert.Equal(PlayThrough.Steps.Steps.Count, System.Text.RegularExpressions.Regex.Count(html, "<li id=\"step-", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.DoesNotContain("Fragen Sie", html, StringComparison.Ordinal);
        Assert.Contains("<b>Ja, gelöst</b>: Gut.", html, StringComparison.Ordinal);
        Assert.Contains("<a href=\"ask\">Schreiben Sie uns</a>", html, StringComparison.Ordinal);
        foreach (var link in html.Split("href=\"#").Skip(1)) Assert.Contains($"id=\"{link[..link.IndexOf('"', StringComparison.Ordinal)]}\"", html, StringComparison.Ordinal);
        Assert.Equal(["de", "en"], ProcedureAsArticle.Languages(PlayThrough.Steps));
        Assert.Equal(["de"], ProcedureAsArticle.Languages(new ProcedureSteps([new Step("a", StepKind.Check, new TwoLanguages("Nur deutsch", ""))])));
    }

    [Fact]
    public void Whatever_stands_in_a_step_is_text() => Gen.Select(Gen.String[1, 30], Gen.String[1, 30]).Sample((words, way) =>
    {
        var html = ProcedureAsArticle.Html(new ProcedureSteps([new Step("a", StepKind.Choice, new TwoLanguages($"<script>{words}", ""), Branches: [new Branch("b", new TwoLanguages($"\" onclick={way}<", ""), ProcedureSteps.Solved)])]), "de", s_words);
        var allowed = new[] { "<ol>", "</ol>", "<li id=\"step-1\">", "<li>", "</li>", "<ul>", "</ul>", "<b>", "</b>" };
        foreach (var element in allowed) html = html.Replace(element, "", StringComparison.Ordinal);
        return !html.Contains('<', StringComparison.Ordinal) && !html.Contains('>', StringComparison.Ordinal) && !html.Contains('"', StringComparison.Ordinal);
    });

    [Theory]
    [InlineData("de-AT,de;q=0.9,en;q=0.8", "de"), InlineData("fr;q=0.9, en;q=0.5", "fr"), InlineData("en;q=0.1,it", "en"), InlineData("it", "de"), InlineData(null, "de"), InlineData("en;q=0, fr;q=abc", "de"), InlineData(";;,,q=", "de")]
    public void Readers_begin_in_their_language(string? accepted, string language) => Assert.Equal(language, HelpLanguage.Best(accepted, ["de", "en", "fr"], "de"));

    [Fact]
    public void Where_the_communitys_language_has_nothing_another_one_is_shown() => Assert.Equal("en", HelpLanguage.Best("it", ["en"], "de"));

    [Fact]
    public void What_was_missing_is_one_bounded_line() => Gen.String[0, 2000].Sample(typed =>
        SayWhatIsMissing.Kept(typed) is not { } kept || (kept.Length is > 0 and <= SayWhatIsMissing.Longest && !kept.Any(char.IsControl)));
}
