using System.Globalization;
using System.Net;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Replies.Macros;
using Lotse.Domain.Routing;
using Lotse.Domain.Tickets;
using Lotse.Routing;
using Lotse.Rules;
using Lotse.Tests.Desk;
using Lotse.Tests.Routing;
using Lotse.Tickets.Responsible;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Rules;

public sealed class ClassifyingByRuleTests
{
    [Fact]
    public async Task A_rule_says_what_it_is_about_and_whoever_is_responsible_gets_it()
    {
        await using var house = await SampleHouse.StartAsync();
        var api = house.Desk.Api;
        var steps = new TicketSteps { Product = Id(house.Category("Atlas")), SupportGroup = Id(house.Category("Buchhaltung")) };
        var rule = await api.RuleAsync(new WriteRuleJson("Werft ist Atlas", house.Community, When: ["ticketOpened"], Condition: "werft product:none", Steps: steps));
        var number = await house.MailAsync("Frage", "Mein Boot liegt in der Werft.");
        var other = await house.MailAsync("Brise pfeift", "In der Werft.");
        await house.Desk.RuledAsync();

        Assert.Equal("Alma", await house.HasAsync(number));
        var about = await api.ReadAsync<TicketCategoriesJson>($"/tickets/{number}/categories");
        Assert.Equal(("Atlas", "Buchhaltung"), (about.Product?.Name, about.SupportGroup?.Name));
        var told = (await api.HistoryAsync(number)).First(line => line.Kind == "ticketClassified").Data;
        Assert.Equal((TicketClassified.ByRule, "Werft ist Atlas"), (told.GetProperty("because").GetString(), told.GetProperty("word").GetString()));
        Assert.Equal("Brise", (await api.ReadAsync<TicketCategoriesJson>($"/tickets/{other}/categories")).Product?.Name);
        Assert.Equal(0, (await api.ReadAsync<TriedRuleJson>($"/rules/{rule.Id}/trial?limit=10")).Fit); // It has a product now.
        var wider = await api.RuleAsync(new WriteRuleJson("Jede Werft", house.Community, Enabled: false, When: ["ticketOpened"], Condition: "werft", Steps: steps with { SupportGroup = null }));
        Assert.Equal([(number, false), (other, true)], (await api.ReadAsync<TriedRuleJson>($"/rules/{wider.Id}/trial?limit=10")).Items.Where(one => one.Fits).OrderBy(one => one.Ticket).Select(one => (one.Ticket, one.Changes)));
        Assert.Equal(0, await house.Desk.LookAsync(d => d.Corrections.CountAsync())); // Rules teach nothing: only people do.
        Assert.Empty(await house.Desk.VerifyAsync());
    }

    [Fact]
    public async Task What_is_not_there_is_refused_when_the_rule_is_written()
    {
        await using var house = await SampleHouse.StartAsync();
        var api = house.Desk.Api;
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await api.StatusAsync(HttpMethod.Post, "/rules", new WriteRuleJson("x", house.Community, When: ["ticketOpened"], Steps: new TicketSteps { Topic = Id(house.Category("Atlas")) })));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await api.StatusAsync(HttpMethod.Post, "/rules", new WriteRuleJson("x", When: ["ticketOpened"], Steps: new TicketSteps { Product = Id(house.Category("Atlas")) })));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await api.StatusAsync(HttpMethod.Post, "/rules", new WriteRuleJson("x", house.Community, When: ["ticketOpened"], Steps: new TicketSteps { Product = 4711 })));
    }

    [Fact]
    public async Task A_rule_puts_aside_what_looks_like_spam()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.Api.RuleAsync(new WriteRuleJson("Spam weg", When: ["ticketOpened"], Condition: "spam:>80", Steps: new TicketSteps { Spam = true }));
        var much = (await desk.PostMailAsync(new CustomerMail("Gewinn") { From = "los@glueck.example", More = ["X-Spam-Score: 14"] })).Ticket!.Value;
        var little = (await desk.PostMailAsync(new CustomerMail("Frage") { From = "x@kunde.example", More = ["X-Spam-Score: 5"] })).Ticket!.Value;
        await desk.RuledAsync();
        Assert.Equal((true, false), ((await desk.Api.TicketAsync(much)).Spam, (await desk.Api.TicketAsync(little)).Spam));
        Assert.Contains((await desk.Api.HistoryAsync(much)), line => line.Kind == "ruleRan");
        Assert.Equal(0, await desk.LookAsync(d => d.Corrections.CountAsync()));
    }

    [Fact]
    public async Task A_macro_gives_the_group_and_ends_the_ticket_in_one_stroke()
    {
        await using var house = await SampleHouse.StartAsync();
        var api = house.Desk.Api;
        (await api.SendAsync(HttpMethod.Put, $"/communities/{house.Community}/support-group-rule", System.Net.Http.Json.JsonContent.Create(new { needed = true }, options: ApiClient.Json))).EnsureSuccessStatusCode();
        var steps = new TicketSteps { SupportGroup = Id(house.Category("Buchhaltung")), Topic = TicketSteps.Nobody, State = TicketState.Resolved };
        await house.Desk.LookAsync(async d =>
        {
            d.Macros.Add(new Macro { Id = 77, AgentId = (await d.Users.FirstAsync(u => u.Email == RunningDesk.Admin)).Id, Name = "Erledigt", Steps = MacroSteps.Write(steps), Position = 1 });
            return await d.SaveChangesAsync();
        });
        var number = await house.MailAsync("Rechnung", "Danke, hat sich erledigt.");
        (await api.PostAsync($"/tickets/{number}/macro-runs", new { macro = "77" })).EnsureSuccessStatusCode();
        var about = await api.ReadAsync<TicketCategoriesJson>($"/tickets/{number}/categories");
        Assert.Equal((TicketState.Resolved, "Buchhaltung", (string?)null), ((await api.TicketAsync(number)).State, about.SupportGroup?.Name, about.Topic?.Name));
        Assert.Empty(await house.Desk.VerifyAsync());
    }

    private static long Id(string id) => long.Parse(id, CultureInfo.InvariantCulture);
}
