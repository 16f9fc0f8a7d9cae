using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Lotse.Domain.Routing;
using Lotse.Routing;
using Lotse.Tests.Desk;
using Lotse.Tickets.Responsible;
using Xunit;

namespace Lotse.Tests.Routing;

public sealed class FindingWhoIsResponsibleTests
{
    private const string German = "Guten Tag, ich habe eine Frage zu meinem Gerät und bitte um eine schnelle Antwort. Vielen Dank und freundliche Grüße";
    private const string English = "Hello, I have a question about my device and I would be glad to hear from you soon. Thank you very much and kind regards";

    [Fact]
    public async Task Brings_each_request_of_the_house_to_the_right_person()
    {
        await using var house = await SampleHouse.StartAsync();

        Assert.Equal("Alma", await house.HasAsync(await house.MailAsync("Atlas startet nicht", German)));
        Assert.Equal("Bert", await house.HasAsync(await house.MailAsync("Brise pfeift", German)));
        Assert.Equal("Bea", await house.HasAsync(await house.MailAsync("My breeze is loud", English)));
        Assert.Equal("Kurt", await house.HasAsync(await house.MailAsync("Kompass: Angebot gesucht", German)));
        Assert.Equal("Carl", await house.HasAsync(await house.MailAsync("Kompass zeigt nach Süden", German)));
        Assert.Equal("Paul", await house.HasAsync(await house.MailAsync("Unsere Pressemitteilung", German)));
        var invoice = await house.MailAsync("Rechnungen fehlen", German);
        Assert.Equal("Rita", await house.HasAsync(invoice));
        Assert.Equal("Buchhaltung", (await AboutAsync(house, invoice)).SupportGroup?.Name);
        Assert.Equal("", await house.HasAsync(await house.MailAsync("Ganz etwas anderes", German)));

        (await house.Desk.Api.PostAsync($"/responsibilities/{house.Press}/revocation", new { })).EnsureSuccessStatusCode();
        Assert.Equal("", await house.HasAsync(await house.MailAsync("Noch eine Pressemitteilung", German)));
        Assert.Empty(await house.Desk.VerifyAsync());
        Assert.Empty(await house.Desk.CheckAsync());
    }

    [Fact]
    public async Task Deputies_act_while_somebody_is_away_and_no_longer()
    {
        await using var house = await SampleHouse.StartAsync();
        var now = house.Desk.Clock.GetUtcNow();
        await house.AwayAsync("Bert", from: now.AddHours(2), until: now.AddDays(3));
        await house.AwayAsync("Kurt", until: now.AddDays(1));

        var before = await house.MailAsync("Brise pfeift", German);
        Assert.Equal("Bert", await house.HasAsync(before));
        Assert.Equal("Kira", await house.HasAsync(await house.MailAsync("Kompass: Angebot gesucht", German)));
        house.Desk.Pass(TimeSpan.FromHours(3));
        await Wait.UntilAsync(async () => await house.HasAsync(before) == "Bea for Bert", "the deputy has it");
        Assert.Equal("Bea for Bert", await house.HasAsync(await house.MailAsync("Brise pfeift wieder", German)));

        // Both away: nobody gets it, and it says so.
        var bea = await house.AwayAsync("Bea", "sick");
        await Wait.UntilAsync(async () => await house.HasAsync(before) == "", "it is back in its queue");
        var waiting = await house.MailAsync("Brise pfeift noch immer", German);
        Assert.Equal("", await house.HasAsync(waiting));
        var routed = (await house.Desk.Api.HistoryAsync(waiting)).Last(line => line.Kind == "ticketRouted").Data;
        Assert.Equal("nobodyThere", routed.GetProperty("because").GetString());
        Assert.Equal(2, routed.GetProperty("passedOver").GetArrayLength());

        (await house.Desk.Api.PostAsync($"/absences/{bea}/end", new { })).EnsureSuccessStatusCode();
        Assert.Equal("Bea for Bert", await house.HasAsync(await house.MailAsync("Brise pfeift, die vierte", German)));
        house.Desk.Pass(TimeSpan.FromDays(3));
        Assert.Equal("Bert", await house.HasAsync(await house.MailAsync("Brise pfeift, die fünfte", German)));
        Assert.Empty(await house.Desk.VerifyAsync());
        Assert.Empty(await house.Desk.CheckAsync());
    }

    [Fact]
    public async Task A_customer_who_comes_back_reaches_whoever_acts_now()
    {
        await using var house = await SampleHouse.StartAsync();
        var number = await house.MailAsync("Rechnungen fehlen", German);
        await house.AwayAsync("Rita", tickets: "keep");
        await house.Desk.PostMailAsync(new CustomerMail("Anderes", German) { From = "ben@kunde.example" });
        Assert.Equal("Rita", await house.HasAsync(number));

        await house.Desk.PostMailAsync(new CustomerMail($"AW: Rechnungen fehlen [#{number.ToString(CultureInfo.InvariantCulture)}]", "Gibt es etwas Neues zu meiner Frage?"));

        Assert.Equal("Rolf for Rita", await house.HasAsync(number));
        Assert.Equal("customer-wrote", (await house.Desk.Api.HistoryAsync(number)).Last(line => line.Kind == "ticketRouted").Data.GetProperty("occasion").GetString());
    }

