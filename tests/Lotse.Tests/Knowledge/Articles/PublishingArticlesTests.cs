using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Knowledge.Articles;
using Lotse.Tests.Desk;
using Lotse.Tests.Tickets.Pages;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Knowledge.Articles;

/// <summary>Text blocks and procedures on their way to customers, and away again.</summary>
public sealed class PublishingArticlesTests
{
    [Fact]
    public async Task What_is_published_stays_until_it_is_published_again()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        var (id, block, hafen) = await desk.PasswordsAsync(ada);
        using var kim = desk.Customer();
        Assert.Contains($"/articles/new?block={block}", await ada.PageAsync($"/text-blocks/{block}"), StringComparison.Ordinal);
        Assert.Equal($"/articles/{id}", (await ada.GetAsync($"/articles/new?block={block}")).Headers.Location!.ToString());
        await ada.PostAsync($"/text-blocks/{block}", [.. BlockDesk.Fields("Passwort vergessen", "pw", "<div>Jetzt ganz neu.</div>", "<div>All new.</div>", hafen), ("version", "1")]);
        Assert.Contains("neuer als das, was veröffentlicht ist", await ada.PageAsync($"/articles/{id}"), StringComparison.Ordinal);
        Assert.Contains("Neuerer Text", await ada.PageAsync("/articles"), StringComparison.Ordinal);
        // Another title does not bring the new words along.
        await ada.PostAsync($"/articles/{id}", ("language", "de"), ("title-de", "Passwort weg?"), ("language", "en"), ("title-en", "Password gone?"), ("then", "save"));
        var before = await (await kim.GetAsync("/help/hafen/de/passwort-zuruecksetzen")).ReadAsync();
        Assert.Contains("<h1>Passwort weg?</h1>", before, StringComparison.Ordinal);
        Assert.Contains("So geht es", before, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await ada.PostAsync($"/articles/{id}/publication")).StatusCode);
        Assert.Contains("Jetzt ganz neu.", await (await kim.GetAsync("/help/hafen/de/passwort-zuruecksetzen")).ReadAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("neuer als das", await ada.PageAsync($"/articles/{id}"), StringComparison.Ordinal);
        // Without a title it is not there in that language.
        await ada.PostAsync($"/articles/{id}", ("language", "de"), ("title-de", "Passwort weg?"), ("language", "en"), ("title-en", ""), ("then", "save"));
        Assert.Equal(HttpStatusCode.NotFound, (await kim.GetAsync("/help/hafen/en/reset-your-password")).StatusCode);
    }

    [Fact]
    public async Task What_is_retired_is_withdrawn_in_the_same_breath()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        var (id, block, hafen) = await desk.PasswordsAsync(ada);
        using var kim = desk.Customer();
        var version = 1;
        async Task StateAsync(string state) => Assert.Equal(HttpStatusCode.SeeOther, (await ada.PostAsync($"/text-blocks/{block}", [.. BlockDesk.Fields("Passwort vergessen", "pw", "<div>Text</div>", null, hafen, state), ("version", $"{version++}")])).StatusCode);
        await StateAsync("needs-review");
        Assert.Equal(HttpStatusCode.OK, (await kim.GetAsync("/help/hafen/de")).StatusCode);
        var refused = await ada.PostAsync($"/articles/{id}/publication");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("Veröffentlichen lässt sich nur", await refused.ReadAsync(), StringComparison.Ordinal);
        await StateAsync("retired");
        Assert.Equal(HttpStatusCode.NotFound, (await kim.GetAsync("/help/hafen/de")).StatusCode);
        Assert.Equal(ArticleState.Withdrawn, await desk.ReadAsync(d => d.Articles.Select(a => a.State).SingleAsync()));
        Assert.Contains(ArticleWithdrawn.SourceRetired, await desk.ReadAsync(d => d.Journal.Where(j => j.Kind == "articleWithdrawn").Select(j => j.Data).SingleAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_only_a_ticket_knows_is_named_and_blocks_inside_are_written_out()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        var hafen = await desk.CommunityAsync();
        await desk.MakeBlockAsync(ada, "Gruß", "gruss", "<div>Ihr Team von {{ community.name }}, {{ agent.name }}</div>");
        var block = await desk.MakeBlockAsync(ada, "Mit Lücken", "luecke", "<div>Hallo {{ contact.name }}, zu {{ ticket.number }}: {% include 'gruss' %}</div>", null, hafen);
        foreach (var page in new[] { await ada.PageAsync($"/articles/new?block={block}"), await (await ada.PostAsync("/articles", [.. HelpDesk.Fields(block, hafen, "publish"), ("title-de", "Mit Lücken"), ("lead-de", "Bleibt stehen")])).ReadAsync() })
        {
            Assert.Contains("Werte, die es nur in einem Ticket gibt: contact.name, ticket.number, agent.name", page, StringComparison.Ordinal);
        }
        Assert.Equal(0, await desk.ReadAsync(d => d.Articles.CountAsync()));
        Assert.Equal(0, await desk.ReadAsync(d => d.HelpSites.CountAsync()));
        var good = await desk.MakeBlockAsync(ada, "Ohne Lücken", "gut", "<div>{% if contact.name %}Hallo {{ contact.name }}{% endif %} {{ contact.first_name | default: 'Guten Tag' }}</div>", null, hafen);
        await desk.PublishAsync(ada, good, hafen, ("title-de", "Ohne Lücken"));
        using var kim = desk.Customer();
        Assert.Contains("Guten Tag", await (await kim.GetAsync("/help/hafen/de/ohne-luecken")).ReadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_preview_and_what_is_refused_keep_what_was_typed_and_nothing_else()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        var hafen = await desk.CommunityAsync();
        var block = await desk.MakeBlockAsync(ada, "Block", "block", "<div>Worte</div>", null, hafen);
        foreach (var (then, title, slug, status, says) in new[] { ("preview", "Mein Titel", "Nicht Gut", HttpStatusCode.OK, "<b>Mein Titel</b>"), ("publish", "Mein Titel", "Nicht Gut", HttpStatusCode.UnprocessableEntity, "Eine Adresse hat nur kleine Buchstaben"), ("publish", " ", "", HttpStatusCode.UnprocessableEntity, "Wenigstens in einer Sprache") })
        {
            var answer = await ada.PostAsync("/articles", [.. HelpDesk.Fields(block, hafen, then), ("title-de", title), ("slug-de", slug), ("lead-de", "Bleibt & steht")]);
            var page = await answer.ReadAsync();
            Assert.Equal(status, answer.StatusCode);
            Assert.Contains(says, page, StringComparison.Ordinal);
            Assert.Contains("Bleibt & steht</textarea>", page, StringComparison.Ordinal);
        }
        Assert.Equal(0, await desk.ReadAsync(d => d.Articles.CountAsync()));
    }

    [Fact]
    public async Task Beyond_the_wall_there_is_no_article_and_nobody_publishes_who_may_not_write()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        using var bo = await desk.SignedInAsync(PagesDesk.Stranger);
        var (id, block, hafen) = await desk.PasswordsAsync(ada);
        Assert.DoesNotContain("Passwort zurücksetzen", await bo.PageAsync("/articles"), StringComparison.Ordinal);
        Assert.DoesNotContain("Passwort zurücksetzen", await bo.PageAsync($"/articles?community={hafen}"), StringComparison.Ordinal);
        foreach (var path in (string[])[$"/articles/{id}", $"/articles/new?block={block}", "/articles/new", "/articles/new?block=1&procedure=1", "/articles/12345"]) Assert.Equal(HttpStatusCode.NotFound, (await bo.GetAsync(path)).StatusCode);
        foreach (var path in (string[])[$"/articles/{id}", $"/articles/{id}/publication", $"/articles/{id}/withdrawal"]) Assert.Equal(HttpStatusCode.NotFound, (await bo.PostAsync(path, ("language", "de"), ("title-de", "Meins"), ("then", "publish"))).StatusCode);
        // A block for all may be published where one writes: Bo writes nowhere, and sees nothing of the other community.
        var everybodys = await desk.MakeBlockAsync(ada, "Für alle", "alle", "<div>Für alle</div>");
        Assert.Equal(HttpStatusCode.NotFound, (await bo.GetAsync($"/articles/new?block={everybodys}")).StatusCode);
        foreach (var community in (long[])[77, hafen]) Assert.Equal(HttpStatusCode.NotFound, (await bo.PostAsync("/articles", [.. HelpDesk.Fields(everybodys, community, "publish"), ("title-de", "Meins")])).StatusCode);
        // One community's block is no other's article.
        Assert.Equal(HttpStatusCode.NotFound, (await ada.PostAsync("/articles", [.. HelpDesk.Fields(block, 77, "publish"), ("title-de", "Hinüber")])).StatusCode);
        await desk.PublishAsync(ada, everybodys, 77, ("title-de", "Für alle"));
        await desk.PublishAsync(ada, everybodys, hafen, ("title-de", "Für alle"));
        Assert.Equal("Passwort zurücksetzen", await desk.ReadAsync(d => d.ArticleTexts.Where(t => t.ArticleId == id && t.Language == "de").Select(t => t.Title).SingleAsync()));
        using var anonymous = desk.Customer();
        foreach (var path in (string[])["/articles", $"/articles/{id}", $"/api/v1/articles/{id}"]) Assert.NotEqual(HttpStatusCode.OK, (await anonymous.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task A_procedure_becomes_numbered_steps()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        var hafen = await desk.CommunityAsync();
        Assert.Contains($"/articles/new?procedure={Procedure.PlayThrough}", await ada.PageAsync($"/procedures/{Procedure.PlayThrough}"), StringComparison.Ordinal);
        var made = await ada.PostAsync("/articles", ("procedure", $"{Procedure.PlayThrough}"), ("community", $"{hafen}"), ("language", "de"), ("title-de", "Wenn etwas nicht geht"), ("lead-de", "So kommen Sie weiter."), ("language", "en"), ("title-en", "When something fails"), ("then", "publish"));
        Assert.Equal(HttpStatusCode.SeeOther, made.StatusCode);
        using var kim = desk.Customer();
        var page = await (await kim.GetAsync("/help/hafen/de/wenn-etwas-nicht-geht")).ReadAsync();
        Assert.Contains("<li id=\"step-1\">Arbeit sichern lassen", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"ask\">Schreiben Sie uns</a>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Fragen Sie „Was sehen Sie?“", page, StringComparison.Ordinal);
        Assert.Contains("Write to us", await (await kim.GetAsync("/help/hafen/en/when-something-fails")).ReadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Programs_publish_list_change_and_withdraw()
    {
        await using var desk = await RunningDesk.StartAsync();
        var api = desk.Api;
        static async Task<JsonElement> BodyAsync(Task<HttpResponseMessage> asked, HttpStatusCode status = HttpStatusCode.OK)
        {
            var answer = await asked;
            var body = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.StatusCode == status, $"{answer.StatusCode}: {body}");
            return JsonElement.Parse(body);
        }
        var community = $"{await desk.LookAsync(d => d.Communities.Select(c => c.Id).FirstAsync())}";
        var ids = new List<string>();
        for (var n = 0; n < 3; n++)
        {
            var block = (await BodyAsync(api.PostAsync("/text-blocks", new { title = $"Block {n}", texts = new { de = "<div>Text</div>" } }), HttpStatusCode.Created)).GetProperty("id").GetString();
            var made = await BodyAsync(api.PostAsync("/articles", new { community, textBlock = block, publish = n > 0, texts = new { de = new { title = "Gleicher Titel", lead = "Vorab" } } }), HttpStatusCode.Created);
            ids.Add(made.GetProperty("id").GetString()!);
            Assert.Equal(n switch { 0 => "gleicher-titel", 1 => "gleicher-titel-2", _ => "gleicher-titel-3" }, made.GetProperty("texts").GetProperty("de").GetProperty("slug").GetString());
            Assert.Equal(n == 0, made.GetProperty("texts").GetProperty("de").GetProperty("path").ValueKind == JsonValueKind.Null);
            var twice = await BodyAsync(api.PostAsync("/articles", new { community, textBlock = block, texts = new { de = new { title = "Noch einmal" } } }), HttpStatusCode.UnprocessableEntity);
            Assert.Equal(("urn:lotse:article-already-there", ids[^1]), (twice.GetProperty("type").GetString(), twice.GetProperty("field").GetString()));
        }
        var first = await BodyAsync(api.GetAsync("/articles?limit=2"));
        Assert.Equal([ids[2], ids[1]], first.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()!));
        Assert.Equal(ids[0], (await BodyAsync(api.GetAsync($"/articles?limit=2&after={first.GetProperty("next").GetString()}"))).GetProperty("items")[0].GetProperty("id").GetString());
        Assert.Equal(1, (await BodyAsync(api.GetAsync("/articles?state=draft"))).GetProperty("items").GetArrayLength());
        Assert.Equal("published", (await BodyAsync(api.PostAsync($"/articles/{ids[0]}/publication", new { }))).GetProperty("state").GetString());
        await BodyAsync(api.SendAsync(HttpMethod.Put, $"/articles/{ids[0]}", JsonContent.Create(new { version = 1, texts = new { de = new { title = "Anders" } } })), HttpStatusCode.PreconditionFailed);
        Assert.Equal("Anders", (await BodyAsync(api.SendAsync(HttpMethod.Put, $"/articles/{ids[0]}", JsonContent.Create(new { version = 2, texts = new { de = new { title = "Anders" } } })))).GetProperty("texts").GetProperty("de").GetProperty("title").GetString());
        Assert.Equal("withdrawn", (await BodyAsync(api.PostAsync($"/articles/{ids[0]}/withdrawal", new { }))).GetProperty("state").GetString());
        foreach (var body in (object[])[new { }, new { community, textBlock = "x" }, new { community, textBlock = "99", procedure = "98" }, new { community = "99", textBlock = "1", texts = new { de = new { title = "x" } } }, new { community, texts = new { de = (object?)null } }])
        {
            Assert.InRange((int)(await api.PostAsync("/articles", body)).StatusCode, 400, 499);
        }
        Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync("/articles/12345")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await api.GetAsync("/articles?state=gone")).StatusCode);
        Assert.Empty(await desk.CheckAsync());
    }
}
