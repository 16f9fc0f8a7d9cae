using System.Net;
using System.Xml.Linq;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Knowledge.Articles;
using Lotse.Tests.Tickets.Pages;
using Lotse.Ui;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Knowledge.Articles;

/// <summary>Help pages as a customer gets them.</summary>
public sealed class ReadingHelpPagesTests
{
    private const string Article = "/help/hafen/de/passwort-zuruecksetzen";

    [Fact]
    public async Task A_published_block_is_read_by_everybody_without_a_cookie_or_anything_of_the_desk()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        using var kim = desk.Customer();
        Assert.Equal(HttpStatusCode.NotFound, (await kim.GetAsync("/help/hafen")).StatusCode);
        await desk.PasswordsAsync(ada);

        foreach (var path in (string[])["/help/hafen/de", Article, $"{Article}?language=en", "/help/hafen/de/search?q=passwort", "/help/hafen/de/ask", "/help/hafen/de/ask?q=passwort", "/help/hafen/de/suggestions?q=passwort", "/help/nirgends", "/help/hafen/de/nichts", "/help/hafen/de?section=Zugang", "/robots.txt", "/help/hafen/sitemap.xml"])
        {
            var answer = await kim.GetAsync(path);
            var page = await answer.Content.ReadAsStringAsync();
            Assert.False(answer.Headers.Contains("Set-Cookie"), path);
            foreach (var word in (string[])["app.js", "app.css", "woff2", "Lotse", "live-updates", "__RequestVerificationToken", "style=\"", "<script>"]) Assert.DoesNotContain(word, page, StringComparison.Ordinal);
            if (path.StartsWith("/help", StringComparison.Ordinal) && !path.Contains("xml", StringComparison.Ordinal)) Assert.Contains("default-src 'none'", string.Join(' ', answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        }
        Assert.Equal(0, kim.Cookies.Count);
        var article = await (await kim.GetAsync(Article)).ReadAsync();
        foreach (var said in (string[])["<html lang=\"de\">", "<title>Passwort zurücksetzen · Hafen</title>", "<h2>So geht es</h2>", "Bei Hafen klicken Sie", "In zwei Minuten wieder drin.", "<meta name=\"description\" content=\"In zwei Minuten wieder drin.\"", $"<link rel=\"canonical\" href=\"{desk.Url.GetLeftPart(UriPartial.Authority)}{Article}\"", "hreflang=\"en\" href=\"", "Hat Ihnen das geholfen?"])
        {
            Assert.Contains(said, article, StringComparison.Ordinal);
        }
        Assert.Contains("<html lang=\"en\">", await (await kim.GetAsync("/help/hafen/en/reset-your-password")).ReadAsync(), StringComparison.Ordinal);
        Assert.Contains("Was hat gefehlt?", await (await kim.GetAsync($"{Article}?said=no")).ReadAsync(), StringComparison.Ordinal);
        // Whoever is signed in sees the same.
        Assert.Equal(article, await (await ada.GetAsync(Article)).ReadAsync());
    }

    [Fact]
    public async Task The_first_visit_is_small()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        await desk.PasswordsAsync(ada);
        using var kim = desk.Customer();
        foreach (var path in (string[])["/help/hafen/de", Article, "/help/hafen/de/ask?q=passwort"])
        {
            var page = await (await kim.GetAsync(path)).Content.ReadAsByteArrayAsync();
            Assert.InRange(page.Length + Assets.SentLength("help.css") + Assets.SentLength("help.js"), 1000, 20_000);
        }
    }

