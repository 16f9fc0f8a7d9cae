using System.Net;
using Lotse.Rules.Running;
using Lotse.Tests.Desk;
using Lotse.Tests.Staff;
using Lotse.Tests.Tickets.Pages;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Rules;

public sealed class RulePagesTests
{
    private static async Task CaughtUpAsync(PagesDesk desk)
    {
        var last = await desk.ReadAsync(d => d.Journal.MaxAsync(line => line.Id));
        await Wait.UntilAsync(() => desk.WithAsync<RuleFollower, bool>(follower => Task.FromResult(follower.At >= last)), "the rules have caught up");
    }

    private static async Task<string> PageAsync(Visitor visitor, string address)
    {
        using var answer = await visitor.GetAsync(address);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    private static async Task<long> MadeAsync(PagesDesk desk, Visitor visitor, string name, params (string, string)[] more)
    {
        var answer = await visitor.PostAsync("/rules", [("name", name), ("enabled", "yes"), ("when", "ticketOpened"), ("addTags", "vip"), .. more]);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return await desk.ReadAsync(d => d.Rules.Where(r => r.Name == name).Select(r => r.Id).SingleAsync());
    }

    [Fact]
    public async Task Are_made_changed_ordered_and_removed_and_what_was_typed_is_kept()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        Assert.Contains("/rules/new", await PageAsync(ada, "/rules"), StringComparison.Ordinal);
        var first = await MadeAsync(desk, ada, "Eins", ("condition", "rechnung"));
        var second = await MadeAsync(desk, ada, "Zwei", ("when", "customerWrote"), ("since", "lastChange"), ("hours", "24"));

        using var refused = await ada.PostAsync($"/rules/{first}", ("name", "Eins neu"), ("when", "assigned"), ("condition", "vor:irgendwann"), ("note", "Bitte <prüfen>"), ("addTags", "a, b"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var page = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync());
        foreach (var kept in (string[])["value=\"Eins neu\"", "vor:irgendwann", "Bitte <prüfen>", "value=\"a, b\"", "condition-refusal"]) Assert.Contains(kept, page, StringComparison.Ordinal);
        Assert.Equal("Eins", await desk.ReadAsync(d => d.Rules.Where(r => r.Id == first).Select(r => r.Name).SingleAsync()));

        Assert.Equal(HttpStatusCode.SeeOther, (await ada.PostAsync($"/rules/{second}/position")).StatusCode);
        Assert.Equal(["Zwei", "Eins"], await desk.ReadAsync(d => d.Rules.OrderBy(r => r.Position).Select(r => r.Name).ToListAsync()));
        Assert.Equal(HttpStatusCode.SeeOther, (await ada.PostAsync($"/rules/{first}", ("name", "Eins neu"), ("when", "assigned"), ("note", "da"))).StatusCode);
        Assert.False(await desk.ReadAsync(d => d.Rules.Where(r => r.Id == first).Select(r => r.Enabled).SingleAsync())); // A box that is not ticked is sent by no browser.
        Assert.Contains("value=\"24\"", await PageAsync(ada, $"/rules/{second}"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await ada.PostAsync($"/rules/{first}/removal")).StatusCode);
        Assert.Equal(["Zwei"], await desk.ReadAsync(d => d.Rules.Select(r => r.Name).ToListAsync()));
    }

    [Fact]
    public async Task Show_what_a_rule_did_and_would_do_and_the_ticket_says_which_rule_it_was()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        using var mara = await desk.ColleagueAsync("mara@desk.example", "Mara");
        var old = await desk.ReceiveAsync("anna@kunde.example", "Alte Rechnung", "x");
        await CaughtUpAsync(desk);
        var rule = await MadeAsync(desk, ada, "Rechnungen", ("condition", "rechnung"));
        var trial = await PageAsync(ada, $"/rules/{rule}/trial");
        Assert.Contains("Alte Rechnung", trial, StringComparison.Ordinal);
        Assert.Empty(await desk.ReadAsync(d => d.TicketTags.Select(l => l.TicketId).ToListAsync()));

        var number = await desk.ReceiveAsync("bea@kunde.example", "Neue Rechnung", "x");
        await desk.ReceiveAsync("cem@kunde.example", "Anderes", "x");
        await CaughtUpAsync(desk);
        Assert.Contains("Neue Rechnung", await PageAsync(ada, $"/rules/{rule}"), StringComparison.Ordinal);
        var ticket = await PageAsync(ada, $"/tickets/{number}");
        Assert.Contains("„Rechnungen“", ticket, StringComparison.Ordinal);
        Assert.Contains($"href=\"/rules/{rule}\"", ticket, StringComparison.Ordinal);
        var hers = await PageAsync(mara, $"/tickets/{number}");
        Assert.Contains("„Rechnungen“", hers, StringComparison.Ordinal); // An agent reads which rule it was; the rule itself is for leads.
        Assert.DoesNotContain($"href=\"/rules/{rule}\"", hers, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"/rules\"", hers, StringComparison.Ordinal);
        foreach (var address in (string[])["/rules", "/rules/new", "/webhooks"]) Assert.Equal(HttpStatusCode.Forbidden, (await mara.GetAsync(address)).StatusCode);
        foreach (var address in (string[])[$"/rules/{rule}", $"/rules/{rule}/trial"]) Assert.Equal(HttpStatusCode.NotFound, (await mara.GetAsync(address)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await mara.PostAsync("/rules", ("name", "x"), ("when", "assigned"), ("addTags", "x"))).StatusCode);
        Assert.NotEqual(old, number);
    }

