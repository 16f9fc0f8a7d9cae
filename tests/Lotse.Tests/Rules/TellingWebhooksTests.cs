using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lotse.Domain.Rules;
using Lotse.Domain.Tickets;
using Lotse.Rules;
using Lotse.Rules.Webhooks;
using Lotse.Tests.Desk;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Rules;

public sealed class TellingWebhooksTests
{
    private const string Loopback = "127.0.0.0/8";

    private static async Task<WebhookJson> HookAsync(RunningDesk desk, WriteWebhookJson hook) => await ApiClient.ReadAsync<WebhookJson>(await desk.Api.PostAsync("/webhooks", hook));

    private static Task<WebhookLogJson> LogAsync(RunningDesk desk, WebhookJson hook) => desk.Api.ReadAsync<WebhookLogJson>($"/webhooks/{hook.Id}/deliveries");

    [Fact]
    public async Task Tells_what_happened_signed_and_without_anybodys_words()
    {
        await using var listener = new Listener();
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { WebhookNetworks = Loopback });
        var hook = await HookAsync(desk, new WriteWebhookJson("Lager", listener.Url, Events: ["ticketOpened", "stateChanged"]));
        await desk.PostMailAsync(new CustomerMail("Streng geheim", "Der Inhalt geht niemanden an."));
        await listener.UntilAsync(1);
        (await desk.Api.PatchAsync(1001, new { state = "resolved" })).EnsureSuccessStatusCode();
        await listener.UntilAsync(2);

