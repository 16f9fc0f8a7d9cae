using System.Globalization;
using System.Net;
using Lotse.Adapters.Database.Rows.Automation;
using Lotse.Domain.Rules;
using Lotse.Rules;
using Lotse.Rules.Webhooks;
using Lotse.Tests.Desk;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Rules;

/// <summary>A webhook that is moved to another community is told nothing more of the one before.</summary>
public sealed class MovingWebhooksTests
{
    private const string Loopback = "127.0.0.0/8";

    [Fact]
    public async Task Rules_that_no_longer_fit_call_it_no_more_and_what_waited_for_it_goes()
    {
        await using var before = new Listener { Answer = 500 };
        await using var after = new Listener();
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { WebhookNetworks = Loopback, FakeClock = true });
        var (hafen, funk) = await CommunitiesAsync(desk);
        var hook = await ApiClient.ReadAsync<WebhookJson>(await desk.Api.PostAsync("/webhooks", new WriteWebhookJson("Fern", before.Url, hafen, ["ticketOpened"])));
        var rule = await desk.Api.RuleAsync(new WriteRuleJson("Melden", hafen, When: ["noteWritten"], Webhook: hook.Id));
        await desk.PostMailAsync(new CustomerMail("Hier"));
        await before.UntilAsync(1);
        await Wait.UntilAsync(async () => await desk.LookAsync(d => d.WebhookDeliveries.AnyAsync(x => x.Tries == 1)), "it waits");

        Assert.Equal(HttpStatusCode.OK, await desk.Api.PutAsync($"/webhooks/{hook.Id}", new WriteWebhookJson("Fern", after.Url, funk, ["ticketOpened"])));
        Assert.Empty(await desk.LookAsync(d => d.WebhookDeliveries.ToListAsync()));
        Assert.Null((await desk.Api.ReadAsync<RuleJson>($"/rules/{rule.Id}")).Webhook);
        (await desk.Api.PostAsync("/tickets/1001/notes", new { text = "Unter uns." })).EnsureSuccessStatusCode();
        await desk.PostMailAsync(new CustomerMail("Dort") { To = "funk@hafen.example" }, "funk@hafen.example");
        await desk.RuledAsync();
        await after.UntilAsync(1);
        await Task.Delay(300, TestContext.Current.CancellationToken);
        Assert.Contains("\"number\":1002", Assert.Single(after.All).Body, StringComparison.Ordinal);
        Assert.Single(before.All);
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    public async Task Whoever_has_not_heard_of_the_move_yet_gets_nothing_through()
    {
        await using var listener = new Listener();
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { WebhookNetworks = Loopback });
        var (hafen, funk) = await CommunitiesAsync(desk);
        var hook = await ApiClient.ReadAsync<WebhookJson>(await desk.Api.PostAsync("/webhooks", new WriteWebhookJson("Fern", listener.Url, hafen)));
        var rule = await desk.Api.RuleAsync(new WriteRuleJson("Melden", hafen, When: ["noteWritten"], Webhook: hook.Id));
        await desk.PostMailAsync(new CustomerMail("Hier"));
        await desk.RuledAsync();
        // As it would be for another desk in the moment of the move: the rule still names it, and something is put down for it.
        var (id, there) = (Number(hook.Id), Number(funk));
        await desk.LookAsync(d => d.Webhooks.ExecuteUpdateAsync(set => set.SetProperty(w => w.CommunityId, there)));
        (await desk.Api.PostAsync("/tickets/1001/notes", new { text = "Unter uns." })).EnsureSuccessStatusCode();
        await desk.RuledAsync();
        Assert.Empty(await desk.LookAsync(d => d.WebhookDeliveries.ToListAsync()));
        Assert.Empty((await desk.Api.RunsAsync(rule)).Items);

        await desk.LookAsync(async d =>
        {
            d.WebhookDeliveries.Add(new WebhookDelivery { Id = 1, WebhookId = id, TicketId = await d.Tickets.Select(t => t.Id).SingleAsync(), Event = "ticketOpened", Body = "{}" });
            return await d.SaveChangesAsync();
        });
        await desk.Api.StatusAsync(HttpMethod.Post, $"/webhooks/{hook.Id}/tests");
        await Wait.UntilAsync(async () => !await desk.LookAsync(d => d.WebhookDeliveries.AnyAsync(x => x.Step == WebhookStep.Waiting)), "both are dealt with");
        Assert.Equal("test", Assert.Single(listener.All).Event);
        Assert.Equal("test", (await desk.LookAsync(d => d.WebhookDeliveries.SingleAsync())).Event);
    }

    private static async Task<(string Hafen, string Funk)> CommunitiesAsync(RunningDesk desk)
    {
        await desk.AddMailboxAsync("Funkwerk", "funk@hafen.example");
        await Task.Delay(1100, TestContext.Current.CancellationToken); // The directory of mailboxes looks again once a second.
        var known = await desk.LookAsync(d => d.Communities.ToDictionaryAsync(c => c.Name, c => c.Id.ToString(CultureInfo.InvariantCulture)));
        return (known[RunningDesk.Community], known["Funkwerk"]);
    }

    private static long Number(string id) => long.Parse(id, CultureInfo.InvariantCulture);
}