    [Fact]
    public async Task Webhooks_are_made_with_a_key_and_what_was_typed_is_kept()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        using var refused = await ada.PostAsync("/webhooks", ("name", "Lager"), ("url", "gopher://x"), ("events", "assigned"), ("withText", "yes"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var page = await refused.Content.ReadAsStringAsync();
        Assert.Contains("value=\"gopher://x\"", page, StringComparison.Ordinal);
        Assert.Contains("url-refusal", page, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.SeeOther, (await ada.PostAsync("/webhooks", ("name", "Lager"), ("url", "http://127.0.0.1:9/"), ("events", "assigned"), ("enabled", "yes"))).StatusCode);
        var id = await desk.ReadAsync(d => d.Webhooks.Select(w => w.Id).SingleAsync());
        Assert.Contains("<code", await PageAsync(ada, $"/webhooks/{id}"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await ada.PostAsync($"/webhooks/{id}/tests")).StatusCode);
        await Wait.UntilAsync(() => desk.ReadAsync(d => d.WebhookDeliveries.AnyAsync(one => one.Trouble == "private-address")), "the test was tried");
        Assert.Contains("/deliveries/", await PageAsync(ada, $"/webhooks/{id}"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await ada.PostAsync($"/webhooks/{id}/removal")).StatusCode);
        Assert.Empty(await desk.ReadAsync(d => d.WebhookDeliveries.ToListAsync()));
    }

    [Theory]
    [InlineData("/rules"), InlineData("/rules/new"), InlineData("/rules/{rule}"), InlineData("/rules/{rule}/trial"), InlineData("/webhooks"), InlineData("/webhooks/{webhook}")]
    public async Task Ask_the_database_little(string address)
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        for (var i = 0; i < 3; i++) await desk.ReceiveAsync($"k{i}@kunde.example", "Rechnung", "x");
        await MadeAsync(desk, ada, "Eins", ("condition", "rechnung"));
        await ada.PostAsync("/webhooks", ("name", "Lager"), ("url", "http://127.0.0.1:9/"), ("enabled", "yes"));
        var (rule, webhook) = (await desk.ReadAsync(d => d.Rules.Select(r => r.Id).SingleAsync()), await desk.ReadAsync(d => d.Webhooks.Select(w => w.Id).SingleAsync()));
        await ada.PostAsync($"/webhooks/{webhook}/tests");
        var page = address.Replace("{rule}", $"{rule}", StringComparison.Ordinal).Replace("{webhook}", $"{webhook}", StringComparison.Ordinal);
        await PageAsync(ada, page);
        var statements = await desk.StatementsAsync(() => PageAsync(ada, page));
        Assert.InRange(statements, 1, address.EndsWith("trial", StringComparison.Ordinal) ? 16 : 6); // A trial reads a hundred whole tickets, with their words.
    }

    [Fact]
    public async Task What_another_lead_has_changed_meanwhile_is_not_written_over()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        var rule = await MadeAsync(desk, ada, "Eins", ("condition", "rechnung"));
        Assert.Equal(HttpStatusCode.SeeOther, (await ada.PostAsync("/webhooks", ("name", "Lager"), ("url", "https://lager.example/x"), ("enabled", "yes"))).StatusCode);
        var hook = await desk.ReadAsync(d => d.Webhooks.Select(w => w.Id).SingleAsync());
        foreach (var (path, fields) in new[] { ($"/rules/{rule}", new[] { ("when", "assigned"), ("addTags", "vip") }), ($"/webhooks/{hook}", [("url", "https://lager.example/y"), ("enabled", "yes")]) })
        {
            var first = await ada.VersionAsync(path);
            Assert.Equal(HttpStatusCode.SeeOther, (await ada.PostAsync(path, [("version", first), ("name", "Von Bo"), .. fields])).StatusCode);
            await (await ada.PostAsync(path, [("version", first), ("name", "Von Ada"), .. fields])).ComesBackAsync("value=\"Von Ada\"", $"name=\"version\" value=\"{first}\"");
            Assert.Contains("value=\"Von Bo\"", await PageAsync(ada, path), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.SeeOther, (await ada.PostAsync(path, [("version", await ada.VersionAsync(path)), ("name", "Von Ada"), .. fields])).StatusCode);
        }
    }

    [Fact]
    public async Task A_program_that_says_what_it_has_seen_overwrites_nobody()
    {
        await using var desk = await RunningDesk.StartAsync();
        var rule = await desk.Api.TagRuleAsync("Eins", "vip", "ticketOpened");
        var hook = await ApiClient.ReadAsync<Lotse.Rules.Webhooks.WebhookJson>(await desk.Api.PostAsync("/webhooks", new { name = "Lager", url = "https://lager.example/x" }));
        foreach (var (path, version, body) in new (string, string, Func<string, string?, object>)[]
        {
            ($"/rules/{rule.Id}", rule.Version, (name, seen) => new { name, when = new[] { "assigned" }, steps = new { addTags = new[] { "vip" } }, version = seen }),
            ($"/webhooks/{hook.Id}", hook.Version, (name, seen) => new { name, url = "https://lager.example/x", version = seen }),
        })
        {
            Assert.Equal(HttpStatusCode.OK, await desk.Api.PutAsync(path, body("Zwei", version)));
            Assert.Equal(HttpStatusCode.PreconditionFailed, await desk.Api.PutAsync(path, body("Drei", version)));
            using var read = System.Text.Json.JsonDocument.Parse(await (await desk.Api.GetAsync(path)).Content.ReadAsStringAsync());
            Assert.Equal("Zwei", read.RootElement.GetProperty("name").GetString());
            Assert.Equal(HttpStatusCode.OK, await desk.Api.PutAsync(path, body("Vier", read.RootElement.GetProperty("version").GetString())));
            Assert.Equal(HttpStatusCode.OK, await desk.Api.PutAsync(path, body("Fünf", null)));
        }
    }
}
