using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Lotse.Domain.Tickets;
using Lotse.Routing;
using Lotse.Rules;
using Lotse.Tests.Desk;
using Lotse.Tests.Rules;
using Lotse.Tests.Tickets.Pages;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Routing;

/// <summary>A community whose tickets need a support group before they are done.</summary>
public sealed class NeedingAGroupTests
{
    private const string German = "Guten Tag, ich habe dazu eine Frage und freue mich auf Ihre Antwort.";

    [Fact]
    public async Task No_door_resolves_a_ticket_without_one()
    {
        await using var house = await SampleHouse.StartAsync();
        var (desk, api) = (house.Desk, house.Desk.Api);
        var none = await house.MailAsync("Atlas startet nicht", German);
        var given = await house.MailAsync("Rechnungen fehlen", German);
        Assert.Equal(HttpStatusCode.OK, (await api.PatchAsync(await house.MailAsync("Atlas raucht", German), new { state = "resolved" })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await NeedAsync(house, api, true)).StatusCode);

        foreach (var state in (string[])["resolved", "closed"]) Assert.Equal("support-group-missing", await CodeAsync(await api.PatchAsync(none, new { state })));
        Assert.Equal("support-group-missing", await CodeAsync(await api.TryReplyAsync(none, new { text = "Bitte neu starten.", state = "resolved" })));
        Assert.Empty(await desk.LookAsync(d => d.Outbox.ToListAsync()));
        Assert.Equal(HttpStatusCode.Accepted, (await api.PostAsync("/bulk", new { tickets = (long[])[none, given], state = "resolved" })).StatusCode);
        await Wait.UntilAsync(async () => (await api.TicketAsync(given)).State == TicketState.Resolved, "the one that has a group is resolved"); // It was entered from the row.
        Assert.NotEqual(TicketState.Resolved, (await api.TicketAsync(none)).State);
        await api.ReplyAsync(none); // What waits for the customer is not done.

        (await api.SendAsync(HttpMethod.Patch, $"/tickets/{none.ToString(CultureInfo.InvariantCulture)}/categories", JsonContent.Create(new { supportGroup = house.Category("Buchhaltung") }, options: ApiClient.Json))).EnsureSuccessStatusCode();
        Assert.Equal(HttpStatusCode.OK, (await api.PatchAsync(none, new { state = "resolved" })).StatusCode);
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    public async Task Only_leads_say_so_and_only_where_there_is_one_to_choose()
    {
        await using var house = await SampleHouse.StartAsync();
        await house.Desk.AddMailboxAsync("Funkwerk", "funk@hafen.example");
        var stranger = await house.Desk.AddAgentAsync("Fremd", "Funkwerk");
        var agent = await house.Desk.AddAgentAsync("Gast", RunningDesk.Community);
        Assert.Equal(HttpStatusCode.NotFound, (await NeedAsync(house, stranger, true)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, await stranger.StatusAsync(HttpMethod.Get, Path(house.Community)));
        Assert.Equal("leads-only", await CodeAsync(await NeedAsync(house, agent, true)));

        var other = (await house.Desk.LookAsync(d => d.Communities.Where(c => c.Name == "Funkwerk").Select(c => c.Id).SingleAsync())).ToString(CultureInfo.InvariantCulture);
        Assert.Equal("no-support-group", await CodeAsync(await house.Desk.Api.SendAsync(HttpMethod.Put, Path(other), JsonContent.Create(new { needed = true }, options: ApiClient.Json))));
        Assert.Equal(HttpStatusCode.OK, (await NeedAsync(house, house.Desk.Api, true)).StatusCode);
        Assert.True((await agent.ReadAsync<GroupRuleJson>(Path(house.Community))).Needed);
        var last = await house.Desk.Api.SendAsync(HttpMethod.Put, $"/categories/{house.Category("Buchhaltung")}", JsonContent.Create(new { community = house.Community, kind = "supportGroup", name = "Buchhaltung", retired = true }, options: ApiClient.Json));
        Assert.Equal("last-support-group", await CodeAsync(last));
    }

    [Fact]
    public async Task Neither_does_a_rule_and_its_log_says_so()
    {
        await using var house = await SampleHouse.StartAsync();
        (await NeedAsync(house, house.Desk.Api, true)).EnsureSuccessStatusCode();
        var rule = await house.Desk.Api.RuleAsync(new WriteRuleJson("Erledigt", When: ["ticketOpened"], Steps: new TicketSteps { State = TicketState.Resolved, AddTags = ["auto"] }));
        var (none, given) = (await house.MailAsync("Atlas startet nicht", German), await house.MailAsync("Rechnungen fehlen", German));
        await Wait.UntilAsync(async () => (await house.Desk.Api.RunsAsync(rule)).Items.Count == 2, "the rule has looked at both");

        Assert.Equal(["support-group-missing"], (await house.Desk.Api.RunsAsync(rule)).Items.Where(run => run.Ticket == none).Select(run => run.Why));
        var (refused, done) = (await house.Desk.Api.TicketAsync(none), await house.Desk.Api.TicketAsync(given));
        Assert.Equal((TicketState.New, 0), (refused.State, refused.Tags.Count)); // All of its steps, or none.
        Assert.Equal((TicketState.Resolved, 1), (done.State, done.Tags.Count));
    }

    [Fact]
    public async Task The_page_says_why_not_and_the_answer_stays_with_whoever_wrote_it()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        var number = await desk.ReceiveAsync("anna@kunde.example", "Frage", "x");
        var community = (await desk.ReadAsync(d => d.Tickets.Where(t => t.Number == number).Select(t => t.CommunityId).SingleAsync())).ToString(CultureInfo.InvariantCulture);
        using var early = await ada.PostAsync("/responsibilities/categories/group-rule", ("community", community), ("needed", "1"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, early.StatusCode);
        Assert.Contains("Es gibt noch keine Supportgruppe", WebUtility.HtmlDecode(await early.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await ada.PostAsync("/responsibilities/categories", ("community", community), ("kind", "supportGroup"), ("name", "Buchhaltung"))).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await ada.PostAsync("/responsibilities/categories/group-rule", ("community", community), ("needed", "1"))).StatusCode);

        using var refused = await ada.PostAsync($"/tickets/{number}/replies", ("text", "Das ist die Antwort."), ("then", "resolve"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var page = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync());
        foreach (var said in (string[])["Erst die Supportgruppe wählen", "Das ist die Antwort."]) Assert.Contains(said, page, StringComparison.Ordinal);
    }

    private static string Path(string community) => $"/communities/{community}/support-group-rule";

    private static Task<HttpResponseMessage> NeedAsync(SampleHouse house, ApiClient by, bool needed) =>
        by.SendAsync(HttpMethod.Put, Path(house.Community), JsonContent.Create(new { needed }, options: ApiClient.Json));

    private static async Task<string?> CodeAsync(HttpResponseMessage answer) => JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("title").GetString();
}