        var (opened, changed) = (listener.All[0], listener.All[1]);
        Assert.Equal(("ticketOpened", "stateChanged"), (opened.Event, changed.Event));
        using var body = JsonDocument.Parse(opened.Body);
        Assert.Equal((1001, "new", opened.Delivery), (body.RootElement.GetProperty("ticket").GetProperty("number").GetInt64(), body.RootElement.GetProperty("ticket").GetProperty("state").GetString(), body.RootElement.GetProperty("delivery").GetString()));
        Assert.All(listener.All, heard => Assert.False(heard.Body.Contains("geheim", StringComparison.Ordinal) || heard.Body.Contains("Inhalt", StringComparison.Ordinal) || heard.Body.Contains("kunde.example", StringComparison.Ordinal), heard.Body));
        foreach (var heard in listener.All) Assert.Equal(SignatureOf(hook.Key!, heard), heard.Signature);
        await Wait.UntilAsync(async () => (await LogAsync(desk, hook)).Items.All(one => one.Step == WebhookStep.Done), "both are written down as heard");
        Assert.All((await LogAsync(desk, hook)).Items, line => Assert.Equal((1001L, 204, 1), (line.Ticket, line.Answer, line.Tries)));
        Assert.All(await desk.LookAsync(d => d.WebhookDeliveries.ToListAsync()), delivery => Assert.Equal("", delivery.Body));
        Assert.DoesNotContain(hook.Key!, await desk.LookAsync(d => d.Webhooks.Select(w => w.Secret).SingleAsync()), StringComparison.Ordinal);
        Assert.Empty(await desk.CheckAsync());
    }

    private static string SignatureOf(string key, Heard heard)
    {
        var time = heard.Signature.Split(',')[0];
        return $"{time},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes($"{time[2..]}.{heard.Body}")))}";
    }

    [Fact]
    public async Task Words_go_along_where_they_are_asked_for()
    {
        await using var listener = new Listener();
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { WebhookNetworks = Loopback });
        await HookAsync(desk, new WriteWebhookJson("Archiv", listener.Url, Events: ["noteWritten"], WithText: true));
        await desk.PostMailAsync(new CustomerMail("Der Betreff"));
        (await desk.Api.PostAsync("/tickets/1001/notes", new { text = "Die Worte." })).EnsureSuccessStatusCode();
        await listener.UntilAsync(1);
        using var body = JsonDocument.Parse(listener.All[0].Body);
        Assert.Equal(("Der Betreff", "Die Worte."), (body.RootElement.GetProperty("ticket").GetProperty("subject").GetString(), body.RootElement.GetProperty("message").GetProperty("text").GetString()));
    }

    /// <summary>Lets time pass in small steps, and after each one what waits for it: a try that is on its way must not run out of time.</summary>
    private static async Task LaterAsync(RunningDesk desk, Func<bool> come)
    {
        for (var steps = 0; steps < 30 && !come(); steps++)
        {
            desk.Pass(TimeSpan.FromSeconds(6));
            for (var looks = 0; looks < 60 && !come(); looks++) await Task.Delay(10, TestContext.Current.CancellationToken);
        }
        Assert.True(come(), "It does not come.");
    }

    [Fact]
    public async Task What_is_blacked_out_is_so_in_what_waits_to_be_told()
    {
        await using var listener = new Listener { Answer = 500 };
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { WebhookNetworks = Loopback, FakeClock = true });
        await HookAsync(desk, new WriteWebhookJson("Archiv", listener.Url, Events: ["ticketOpened"], WithText: true));
        await desk.PostMailAsync(new CustomerMail("Karte", "Die Nummer ist 4711-0815."));
        await listener.UntilAsync(1);
        Assert.Contains("4711-0815", listener.All[0].Body, StringComparison.Ordinal);
        var message = (await desk.Api.TicketAsync(1001)).Messages[^1].Id;
        (await desk.Api.PostAsync($"/tickets/1001/messages/{message}/redactions", new { passages = new[] { "4711-0815" } })).EnsureSuccessStatusCode();
        await Task.Delay(300, TestContext.Current.CancellationToken);
        desk.Pass(TimeSpan.FromSeconds(50));
        await LaterAsync(desk, () => listener.All.Count >= 2);
        Assert.DoesNotContain("4711-0815", listener.All[1].Body, StringComparison.Ordinal);
        Assert.Equal(listener.All[0].Delivery, listener.All[1].Delivery);
    }

    [Fact]
    public async Task Tries_again_later_under_the_same_number_and_by_hand_at_once()
    {
        await using var listener = new Listener { Answer = 500 };
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { WebhookNetworks = Loopback, FakeClock = true });
        var hook = await HookAsync(desk, new WriteWebhookJson("Lager", listener.Url, Events: ["ticketOpened"]));
        await desk.PostMailAsync(new CustomerMail("Eins"));
        await listener.UntilAsync(1);
        await Wait.UntilAsync(async () => (await LogAsync(desk, hook)).Items[0].Tries == 1, "the failure is written down");
        var waiting = (await LogAsync(desk, hook)).Items[0];
        Assert.Equal((WebhookStep.Waiting, 500), (waiting.Step, waiting.Answer));
        desk.Pass(TimeSpan.FromSeconds(50));
        await Task.Delay(300, TestContext.Current.CancellationToken);
        Assert.Single(listener.All);
        await LaterAsync(desk, () => listener.All.Count >= 2);
        await Wait.UntilAsync(async () => (await LogAsync(desk, hook)).Items[0].Tries == 2, "the second failure is written down");
        listener.Answer = 200;
        Assert.Equal(HttpStatusCode.Accepted, await desk.Api.StatusAsync(HttpMethod.Post, $"/webhooks/{hook.Id}/deliveries/{waiting.Id}"));
        await listener.UntilAsync(3);
        await Wait.UntilAsync(async () => (await LogAsync(desk, hook)).Items[0].Step == WebhookStep.Done, "it is heard");
        Assert.Single(listener.All.Select(heard => heard.Delivery).Distinct());
        Assert.Equal(HttpStatusCode.NotFound, await desk.Api.StatusAsync(HttpMethod.Post, $"/webhooks/{hook.Id}/deliveries/{waiting.Id}")); // Done with: its words are gone.
    }

    [Fact]
    public async Task Gone_switches_it_off_and_a_redirect_is_not_followed()
    {
        await using var listener = new Listener { Answer = 302 };
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { WebhookNetworks = Loopback });
        var hook = await HookAsync(desk, new WriteWebhookJson("Weg", listener.Url));
        Assert.Equal(HttpStatusCode.Accepted, await desk.Api.StatusAsync(HttpMethod.Post, $"/webhooks/{hook.Id}/tests"));
        await Wait.UntilAsync(async () => (await LogAsync(desk, hook)).Items.Any(one => one.Answer == 302), "the redirect is written down");
        Assert.Equal("test", Assert.Single(listener.All).Event);

        listener.Answer = 410;
        await desk.Api.StatusAsync(HttpMethod.Post, $"/webhooks/{hook.Id}/tests");
        await Wait.UntilAsync(async () => (await desk.Api.ReadAsync<WebhookJson>($"/webhooks/{hook.Id}")) is { Enabled: false, OffBecause: "gone" }, "it is switched off");
        Assert.Equal(WebhookStep.GivenUp, (await LogAsync(desk, hook)).Items[0].Step);
        Assert.Contains("\"what\":\"switched-off\"", await desk.LookAsync(d => d.Journal.Where(line => line.Kind == "webhookChanged").OrderByDescending(line => line.Id).Select(line => line.Data).FirstAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Addresses_of_the_house_are_refused_unless_they_are_named()
    {
        await using var listener = new Listener();
        await using var desk = await RunningDesk.StartAsync();
        var port = new Uri(listener.Url).Port;
        foreach (var address in (string[])[listener.Url, $"http://localhost:{port}/", "http://169.254.169.254/latest", "http://10.0.0.1/", "http://[::1]/", "http://[::ffff:127.0.0.1]/"])
        {
            var hook = await HookAsync(desk, new WriteWebhookJson("Innen", address));
            await desk.Api.StatusAsync(HttpMethod.Post, $"/webhooks/{hook.Id}/tests");
            await Wait.UntilAsync(async () => (await LogAsync(desk, hook)).Items.Any(one => one.Tries == 1), $"{address} was tried");
            Assert.Equal("private-address", (await LogAsync(desk, hook)).Items[0].Trouble);
        }
        Assert.Empty(listener.All);
        foreach (var unfit in (string[])["", "ftp://a.example/", "https://user:secret@a.example/", "/here"])
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await desk.Api.PostAsync("/webhooks", new WriteWebhookJson("Unfit", unfit))).StatusCode);
        }
    }

    [Fact]
    public async Task A_rule_calls_one_and_it_is_told_of_its_own_community_only()
    {
        await using var listener = new Listener();
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { WebhookNetworks = Loopback });
        await desk.AddMailboxAsync("Funkwerk", "funk@hafen.example");
        await Task.Delay(1100, TestContext.Current.CancellationToken); // The directory of mailboxes looks again once a second.
        var funk = await desk.LookAsync(d => d.Communities.Where(c => c.Name == "Funkwerk").Select(c => c.Id).SingleAsync());
        await HookAsync(desk, new WriteWebhookJson("Funk", listener.Url, $"{funk}", ["ticketOpened"]));
        var called = await HookAsync(desk, new WriteWebhookJson("Gerufen", listener.Url));
        var rule = await desk.Api.RuleAsync(new WriteRuleJson("Melden", When: ["ticketOpened"], Condition: "eilig", Webhook: called.Id));
        await desk.PostMailAsync(new CustomerMail("Eilig"));
        await desk.PostMailAsync(new CustomerMail("Ruhig"));
        await desk.PostMailAsync(new CustomerMail("Funk") { To = "funk@hafen.example" }, "funk@hafen.example");
        await desk.RuledAsync();
        await listener.UntilAsync(2);

        Assert.Equal(["ruleRan", "ticketOpened"], listener.All.Select(heard => heard.Event).Order());
        using var body = JsonDocument.Parse(listener.All.Single(heard => heard.Event == "ruleRan").Body);
        Assert.Equal(("Melden", 1001), (body.RootElement.GetProperty("rule").GetProperty("name").GetString(), body.RootElement.GetProperty("ticket").GetProperty("number").GetInt64()));
        Assert.Equal(RuleOutcome.Ran, Assert.Single((await desk.Api.RunsAsync(rule)).Items).Outcome);
    }

    [Fact]
    public async Task The_key_is_for_those_who_may_write()
    {
        await using var desk = await RunningDesk.StartAsync();
        var hook = await HookAsync(desk, new WriteWebhookJson("Lager", "https://a.example/geheim"));
        Assert.NotNull(hook.Key);

        foreach (var (scopes, key) in ((string[], string?)[])[(["read"], null), (["read", "write"], hook.Key)])
        {
            var program = await desk.ProgramAsync(scopes);
            Assert.Equal(key, (await program.ReadAsync<WebhookJson>($"/webhooks/{hook.Id}")).Key);
            var listed = Assert.Single((await program.ReadAsync<WebhookListJson>("/webhooks")).Items);
            Assert.Equal((key, hook.Url), (listed.Key, listed.Url));
        }
        using var ada = new Staff.Visitor(desk.Url);
        await ada.PostAsync("/sign-in", ("email", RunningDesk.Admin), ("password", "a plain long sentence"));
        Assert.Contains(hook.Key, await (await ada.GetAsync($"/api/v1/webhooks/{hook.Id}")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_address_of_a_webhook_for_the_whole_desk_is_not_shown_to_leads()
    {
        await using var desk = await RunningDesk.StartAsync();
        var hook = await HookAsync(desk, new WriteWebhookJson("Alle", "https://a.example/geheim"));
        var lead = await desk.AddAgentAsync("Lea", RunningDesk.Community);
        await desk.LookAsync(d => d.Users.Where(u => u.Id == lead.AgentId).ExecuteUpdateAsync(set => set.SetProperty(u => u.Role, Role.Lead)));
        using var lea = new Staff.Visitor(desk.Url);
        using var ada = new Staff.Visitor(desk.Url);
        await lea.PostAsync("/sign-in", ("email", "lea@desk.example"), ("password", "a plain long sentence"));
        await ada.PostAsync("/sign-in", ("email", RunningDesk.Admin), ("password", "a plain long sentence"));

        foreach (var page in (string[])["/webhooks", $"/webhooks/{hook.Id}", "/api/v1/webhooks", $"/api/v1/webhooks/{hook.Id}"])
        {
            var (hers, all) = (await (await lea.GetAsync(page)).Content.ReadAsStringAsync(), await (await ada.GetAsync(page)).Content.ReadAsStringAsync());
            Assert.Contains("Alle", hers, StringComparison.Ordinal);
            Assert.DoesNotContain("geheim", hers, StringComparison.Ordinal);
            Assert.Contains("geheim", all, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Rules_and_webhooks_are_for_leads_and_behind_the_walls()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.AddMailboxAsync("Funkwerk", "funk@hafen.example");
        var (hafen, funk) = (await IdAsync(desk, RunningDesk.Community), await IdAsync(desk, "Funkwerk"));
        var agent = await desk.AddAgentAsync("Mara", RunningDesk.Community);
        var lead = await desk.AddAgentAsync("Lea", "Funkwerk");
        await desk.LookAsync(d => d.Users.Where(u => u.Id == lead.AgentId).ExecuteUpdateAsync(set => set.SetProperty(u => u.Role, Role.Lead)));
        var rule = await desk.Api.RuleAsync(new WriteRuleJson("Hafen", $"{hafen}", When: ["ticketOpened"], Steps: new TicketSteps { AddTags = ["x"] }));
        var hook = await HookAsync(desk, new WriteWebhookJson("Hafen", "https://a.example/", $"{hafen}"));
        var shared = await HookAsync(desk, new WriteWebhookJson("Alle", "https://b.example/"));
        var steps = new TicketSteps { AddTags = ["y"] };

        foreach (var (who, sees) in ((ApiClient, int)[])[(agent, 0), (lead, 1)])
        {
            Assert.Empty((await who.ReadAsync<RuleListJson>("/rules")).Items);
            Assert.Equal(sees, (await who.ReadAsync<WebhookListJson>("/webhooks")).Items.Count);
            Assert.All((await who.ReadAsync<WebhookListJson>("/webhooks")).Items, one => Assert.Equal((shared.Id, null, null), (one.Id, one.Key, one.Url)));
            foreach (var path in (string[])[$"/rules/{rule.Id}", $"/rules/{rule.Id}/runs", $"/rules/{rule.Id}/trial", $"/webhooks/{hook.Id}", $"/webhooks/{hook.Id}/deliveries"])
            {
                Assert.Equal(HttpStatusCode.NotFound, (await who.GetAsync(path)).StatusCode);
            }
            Assert.Equal(HttpStatusCode.NotFound, await who.StatusAsync(HttpMethod.Delete, $"/rules/{rule.Id}"));
            Assert.Equal(HttpStatusCode.NotFound, await who.StatusAsync(HttpMethod.Delete, $"/webhooks/{shared.Id}"));
            Assert.Equal(HttpStatusCode.NotFound, await who.StatusAsync(HttpMethod.Post, $"/webhooks/{shared.Id}/tests"));
            Assert.NotEqual(HttpStatusCode.Created, (await who.PostAsync("/rules", new WriteRuleJson("Fremd", $"{hafen}", When: ["ticketOpened"], Steps: steps))).StatusCode);
            Assert.NotEqual(HttpStatusCode.Created, (await who.PostAsync("/rules", new WriteRuleJson("Für alle", When: ["ticketOpened"], Steps: steps))).StatusCode);
            Assert.NotEqual(HttpStatusCode.Created, (await who.PostAsync("/webhooks", new WriteWebhookJson("Fremd", "https://c.example/", $"{hafen}"))).StatusCode);
        }
        Assert.Equal(HttpStatusCode.Created, (await lead.PostAsync("/rules", new WriteRuleJson("Eigen", $"{funk}", When: ["ticketOpened"], Steps: steps))).StatusCode);
        Assert.NotEqual(HttpStatusCode.Created, (await agent.PostAsync("/rules", new WriteRuleJson("Eigen", $"{hafen}", When: ["ticketOpened"], Steps: steps))).StatusCode);
        var own = Assert.Single((await lead.ReadAsync<RuleListJson>("/rules")).Items);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await lead.PutAsync($"/rules/{own.Id}", new WriteRuleJson("Eigen", $"{hafen}", When: ["ticketOpened"], Steps: steps)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await lead.PostAsync("/rules", new WriteRuleJson("Fremder Webhook", $"{funk}", When: ["ticketOpened"], Webhook: hook.Id))).StatusCode);
    }

    private static Task<long> IdAsync(RunningDesk desk, string community) => desk.LookAsync(d => d.Communities.Where(c => c.Name == community).Select(c => c.Id).SingleAsync());
}
