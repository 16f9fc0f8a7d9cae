using Lotse.Domain.Rules;
using Lotse.Domain.Tickets;
using Lotse.Rules;
using Lotse.Rules.Running;
using Lotse.Rules.Webhooks;
using Lotse.Tests.Desk;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Rules;

/// <summary>One rule that cannot be run, for a reason that nobody has thought of, costs only itself.</summary>
public sealed class RulesThatFailTests
{
    [Fact]
    public async Task Other_rules_and_webhooks_of_the_same_event_are_not_lost()
    {
        await using var listener = new Listener();
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { FakeClock = true, WebhookNetworks = "127.0.0.0/8" });
        var bad = await desk.Api.RuleAsync(new WriteRuleJson("Kaputt", When: ["ticketOpened"], Steps: new TicketSteps { SnoozeHours = 1 }));
        var good = await desk.Api.TagRuleAsync("Gut", "gut", "ticketOpened", stopAfter: true);
        await desk.Api.TagRuleAsync("Dahinter", "dahinter", "ticketOpened");
        await ApiClient.ReadAsync<WebhookJson>(await desk.Api.PostAsync("/webhooks", new WriteWebhookJson("Lager", listener.Url, Events: ["ticketOpened"])));
        await desk.BreakAsync(bad);

        await desk.PostMailAsync(new CustomerMail("Eins"));
        await Task.Delay(500, TestContext.Current.CancellationToken);
        Assert.Empty((await desk.Api.RunsAsync(good)).Items); // It is tried again before it is taken apart.
        await LaterAsync(desk, async () => (await desk.Api.RunsAsync(good)).Items.Count > 0);
        await desk.RuledAsync();

        Assert.Equal("gut", await desk.Api.TagsAsync(1001));
        var run = Assert.Single((await desk.Api.RunsAsync(bad)).Items);
        Assert.Equal((1001L, RuleOutcome.Refused, RunRules.Failed), (run.Ticket, run.Outcome, run.Why));
        await listener.UntilAsync(1);
        Assert.Equal(1, await desk.LookAsync(d => d.WebhookDeliveries.CountAsync()));

        // A rule that always fails does not make everything late each time.
        await desk.PostMailAsync(new CustomerMail("Zwei") { From = "bea@kunde.example" });
        for (var steps = 0; steps < 10 && (await desk.Api.RunsAsync(good)).Items.Count < 2; steps++)
        {
            await Task.Delay(500, TestContext.Current.CancellationToken);
            desk.Pass(TimeSpan.FromSeconds(2));
        }
        Assert.Equal((2, 2), ((await desk.Api.RunsAsync(bad)).Items.Count, (await desk.Api.RunsAsync(good)).Items.Count));
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    public async Task Rules_that_wait_for_time_go_on_behind_one_that_fails()
    {
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { FakeClock = true });
        var bad = await desk.Api.RuleAsync(new WriteRuleJson("Kaputt", Since: RuleSince.Opened, Hours: 24, Steps: new TicketSteps { SnoozeHours = 1 }));
        var good = await desk.Api.RuleAsync(new WriteRuleJson("Gut", Since: RuleSince.Opened, Hours: 24, Steps: new TicketSteps { AddTags = ["gut"] }));
        await desk.BreakAsync(bad);
        await desk.PostMailAsync(new CustomerMail("Eins"));
        await desk.PostMailAsync(new CustomerMail("Zwei") { From = "bea@kunde.example" });
        await desk.RuledAsync();
        desk.Pass(TimeSpan.FromHours(24) + TimeSpan.FromMinutes(1));
        await LaterAsync(desk, async () => (await desk.Api.RunsAsync(good)).Items.Count == 2);

        Assert.Equal([(1001L, RunRules.Failed), (1002L, RunRules.Failed)], (await desk.Api.RunsAsync(bad)).Items.Select(run => (run.Ticket, run.Why)).Order());
        desk.Pass(TimeSpan.FromMinutes(1));
        await Task.Delay(300, TestContext.Current.CancellationToken);
        Assert.Equal(2, (await desk.Api.RunsAsync(bad)).Items.Count); // Once for each ticket, and then never more.
    }

    [Fact]
    public async Task Of_many_tickets_one_that_fails_costs_only_itself()
    {
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { FakeClock = true });
        var rule = await desk.Api.RuleAsync(new WriteRuleJson("Erinnern", Since: RuleSince.Opened, Hours: 24, Steps: new TicketSteps { Reply = "Es dauert noch." }));
        for (var i = 1; i <= 5; i++) await desk.PostMailAsync(new CustomerMail($"Frage {i}") { From = $"k{i}@kunde.example" });
        await desk.LookAsync(d => d.Tickets.Where(t => t.Number == 1002).ExecuteUpdateAsync(set => set.SetProperty(t => t.MailboxId, 4711L)));
        await desk.RuledAsync();
        desk.Pass(TimeSpan.FromHours(24) + TimeSpan.FromMinutes(1));
        await LaterAsync(desk, async () => (await desk.Api.RunsAsync(rule)).Items.Count == 5);

        var runs = (await desk.Api.RunsAsync(rule)).Items;
        Assert.Equal([(1001L, RuleOutcome.Ran), (1002L, RuleOutcome.Refused), (1003L, RuleOutcome.Ran), (1004L, RuleOutcome.Ran), (1005L, RuleOutcome.Ran)], runs.Select(run => (run.Ticket, run.Outcome)).Order());
        Assert.Equal(4, await desk.LookAsync(d => d.Messages.CountAsync(m => m.Kind == MessageKind.Outgoing)));
    }

    private static Task LaterAsync(RunningDesk desk, Func<Task<bool>> come) => Wait.UntilAsync(async () =>
    {
        desk.Pass(TimeSpan.FromSeconds(6));
        await Task.Delay(50, TestContext.Current.CancellationToken);
        return await come();
    }, "it comes");
}
