using System.Net;
using Lotse.Adapters.Database.Opening;
using Lotse.Domain.Notices;
using Lotse.Domain.Rules;
using Lotse.Domain.Tickets;
using Lotse.Notices;
using Lotse.Rules;
using Lotse.Tests.Desk;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Rules;

public sealed class RunningRulesTests
{
    [Fact]
    public async Task Does_its_steps_where_its_condition_holds_and_says_why()
    {
        await using var desk = await RunningDesk.StartAsync();
        var rule = await desk.Api.RuleAsync(new WriteRuleJson("Rechnungen", When: ["ticketOpened"], Condition: "rechnung -mahnung",
            Steps: new TicketSteps { AddTags = ["buchhaltung"], Priority = Priority.High, Note = "Zu {{ number }}, von {{ agent.name }}." }));
        await desk.PostMailAsync(new CustomerMail("Frage", "Meine Rechnungen fehlen."));
        await desk.PostMailAsync(new CustomerMail("Frage", "Eine Rechnung und eine Mahnung."));
        await desk.RuledAsync();

        var ticket = await desk.Api.TicketAsync(1001);
        Assert.Equal((Priority.High, "buchhaltung"), (ticket.Priority, string.Join(' ', ticket.Tags)));
        Assert.Equal("Zu 1001, von Rechnungen.", ticket.Messages[^1].Text);
        Assert.Equal((Priority.Normal, ""), ((await desk.Api.TicketAsync(1002)).Priority, await desk.Api.TagsAsync(1002)));
        var run = Assert.Single((await desk.Api.RunsAsync(rule)).Items);
        Assert.Equal((1001L, RuleOutcome.Ran, "rechnung -mahnung"), (run.Ticket, run.Outcome, run.Why));
        Assert.Single(await desk.LookAsync(d => d.Journal.Where(line => line.Kind == "ruleRan").ToListAsync()));
        Assert.All(await desk.LookAsync(d => d.Journal.Where(line => line.Kind == "tagsChanged" || line.Kind == "priorityChanged" || line.Kind == "noteWritten").ToListAsync()),
            line => Assert.Equal((null, rule.Id), (line.AgentId, line.Cause)));
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    public async Task Rules_run_in_their_order_and_one_may_be_the_last()
    {
        await using var desk = await RunningDesk.StartAsync();
        var first = await desk.Api.TagRuleAsync("eins", "eins", "ticketOpened");
        await desk.Api.TagRuleAsync("zwei", "zwei", "ticketOpened", "tag:eins", stopAfter: true);
        var third = await desk.Api.TagRuleAsync("drei", "drei", "ticketOpened");
        await desk.PostMailAsync(new CustomerMail("A"));
        await desk.RuledAsync();
        Assert.Equal("eins zwei", await desk.Api.TagsAsync(1001)); // What one has put on, the next one sees.

        Assert.Equal(HttpStatusCode.NoContent, await desk.Api.StatusAsync(HttpMethod.Post, $"/rules/{third.Id}/position"));
        await desk.PostMailAsync(new CustomerMail("B") { From = "bea@kunde.example" });
        await desk.RuledAsync();
        Assert.Equal("drei eins zwei", await desk.Api.TagsAsync(1002));
        Assert.Equal(HttpStatusCode.NoContent, await desk.Api.StatusAsync(HttpMethod.Delete, $"/rules/{first.Id}"));
        await desk.PostMailAsync(new CustomerMail("C") { From = "cem@kunde.example" });
        await desk.RuledAsync();
        Assert.Equal("drei", await desk.Api.TagsAsync(1003));
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    public async Task What_rules_do_sets_off_others_but_never_the_same_again()
    {
        await using var desk = await RunningDesk.StartAsync();
        var ping = await desk.Api.RuleAsync(new WriteRuleJson("ping", When: ["stateChanged"], Condition: "state:waiting", Steps: new TicketSteps { State = TicketState.Open }));
        var pong = await desk.Api.RuleAsync(new WriteRuleJson("pong", When: ["stateChanged"], Condition: "-state:waiting", Steps: new TicketSteps { State = TicketState.WaitingForThirdParty }));
        await desk.PostMailAsync(new CustomerMail("Hin und her"));
        (await desk.Api.PatchAsync(1001, new { state = "open" })).EnsureSuccessStatusCode();
        await desk.RuledAsync();

        Assert.Equal(TicketState.Open, (await desk.Api.TicketAsync(1001)).State); // pong, then ping, and there it ends.
        Assert.Single((await desk.Api.RunsAsync(ping)).Items);
        Assert.Single((await desk.Api.RunsAsync(pong)).Items);
        Assert.Equal([pong.Id, $"{pong.Id} {ping.Id}"], await desk.LookAsync(d => d.Journal.Where(line => line.Kind == "ruleRan").OrderBy(line => line.Id).Select(line => line.Cause).ToListAsync()));
    }

    [Fact]
    public async Task A_chain_of_rules_has_an_end()
    {
        await using var desk = await RunningDesk.StartAsync();
        List<RuleJson> chain = [];
        for (var i = 7; i >= 1; i--) chain.Insert(0, await desk.Api.TagRuleAsync($"{i}", $"k{i}", "tagsChanged", $"tag:k{i - 1}")); // Each waits for what the one below it does.
        await desk.Api.TagRuleAsync("0", "k0", "ticketOpened");
        await desk.PostMailAsync(new CustomerMail("Kette"));
        await desk.RuledAsync();

        Assert.Equal("k0 k1 k2 k3 k4", await desk.Api.TagsAsync(1001));
        Assert.Equal(RuleOutcome.TooDeep, Assert.Single((await desk.Api.RunsAsync(chain[4])).Items).Outcome);
        Assert.Empty((await desk.Api.RunsAsync(chain[5])).Items);
    }

    [Fact]
    public async Task A_rule_that_runs_too_often_on_a_ticket_is_paused_until_somebody_lets_it_go_on()
    {
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { FakeClock = true });
        var rule = await desk.Api.RuleAsync(new WriteRuleJson("Echo", When: ["assigned"], Steps: new TicketSteps { Note = "wieder" }));
        await desk.PostMailAsync(new CustomerMail("Oft"));
        for (var i = 0; i < 23; i++) (await desk.Api.PatchAsync(1001, new { assignee = i % 2 == 0 ? RunningDesk.Admin : null })).EnsureSuccessStatusCode();
        await desk.RuledAsync();

        var runs = (await desk.Api.ReadAsync<RuleLogJson>($"/rules/{rule.Id}/runs?limit=100")).Items;
        Assert.Equal((20, RuleOutcome.TooOften), (runs.Count(run => run.Outcome == RuleOutcome.Ran), runs[0].Outcome));
        Assert.NotNull((await desk.Api.ReadAsync<RuleJson>($"/rules/{rule.Id}")).PausedAt);
        Assert.Equal(20, (await desk.Api.TicketAsync(1001)).Messages.Count(m => m.Text == "wieder"));
        await desk.ToldAsync();
        Assert.Contains((await desk.Api.ReadAsync<NoticeListJson>("/notices")).Items, notice => notice is { Kind: NoticeKind.RulePaused, Ticket: 1001 });

        Assert.Equal(HttpStatusCode.NoContent, await desk.Api.StatusAsync(HttpMethod.Post, $"/rules/{rule.Id}/resumptions"));
        desk.Pass(TimeSpan.FromMinutes(61));
        (await desk.Api.PatchAsync(1001, new { assignee = (string?)null })).EnsureSuccessStatusCode();
        await desk.RuledAsync();
        Assert.Equal(21, (await desk.Api.TicketAsync(1001)).Messages.Count(m => m.Text == "wieder"));
    }

    [Fact]
    public async Task What_cannot_be_done_is_in_the_log_and_nothing_of_it_is_done()
    {
        await using var desk = await RunningDesk.StartAsync();
        var mara = await desk.AddAgentAsync("Mara", RunningDesk.Community);
        var rule = await desk.Api.RuleAsync(new WriteRuleJson("Zu Mara", When: ["ticketOpened"], Steps: new TicketSteps { Assignee = mara.AgentId, AddTags = ["mara"], Note = "für dich" }));
        await desk.LookAsync(d => d.AgentCommunities.Where(link => link.AgentId == mara.AgentId).ExecuteDeleteAsync());
        await desk.PostMailAsync(new CustomerMail("Post"));
        await desk.RuledAsync();

        var run = Assert.Single((await desk.Api.RunsAsync(rule)).Items);
        Assert.Equal((RuleOutcome.Refused, "assignee-cannot-see-it"), (run.Outcome, run.Why));
        Assert.Single((await desk.Api.TicketAsync(1001)).Messages);
        Assert.Equal("", await desk.Api.TagsAsync(1001));
    }

    [Fact]
    public async Task A_note_of_which_nothing_is_left_is_seen_before_anything_is_done()
    {
        await using var desk = await RunningDesk.StartAsync();
        var rule = await desk.Api.RuleAsync(new WriteRuleJson("Leer", When: ["ticketOpened"], Steps: new TicketSteps { AddTags = ["halb"], Priority = Priority.High, Note = "{{ contact.name }}" }));
        await desk.Api.TagRuleAsync("Danach", "ganz", "ticketOpened");
        await desk.PostMailAsync(new CustomerMail("Post") { From = "namenlos@kunde.example" });
        await desk.RuledAsync();

        var run = Assert.Single((await desk.Api.RunsAsync(rule)).Items);
        Assert.Equal((RuleOutcome.Refused, "nothing-written"), (run.Outcome, run.Why));
        Assert.Equal((Priority.Normal, "ganz"), ((await desk.Api.TicketAsync(1001)).Priority, await desk.Api.TagsAsync(1001)));
    }

    [Fact]
    public async Task A_rule_that_waits_for_time_finds_each_ticket_once_and_nothing_that_is_long_over()
    {
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { FakeClock = true });
        await desk.PostMailAsync(new CustomerMail("Alt"));
        desk.Pass(TimeSpan.FromHours(30));
        var rule = await desk.Api.RuleAsync(new WriteRuleJson("Erinnern", Since: RuleSince.LastChange, Hours: 24, Condition: "state:open", Steps: new TicketSteps { Note = "liegt" }));
        await desk.PostMailAsync(new CustomerMail("Neu") { From = "bea@kunde.example" });
        await desk.RuledAsync();
        desk.Pass(TimeSpan.FromHours(23));
        await Task.Delay(200, TestContext.Current.CancellationToken);
        Assert.Empty((await desk.Api.RunsAsync(rule)).Items);

        await Wait.UntilAsync(async () =>
        {
            desk.Pass(TimeSpan.FromMinutes(31));
            return (await desk.Api.RunsAsync(rule)).Items.Count > 0;
        }, "its time has come");
        Assert.Equal(1002, Assert.Single((await desk.Api.RunsAsync(rule)).Items).Ticket);

        desk.Pass(TimeSpan.FromHours(25)); // What it did is a change, and a day has passed since.
        await Task.Delay(300, TestContext.Current.CancellationToken);
        desk.Pass(TimeSpan.FromMinutes(1));
        await Task.Delay(300, TestContext.Current.CancellationToken);
        Assert.Single((await desk.Api.RunsAsync(rule)).Items);
        Assert.Equal(2, (await desk.Api.TicketAsync(1002)).Messages.Count);
    }

    [Fact]
    public async Task Of_two_desks_one_deals_with_each_event()
    {
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { Kind = DatabaseKind.Postgres });
        await using var other = await desk.BesideAsync();
        var rule = await desk.Api.RuleAsync(new WriteRuleJson("Notiz", When: ["ticketOpened"], Steps: new TicketSteps { Note = "einmal" }));
        for (var i = 0; i < 12; i++) await (i % 2 == 0 ? desk : other).PostMailAsync(new CustomerMail($"Post {i}") { From = $"k{i}@kunde.example" });
        await desk.RuledAsync();
        await other.RuledAsync();

        Assert.Equal(12, (await desk.Api.RunsAsync(rule)).Items.Count);
        Assert.Equal(12, await desk.LookAsync(d => d.Messages.CountAsync(m => m.Kind == MessageKind.Note)));
    }
}