    [Fact]
    public async Task It_is_kept_asked_about_and_found_unchanged()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        var (id, _, _) = await desk.PasswordsAsync(ada);
        using var kim = desk.Customer();
        var first = await kim.GetAsync(Article);
        Assert.Equal("public, max-age=60", first.Headers.CacheControl!.ToString());
        var tag = first.Headers.ETag!.ToString();
        var again = await kim.SendAsync(HttpMethod.Get, Article, null, null, ("If-None-Match", $"\"x\", {tag}"));
        Assert.Equal((HttpStatusCode.NotModified, 0), (again.StatusCode, (await again.Content.ReadAsByteArrayAsync()).Length));
        var head = await kim.SendAsync(HttpMethod.Head, Article, null);
        Assert.Equal((HttpStatusCode.OK, tag, 0), (head.StatusCode, head.Headers.ETag!.ToString(), (await head.Content.ReadAsByteArrayAsync()).Length));
        await ada.PostAsync($"/articles/{id}", ("language", "de"), ("title-de", "Passwort anders"), ("then", "save"));
        Assert.Equal(HttpStatusCode.OK, (await kim.SendAsync(HttpMethod.Get, Article, null, null, ("If-None-Match", tag))).StatusCode);
        Assert.Equal("no-store", (await kim.GetAsync("/help/hafen/de/ask?q=geheim")).Headers.CacheControl!.ToString());
    }

    [Theory]
    [InlineData("en-GB,en;q=0.9", "en"), InlineData("de", "de"), InlineData("pl", "de"), InlineData(null, "de")]
    public async Task The_door_leads_to_ones_own_language(string? accepted, string language)
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        await desk.PasswordsAsync(ada);
        using var kim = desk.Customer();
        var answer = await kim.SendAsync(HttpMethod.Get, "/help/hafen", null, null, accepted is null ? [] : [("Accept-Language", accepted)]);
        Assert.Equal((HttpStatusCode.Found, $"/help/hafen/{language}"), (answer.StatusCode, answer.Headers.Location!.ToString()));
        Assert.Contains("Accept-Language", string.Join(' ', answer.Headers.Vary), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drafts_and_what_was_withdrawn_are_not_there_and_no_other_community_is()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        var (id, _, hafen) = await desk.PasswordsAsync(ada);
        var secret = await desk.MakeBlockAsync(ada, "Geheim", "geheim", "<div>Geheimes Leuchtfeuer</div>", null, hafen);
        await ada.PostAsync("/articles", [.. HelpDesk.Fields(secret, hafen, "save"), ("title-de", "Leuchtfeuer")]);
        var other = await desk.MakeBlockAsync(ada, "Andere", "andere", "<div>Anderes Leuchtfeuer</div>", null, 77);
        await desk.PublishAsync(ada, other, 77, ("title-de", "Anderes Leuchtfeuer"));
        using var kim = desk.Customer();
        Assert.Equal(HttpStatusCode.NotFound, (await kim.GetAsync("/help/hafen/de/leuchtfeuer")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await kim.GetAsync("/help/hafen/de/anderes-leuchtfeuer")).StatusCode);
        foreach (var path in (string[])["/help/hafen/de", "/help/hafen/de/search?q=leuchtfeuer", "/help/hafen/de/ask?q=leuchtfeuer", "/help/hafen/de/suggestions?q=leuchtfeuer", "/help/hafen/sitemap.xml"])
        {
            var page = await (await kim.GetAsync(path)).Content.ReadAsStringAsync();
            Assert.DoesNotContain("anderes-leuchtfeuer", page, StringComparison.Ordinal);
            Assert.DoesNotContain("Geheimes", page, StringComparison.Ordinal);
            Assert.DoesNotContain("/de/leuchtfeuer", page, StringComparison.Ordinal);
        }
        Assert.Contains("Anderes Leuchtfeuer", await (await kim.GetAsync("/help/andere/de/search?q=leuchtfeuer")).ReadAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await ada.PostAsync($"/articles/{id}/withdrawal")).StatusCode);
        // Nothing else is published there: it is as if there were no such community.
        var gone = await kim.GetAsync("/help/hafen/de");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.Equal(await (await kim.GetAsync("/help/nirgends/de")).ReadAsync(), await gone.ReadAsync());
        Assert.Equal(0, await desk.ReadAsync(d => d.ArticleWords.CountAsync(w => w.CommunityId == hafen)));
        Assert.Equal(["articlePublished", "articleChanged", "articlePublished", "articleWithdrawn"], await desk.ReadAsync(d => d.Journal.Where(j => j.Kind.StartsWith("article")).OrderBy(j => j.Id).Select(j => j.Kind).ToListAsync()));
    }

    [Fact]
    public async Task Former_addresses_lead_to_the_new_one_and_are_given_to_nobody_else()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        var (id, _, hafen) = await desk.PasswordsAsync(ada);
        using var kim = desk.Customer();
        foreach (var slug in (string[])["neues-passwort", "noch-neuer"]) await ada.PostAsync($"/articles/{id}", ("language", "de"), ("title-de", "Passwort zurücksetzen"), ("slug-de", slug), ("then", "save"));
        foreach (var former in (string[])["passwort-zuruecksetzen", "neues-passwort"])
        {
            var answer = await kim.GetAsync($"/help/hafen/de/{former}");
            Assert.Equal((HttpStatusCode.MovedPermanently, "/help/hafen/de/noch-neuer"), (answer.StatusCode, answer.Headers.Location!.ToString()));
        }
        var block = await desk.MakeBlockAsync(ada, "Zwei", "zwei", "<div>Zwei</div>", null, hafen);
        var taken = await ada.PostAsync("/articles", [.. HelpDesk.Fields(block, hafen, "publish"), ("title-de", "Zwei"), ("slug-de", "neues-passwort")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, taken.StatusCode);
        Assert.Contains("Diese Adresse hat schon eine andere Hilfeseite", await taken.ReadAsync(), StringComparison.Ordinal);
        await desk.PublishAsync(ada, block, hafen, ("title-de", "Passwort zurücksetzen"));
        Assert.Equal(HttpStatusCode.OK, (await kim.GetAsync("/help/hafen/de/passwort-zuruecksetzen-2")).StatusCode);
        // Back to the first one: it leads nowhere else.
        await ada.PostAsync($"/articles/{id}", ("language", "de"), ("title-de", "Passwort zurücksetzen"), ("slug-de", "passwort-zuruecksetzen"), ("then", "save"));
        Assert.Equal(HttpStatusCode.OK, (await kim.GetAsync(Article)).StatusCode);
        Assert.Equal(HttpStatusCode.MovedPermanently, (await kim.GetAsync("/help/hafen/de/noch-neuer")).StatusCode);
        // A draft's and a withdrawn one's former addresses lead nowhere.
        await ada.PostAsync($"/articles/{id}/withdrawal");
        Assert.Equal(HttpStatusCode.NotFound, (await kim.GetAsync("/help/hafen/de/noch-neuer")).StatusCode);
    }

    [Fact]
    public async Task Nothing_that_was_typed_becomes_markup()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        const string Evil = "<img src=x onerror=alert(1)>\"'</title><script>alert(2)</script>";
        var hafen = await desk.CommunityAsync();
        var block = await desk.MakeBlockAsync(ada, "Böse", "boese", $"<div>Text {Evil}<a href=\"javascript:alert(3)\">hier</a></div>", null, hafen);
        var id = await desk.PublishAsync(ada, block, hafen, ("title-de", Evil), ("section-de", "<b>Ab</b>"), ("lead-de", Evil), ("slug-de", "boese"));
        using var kim = desk.Customer();
        await kim.SubmitAsync("/help/hafen/de/boese/feedback", null, ("words", Evil));
        foreach (var (who, path) in new[] { (kim, "/help/hafen/de"), (kim, "/help/hafen/de/boese"), (kim, "/help/hafen/de/search?q=Text<script>alert(2)</script>"), (kim, "/help/hafen/de/ask?q=Text%22<script>alert(2)</script>"), (kim, "/help/hafen/de/suggestions?q=text"), (ada, $"/articles/{id}"), (ada, "/articles"), (kim, "/help/hafen/sitemap.xml") })
        {
            var page = await (await who.GetAsync(path)).Content.ReadAsStringAsync();
            foreach (var markup in (string[])["<img", "<script>", "<b>Ab", "javascript:", "</title><"]) Assert.DoesNotContain(markup, page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_sitemap_names_every_page_in_full_with_its_other_languages()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        await desk.PasswordsAsync(ada);
        using var kim = desk.Customer();
        var answer = await kim.GetAsync("/help/hafen/sitemap.xml");
        Assert.Equal("application/xml", answer.Content.Headers.ContentType!.MediaType);
        var map = XDocument.Parse(await answer.Content.ReadAsStringAsync());
        XNamespace ns = "http://www.sitemaps.org/schemas/sitemap/0.9", html = "http://www.w3.org/1999/xhtml";
        var home = desk.Url.GetLeftPart(UriPartial.Authority);
        Assert.Equal([$"{home}{Article}", $"{home}/help/hafen/en/reset-your-password"], map.Root!.Elements(ns + "url").Select(url => url.Element(ns + "loc")!.Value));
        Assert.All(map.Root.Elements(ns + "url"), url => Assert.Equal(["de", "en"], url.Elements(html + "link").Select(link => link.Attribute("hreflang")!.Value)));
        Assert.All(map.Root.Elements(ns + "url"), url => Assert.True(DateTimeOffset.TryParse(url.Element(ns + "lastmod")!.Value, System.Globalization.CultureInfo.InvariantCulture, out var at) && at > DateTimeOffset.UnixEpoch));
        Assert.Contains("Allow: /help/", await (await kim.GetAsync("/robots.txt")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_page_asks_little_and_looks_through_no_table()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        var (id, block, _) = await desk.PasswordsAsync(ada);
        using var kim = desk.Customer();
        foreach (var (who, path) in new[]
        {
            (kim, "/help/hafen/de"), (kim, "/help/hafen/de?section=Zugang"), (kim, Article), (kim, "/help/hafen/de/nichts"), (kim, "/help/hafen/de/search?q=passwort+vergessen"), (kim, "/help/hafen/de/ask?q=passwort"), (kim, "/help/hafen/de/suggestions?q=passwort"),
            (kim, "/help/hafen/sitemap.xml"), (ada, "/articles"), (ada, $"/articles/{id}"), (ada, $"/articles/new?block={block}"),
        })
        {
            await who.GetAsync(path);
            var asked = await desk.StatementsAsync(() => who.GetAsync(path));
            Assert.True(asked <= (path.StartsWith("/articles/", StringComparison.Ordinal) ? 12 : 6), $"{path}: {asked} statements");
            if (who != kim) continue;
            foreach (var statement in await desk.AskedAsync(() => who.GetAsync(path)))
            {
                Assert.DoesNotContain(await desk.PlanAsync(statement), step => step.StartsWith("SCAN article", StringComparison.Ordinal) || step.StartsWith("SCAN former", StringComparison.Ordinal));
            }
        }
    }
}
