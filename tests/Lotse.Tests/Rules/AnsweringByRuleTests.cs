using Lotse.Domain.Rules;
using Lotse.Domain.Tickets;
using Lotse.Rules;
using Lotse.Tests.Desk;
using Lotse.Tests.Replies.Automatic;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Rules;

public sealed class AnsweringByRuleTests
{
    [Fact]
    public async Task Writes_to_whoever_wrote_last_as_a_machine_and_the_customer_may_answer()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.Api.RuleAsync(Hours(new TicketSteps { Reply = "Guten Tag {{ contact.name }},\n\nwir sind von 9 bis 17 Uhr da.\n\n{{ community.name }}", State = TicketState.WaitingForCustomer }, "ticketOpened", "customerWrote"));
        await desk.PostMailAsync(new CustomerMail("Öffnungszeiten") { From = "Anna Berg <anna@kunde.example>" });
        await desk.RuledAsync();

        var mail = (await desk.SentAsync("anna@kunde.example"))[0];
        Assert.Equal("Guten Tag Anna Berg,\n\nwir sind von 9 bis 17 Uhr da.\n\nHafen", mail.TextBody!.ReplaceLineEndings("\n").Trim());
        Assert.Equal("auto-replied", mail.Headers["Auto-Submitted"]);
        var ticket = await desk.Api.TicketAsync(1001);
        Assert.Equal(TicketState.WaitingForCustomer, ticket.State);
        Assert.Equal(["messageReceived", "automaticReplyWritten", "ruleRan"], (await desk.Api.HistoryAsync(1001)).Select(fact => fact.Kind).Where(kind => kind is "messageReceived" or "automaticReplyWritten" or "ruleRan"));

        // Who answers it is answered again, until the caps end it.
        for (var n = 0; n < 3; n++) Assert.Equal(1001, (await desk.PostMailAsync(CustomerMail.Answering(mail.MessageId!, "Öffnungszeiten", "Und am Samstag?"))).Ticket);
        await desk.RuledAsync();
        Assert.Equal(2, await desk.LookAsync(d => d.Messages.CountAsync(m => m.Kind == MessageKind.Outgoing)));
        Assert.Contains("subjectCap", await WithheldAsync(desk));
        Assert.Empty(await desk.CheckAsync());
    }

    [Theory]
    [InlineData("Auto-Submitted: auto-generated", "autoSubmitted")]
    [InlineData("List-Id: <users.kunde.example>", "list")]
    [InlineData("Return-Path: <>", "nullSender")]
    public async Task Never_writes_to_machines_and_says_so_but_does_the_rest(string header, string why)
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.Api.RuleAsync(Hours(new TicketSteps { Reply = "Wir sind von 9 bis 17 Uhr da.", AddTags = ["zeiten"] }, "ticketOpened"));
        var number = (await desk.PostMailAsync(new CustomerMail("Öffnungszeiten") { More = [header] })).Ticket!.Value;
        await desk.RuledAsync();

        Assert.Equal([why], await WithheldAsync(desk));
        Assert.Equal("zeiten", await desk.Api.TagsAsync(number));
        await desk.QuietAsync();
        Assert.Empty(desk.Outgoing());
    }

    [Fact]
    public async Task Reminds_after_a_time_and_a_person_counts_more_than_the_machine_that_answered_for_them()
    {
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { FakeClock = true });
        var rule = await desk.Api.RuleAsync(new WriteRuleJson("Erinnern", Since: RuleSince.LastChange, Hours: 72, Condition: "state:waiting", Steps: new TicketSteps { Reply = "Brauchen Sie noch etwas zu {{ number }}?" }));
        await desk.PostMailAsync(new CustomerMail("Frage"));
        await desk.Api.ReplyAsync(1001);
        await desk.PostMailAsync(new CustomerMail("Abwesend: Frage") { InReplyTo = (await desk.SentAsync("anna@kunde.example"))[0].MessageId, More = ["Auto-Submitted: auto-replied"] });
        (await desk.Api.PatchAsync(1001, new { state = "waitingForCustomer" })).EnsureSuccessStatusCode();
        await desk.RuledAsync();
        await Wait.UntilAsync(async () =>
        {
            desk.Pass(TimeSpan.FromHours(1));
            return (await desk.Api.RunsAsync(rule)).Items.Count > 0;
        }, "its time has come");
        Assert.Equal("Brauchen Sie noch etwas zu 1001?", (await desk.Api.TicketAsync(1001)).Messages[^1].Text);
        Assert.Empty(await WithheldAsync(desk));
    }

    [Fact]
    public async Task Nothing_leaves_where_the_rule_cannot_do_the_rest()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.AddMailboxAsync("Funkwerk", "funk@hafen.example");
        var stranger = await desk.AddAgentAsync("Fremd", "Funkwerk");
        var rule = await desk.Api.RuleAsync(Hours(new TicketSteps { Reply = "Wir sind von 9 bis 17 Uhr da.", Assignee = stranger.AgentId }, "ticketOpened"));
        await desk.PostMailAsync(new CustomerMail("Öffnungszeiten"));
        await desk.RuledAsync();
        Assert.Equal(RuleOutcome.Refused, Assert.Single((await desk.Api.RunsAsync(rule)).Items).Outcome);
        Assert.Single((await desk.Api.TicketAsync(1001)).Messages);
        Assert.Empty(desk.Outgoing());
    }

    [Fact]
    public async Task Tickets_whose_time_comes_together_stay_within_the_caps_too()
    {
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { FakeClock = true });
        var rule = await desk.Api.RuleAsync(new WriteRuleJson("Erinnern", Since: RuleSince.Opened, Hours: 24, Steps: new TicketSteps { Reply = "Es dauert noch." }));
        for (var n = 0; n < 4; n++) await desk.PostMailAsync(new CustomerMail("Frage", $"Zum {n}. Mal."));
        Assert.Equal(4, await desk.LookAsync(d => d.Tickets.CountAsync()));
        await desk.RuledAsync();
        desk.Pass(TimeSpan.FromHours(24) + TimeSpan.FromMinutes(1));
        await Wait.UntilAsync(async () =>
        {
            desk.Pass(TimeSpan.FromSeconds(31));
            return (await desk.Api.RunsAsync(rule)).Items.Count == 4;
        }, "their time has come");
        Assert.Equal(2, await desk.LookAsync(d => d.Messages.CountAsync(m => m.Kind == MessageKind.Outgoing)));
        Assert.Equal(["subjectCap", "subjectCap"], await WithheldAsync(desk));
        Assert.Empty(await desk.CheckAsync());
    }

    private static WriteRuleJson Hours(TicketSteps steps, params string[] when) => new("Öffnungszeiten", When: [.. when], Condition: "subject:öffnungszeiten", Steps: steps);

    private static Task<List<string>> WithheldAsync(RunningDesk desk) => desk.LookAsync(async d =>
        (await d.Journal.Where(line => line.Kind == "automaticReplyWithheld").OrderBy(line => line.Id).Select(line => line.Data).ToListAsync())
        .ConvertAll(data => System.Text.Json.JsonDocument.Parse(data).RootElement.GetProperty("why").GetString()!));
}