    [Fact]
    public async Task The_page_the_API_and_the_mail_say_the_same()
    {
        await using var house = await SampleHouse.StartAsync();
        await house.AwayAsync("Carl");
        var number = await house.MailAsync("Kompass zeigt nach Süden", German);
        var who = await house.Desk.Api.ReadAsync<WhoJson>($"/responsibilities/who?community={house.Community}&product={house.Category("Kompass")}&language=de");

        Assert.Equal("Cora", await house.HasAsync(number));
        Assert.Equal((house.Agent("Cora"), RoutedBecause.NextInList), (who.Agent, who.Because));
        Assert.Equal(house.Agent("Carl"), Assert.Single(who.PassedOver).Agent);
    }

    [Fact]
    public async Task What_an_agent_corrects_goes_to_whoever_is_responsible_for_that()
    {
        await using var house = await SampleHouse.StartAsync();
        var number = await house.MailAsync("Ganz etwas anderes", German);

        var about = await ApiClient.ReadAsync<TicketCategoriesJson>(await house.Desk.Api.SendAsync(HttpMethod.Patch, $"/tickets/{number}/categories",
            JsonContent.Create(new { product = house.Category("Atlas") }, options: ApiClient.Json)));

        Assert.Equal("Atlas", about.Product?.Name);
        Assert.Equal("Alma", await house.HasAsync(number));
    }

    [Fact]
    public async Task Whoever_leaves_the_house_leaves_no_open_ticket_behind()
    {
        await using var house = await SampleHouse.StartAsync();
        var number = await house.MailAsync("Rechnungen fehlen", German);

        (await house.Desk.Api.SendAsync(HttpMethod.Patch, $"/agents/{house.Agent("Rita")}", JsonContent.Create(new { active = false }, options: ApiClient.Json))).EnsureSuccessStatusCode();
        house.Desk.Pass(TimeSpan.FromMinutes(1));

        await Wait.UntilAsync(async () => await house.HasAsync(number) == "Rolf for Rita", "somebody else has it");
    }

    [Fact]
    public async Task Two_rows_for_the_same_cases_and_strangers_are_refused()
    {
        await using var house = await SampleHouse.StartAsync();
        await house.Desk.AddMailboxAsync("Werft", "post@werft.example");
        var stranger = await house.Desk.AddAgentAsync("Fremd", "Werft");

        Assert.Equal(CheckResponsibilities.SameCases, await CodeAsync(await house.Desk.Api.PostAsync("/responsibilities", new { community = house.Community, holders = new[] { new { agent = house.Agent("Bea") } }, product = house.Category("Atlas") })));
        Assert.Equal("responsibility-not-known", await CodeAsync(await house.Desk.Api.PostAsync("/responsibilities", new { community = house.Community, holders = new[] { new { agent = stranger.AgentId.ToString(CultureInfo.InvariantCulture) } }, language = "fr" })));
        Assert.Equal(HttpStatusCode.NotFound, await stranger.StatusAsync(HttpMethod.Post, "/responsibilities", new { community = house.Community, holders = new[] { new { agent = house.Agent("Bea") } } }));
        Assert.Equal(HttpStatusCode.NotFound, await stranger.StatusAsync(HttpMethod.Post, $"/responsibilities/{house.Press}/revocation", new { }));
        Assert.Equal(HttpStatusCode.NotFound, await stranger.StatusAsync(HttpMethod.Get, $"/responsibilities/who?community={house.Community}"));
        Assert.Empty((await stranger.ReadAsync<ResponsibilityListJson>("/responsibilities")).Items);
        Assert.Equal(HttpStatusCode.NotFound, await stranger.StatusAsync(HttpMethod.Post, "/absences", new { agent = house.Agent("Bea"), kind = "sick" }));
        Assert.Empty((await stranger.ReadAsync<CategoryListJson>("/categories")).Items);
    }

    [Fact]
    public async Task What_is_changed_on_one_desk_counts_for_the_next_mail_on_another()
    {
        await using var house = await SampleHouse.StartAsync(Lotse.Adapters.Database.Opening.DatabaseKind.Postgres); // An embedded database has one desk.
        await using var other = await house.Desk.BesideAsync();
        var mail = new CustomerMail("Atlas startet nicht", German);
        Assert.Equal("Alma", (await house.Desk.Api.TicketAsync((await other.Api.PostMailAsync(mail.ToBytes(), RunningDesk.Mailbox)).Ticket!.Value)).Assignee?.Name);

        for (var n = 0; n < 5; n++)
        {
            var away = await house.AwayAsync("Alma");
            Assert.Null((await other.Api.TicketAsync((await other.Api.PostMailAsync((mail with { MessageId = $"away-{n}@kunde.example" }).ToBytes(), RunningDesk.Mailbox)).Ticket!.Value)).Assignee);
            (await house.Desk.Api.PostAsync($"/absences/{away}/end", new { })).EnsureSuccessStatusCode();
            Assert.Equal("Alma", (await other.Api.TicketAsync((await other.Api.PostMailAsync((mail with { MessageId = $"back-{n}@kunde.example" }).ToBytes(), RunningDesk.Mailbox)).Ticket!.Value)).Assignee?.Name);
        }
    }

    private static Task<TicketCategoriesJson> AboutAsync(SampleHouse house, long number) => house.Desk.Api.ReadAsync<TicketCategoriesJson>($"/tickets/{number}/categories");

    private static async Task<string?> CodeAsync(HttpResponseMessage answer) => (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("title").GetString();
}
