using System.Net;
using System.Text.RegularExpressions;
using Lotse.Tests.Staff;
using Lotse.Tests.Tickets.Pages;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Knowledge.Articles;

/// <summary>Articles found by their words, the same on both databases, and what readers say of them.</summary>
public sealed partial class FindingArticlesTests
{
    [GeneratedRegex("<li><a href=\"/help/[^\"]+/(?<slug>[^\"/]+)\">", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Found();

    private static async Task<string> SlugsAsync(Visitor kim, string path) =>
        string.Join(' ', Found().Matches(await (await kim.GetAsync(path)).Content.ReadAsStringAsync()).Select(m => m.Groups["slug"].Value));

    [Fact]
    public async Task Words_find_their_other_forms_best_first_and_only_in_their_language()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        var (_, _, hafen) = await desk.PasswordsAsync(ada);
        var made = new[]
        {
            ("rechnung", "Rechnungen herunterladen", "Alle Rechnungen stehen im Konto. Das Passwort brauchen Sie dafür."), ("versand", "Versand und Lieferung", "Die Lieferung kommt mit der Post."), ("konto", "Konto löschen", "Ihr Konto löschen Sie im Profil, danach kommen keine Rechnungen mehr."),
        };
        foreach (var (shortcut, title, text) in made) await desk.PublishAsync(ada, await desk.MakeBlockAsync(ada, title, shortcut, $"<div>{text}</div>", null, hafen), hafen, ("title-de", title));
        using var kim = desk.Customer();
        Assert.Equal("rechnungen-herunterladen konto-loeschen", await SlugsAsync(kim, "/help/hafen/de/search?q=Rechnung"));
        Assert.Equal("passwort-zuruecksetzen rechnungen-herunterladen", await SlugsAsync(kim, "/help/hafen/de/search?q=passw%C3%B6rter"));
        Assert.Equal("rechnungen-herunterladen", await SlugsAsync(kim, "/help/hafen/de/search?q=rechnungen+herunterladen+pdf"));
        Assert.Equal("", await SlugsAsync(kim, "/help/hafen/de/search?q=forgotten"));
        Assert.Equal("reset-your-password", await SlugsAsync(kim, "/help/hafen/en/search?q=passwords+forgotten"));
        // Whoever describes a trouble uses many words: one that tells is enough, and the best ones come first.
        Assert.StartsWith("versand-und-lieferung", await SlugsAsync(kim, "/help/hafen/de/ask?q=" + Uri.EscapeDataString("Guten Tag, meine Bestellung ist immer noch nicht da. Wann kommt denn die Lieferung endlich?")), StringComparison.Ordinal);
        Assert.Equal(await SlugsAsync(kim, "/help/hafen/de/ask?q=konto"), await SlugsAsync(kim, "/help/hafen/de/suggestions?q=konto"));
        var ask = await (await kim.GetAsync("/help/hafen/de/ask?q=" + Uri.EscapeDataString("Wo ist mein Paket & Rest?"))).Content.ReadAsStringAsync();
        Assert.Contains("href=\"mailto:hilfe@hafen.example?body=Wo%20ist%20mein%20Paket%20%26%20Rest%3F\"", ask, StringComparison.Ordinal);
        Assert.Contains("Dazu haben wir noch keine Antwort", ask, StringComparison.Ordinal);
        foreach (var odd in (string[])["", "%25", "'%20OR%201=1--", "%00x", "a", new string('x', 4000), "%F0%9F%90%A7", "%ED%A0%80"]) Assert.InRange((int)(await kim.GetAsync($"/help/hafen/de/search?q={odd}")).StatusCode, 200, 499);
    }

    [Fact]
    public async Task What_readers_say_is_counted_once_without_a_cookie_and_seen_by_staff()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        var (id, _, _) = await desk.PasswordsAsync(ada);
        using var kim = desk.Customer();
        const string Path = "/help/hafen/de/passwort-zuruecksetzen", Feedback = $"{Path}/feedback";
        var clicks = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => kim.SubmitAsync(Feedback, null, ("helped", "yes"))));
        Assert.All(clicks, click => Assert.Equal((HttpStatusCode.SeeOther, $"{Path}?said=yes#feedback"), (click.StatusCode, click.Headers.Location!.ToString())));
        Assert.Equal(0, kim.Cookies.Count);
        Assert.Equal("1 0", await desk.ReadAsync(d => d.ArticleFeedback.Where(f => f.ArticleId == id).Select(f => f.Yes + " " + f.No).SingleAsync()));
        // Another browser, another language: others.
        var other = await kim.SendAsync(HttpMethod.Post, "/help/hafen/en/reset-your-password/feedback", null);
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
        await kim.SubmitAsync("/help/hafen/en/reset-your-password/feedback", null, ("helped", "no"));
        var said = await kim.SubmitAsync(Feedback, null, ("words", $"Wo ist   der\nKnopf? {new string('x', 900)}"));
        Assert.Equal($"{Path}?said=words#feedback", said.Headers.Location!.ToString());
        await kim.SubmitAsync(Feedback, null, ("words", "  "));
        await kim.SubmitAsync(Feedback, null, ("helped", "maybe"));
        var page = await ada.PageAsync($"/articles/{id}");
        foreach (var seen in (string[])["Geholfen: 1 ja, 0 nein", "Geholfen: 0 ja, 1 nein", "Wo ist der Knopf? xxx"]) Assert.Contains(seen, page, StringComparison.Ordinal);
        Assert.Contains("1 ja, 1 nein", await ada.PageAsync("/articles"), StringComparison.Ordinal);
        Assert.Equal(1, await desk.ReadAsync(d => d.ArticleRemarks.CountAsync(r => r.Words.Length <= 500)));
        Assert.DoesNotContain("Knopf", await desk.ReadAsync(async d => string.Join(' ', await d.Journal.Select(j => j.Data).ToListAsync())), StringComparison.Ordinal);
        // No other site says something in a reader's name, and drafts are not there to be spoken of.
        using var foreign = new HttpClient();
        using var forged = new HttpRequestMessage(HttpMethod.Post, new Uri(desk.Url, Feedback)) { Content = new FormUrlEncodedContent([new("helped", "no")]) };
        forged.Headers.Add("Origin", "https://boese.example");
        Assert.Equal(HttpStatusCode.BadRequest, (await foreign.SendAsync(forged)).StatusCode);
        await ada.PostAsync($"/articles/{id}/withdrawal");
        Assert.Equal(HttpStatusCode.NotFound, (await kim.SubmitAsync(Feedback, null, ("helped", "no"))).StatusCode);
    }

    [Fact]
    public async Task Only_the_newest_words_are_kept_and_an_address_that_says_too_much_waits()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        var (id, _, _) = await desk.PasswordsAsync(ada);
        using var kim = desk.Customer();
        var answers = new List<HttpStatusCode>();
        for (var n = 0; n < 14; n++) answers.Add((await kim.SubmitAsync("/help/hafen/de/passwort-zuruecksetzen/feedback", null, ("words", $"Wort {n}"))).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, answers[0]);
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
        await desk.WithAsync<Lotse.Adapters.Database.Writing.WriteGate, bool>(async gate => await desk.ReadAsync(async d =>
        {
            for (var n = 100; n < 160; n++) await global::Lotse.Adapters.Database.Writing.FeedbackRows.KeepAsync(d, gate, new() { Id = long.MaxValue - 1000 + n, ArticleId = id, Language = "de", Words = $"Wort {n}" }, default);
            return true;
        }));
        Assert.Equal((50, "Wort 110"), await desk.ReadAsync(async d => (await d.ArticleRemarks.CountAsync(), await d.ArticleRemarks.OrderBy(r => r.Id).Select(r => r.Words).FirstAsync())));
        var searches = await Task.WhenAll(Enumerable.Range(0, 130).Select(_ => kim.GetAsync("/help/hafen/de/suggestions?q=passwort")));
        Assert.Contains(searches, answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        Assert.Contains(searches, answer => answer.StatusCode == HttpStatusCode.OK);
        // Reading is free.
        Assert.Equal(HttpStatusCode.OK, (await kim.GetAsync("/help/hafen/de")).StatusCode);
    }
}
