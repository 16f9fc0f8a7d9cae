using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Lotse.Adapters.Database.Opening;
using Lotse.Domain.Routing;
using Lotse.Domain.Routing.Learning;
using Lotse.Routing;
using Lotse.Routing.Table;
using Lotse.Tests.Desk;
using Lotse.Tests.Knowledge;
using Lotse.Tests.Tickets.Pages;
using Lotse.Tickets.Responsible;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Routing;

public sealed class LearningFromCorrectionsTests
{
    private const string Words = "Guten Tag, die Ruderpinne ist gebrochen und liegt jetzt in der Werft.";

    [Fact]
    public async Task Two_corrections_that_agree_teach_the_desk_and_one_does_not()
    {
        await using var house = await SampleHouse.StartAsync();
        Task<long> WriteAsync(int n) => house.MailAsync($"Ruderpinne gebrochen {n}", Words, $"kunde{n}@kunde.example");
        var first = await WriteAsync(1);
        Assert.Null((await AboutAsync(house, first)).Product);
        await SayAsync(house.Desk.Api, first, new { product = house.Category("Atlas") });
        var second = await WriteAsync(2);
        Assert.Null((await AboutAsync(house, second)).Product); // One may be a slip.
        await SayAsync(house.Desk.Api, second, new { product = house.Category("Brise") });
        await SayAsync(house.Desk.Api, second, new { product = house.Category("Atlas") }); // Whoever changes their mind counts once.

        var third = await WriteAsync(3);
        Assert.Equal("Atlas", (await AboutAsync(house, third)).Product?.Name);
        Assert.Equal("Alma", await house.HasAsync(third)); // Who is responsible follows.
        var told = (await house.Desk.Api.HistoryAsync(third)).Single(line => line.Kind == "ticketClassified").Data;
        Assert.Equal((TicketClassified.ByLearning, 2), (told.GetProperty("because").GetString(), told.GetProperty("corrections").GetInt32()));
        Assert.Contains("Ruderpinne", told.GetProperty("word").GetString(), StringComparison.Ordinal);

        // What a lead wrote down wins.
        Assert.Equal("Brise", (await AboutAsync(house, await house.MailAsync("Brise: Ruderpinne gebrochen", Words))).Product?.Name);
        Assert.Empty(await house.Desk.VerifyAsync());
        Assert.Empty(await house.Desk.CheckAsync());
    }

    [Fact]
    public async Task Many_outweigh_the_mailbox_and_few_do_not()
    {
        await using var desk = await RunningDesk.StartAsync();
        var (community, mailbox) = await desk.LookAsync(async d => (await d.Communities.Select(c => c.Id).SingleAsync(), await d.Mailboxes.Select(m => m.Id).SingleAsync()));
        var usual = await CategoryAsync(desk, community, "Allgemein", mailbox);
        var boats = await CategoryAsync(desk, community, "Boote");
        async Task<(long Number, string? Product)> WriteAsync(int n)
        {
            var number = (await desk.PostMailAsync(new CustomerMail($"Ruderpinne gebrochen {n}", Words) { From = $"kunde{n}@kunde.example" })).Ticket!.Value;
            return (number, (await desk.Api.ReadAsync<TicketCategoriesJson>($"/tickets/{number}/categories")).Product?.Name);
        }
        for (var n = 0; n < LearnedGuess.StrongFrom; n++)
        {
            var (number, product) = await WriteAsync(n);
            Assert.Equal("Allgemein", product);
            await SayAsync(desk.Api, number, new { product = boats });
        }
        Assert.Equal("Boote", (await WriteAsync(9)).Product);
        Assert.NotEqual(usual, boats);
    }

    [Fact]
    public async Task What_was_learned_is_shown_and_forgotten_on_every_desk()
    {
        await using var house = await SampleHouse.StartAsync();
        for (var n = 0; n < 2; n++) await SayAsync(house.Desk.Api, await house.MailAsync($"Ruderpinne {n}", Words, $"kunde{n}@kunde.example"), new { product = house.Category("Atlas") });
        var learned = await house.Desk.Api.ReadAsync<LearnedJson>($"/categories/{house.Category("Atlas")}/learned");
        Assert.Contains(new LearnedWordJson("Ruderpinne", 2, 0), learned.Items);
        Assert.DoesNotContain(learned.Items, word => word.Word is "Guten" or "jetzt");

        // An embedded database has one desk.
        await using var beside = house.Desk.Location.Kind == DatabaseKind.Postgres ? await house.Desk.BesideAsync() : null;
        var other = beside ?? house.Desk;
        Assert.Equal("Atlas", (await AboutAsync(house, (await other.PostMailAsync(new CustomerMail("Ruderpinne gebrochen", Words) { From = "x@kunde.example" })).Ticket!.Value)).Product?.Name);
        var agent = await house.Desk.AddAgentAsync("Nina", RunningDesk.Community);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await agent.StatusAsync(HttpMethod.Delete, $"/categories/{house.Category("Atlas")}/learned"));
        Assert.Equal(2, (await ApiClient.ReadAsync<ForgottenJson>(await house.Desk.Api.SendAsync(HttpMethod.Delete, $"/categories/{house.Category("Atlas")}/learned"))).Corrections);
        Assert.Null((await AboutAsync(house, (await other.PostMailAsync(new CustomerMail("Ruderpinne gebrochen", Words) { From = "y@kunde.example" })).Ticket!.Value)).Product);
        Assert.Empty((await house.Desk.Api.ReadAsync<LearnedJson>($"/categories/{house.Category("Atlas")}/learned")).Items);
    }

    [Fact]
    public async Task Words_that_are_blacked_out_are_not_kept_as_learned()
    {
        await using var house = await SampleHouse.StartAsync();
        var number = await house.MailAsync("Ruderpinne", Words);
        await SayAsync(house.Desk.Api, number, new { product = house.Category("Atlas") });
        var message = (await house.Desk.Api.TicketAsync(number)).Messages.Single().Id;
        (await house.Desk.Api.PostAsync($"/tickets/{number}/messages/{message}/redactions", new { passages = new[] { "Werft" } })).EnsureSuccessStatusCode();
        Assert.Equal(0, await house.Desk.LookAsync(d => d.Corrections.CountAsync()));
        Assert.Empty((await house.Desk.Api.ReadAsync<LearnedJson>($"/categories/{house.Category("Atlas")}/learned")).Items);
    }

    [Fact]
    public async Task One_click_beside_the_ticket_sets_what_similar_tickets_have()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        var community = await desk.ReadAsync(d => d.Communities.Where(c => c.Name == "Hafen").Select(c => c.Id).SingleAsync());
        await ada.PostAsync("/responsibilities/categories", ("community", Text(community)), ("kind", "product"), ("name", "Ruderboote"), ("words", ""));
        var boats = await desk.ReadAsync(d => d.Categories.Select(c => c.Id).SingleAsync());
        var before = await desk.ReceiveAsync("kim@kunde.example", "Ruderpinne gebrochen", "Die Ruderpinne liegt in der Werft.");
        await ada.PostAsync($"/tickets/{before}/categories", ("product", Text(boats)));
        var number = await desk.ReceiveAsync("lou@kunde.example", "Ruderpinne gebrochen", "Die Ruderpinne liegt auch in der Werft.");
        await Wait.UntilAsync(async () => (await ada.PageAsync($"/tickets/{number}/similar")).Contains($"/tickets/{before}", StringComparison.Ordinal), "they are found");

        var frame = WebUtility.HtmlDecode(await ada.PageAsync($"/tickets/{number}/similar"));
        Assert.Contains($"name=\"product\" value=\"{boats}\"", frame, StringComparison.Ordinal);
        Assert.Contains("gelernt aus 1 Korrektur: Ruderpinne", frame, StringComparison.Ordinal);
        Assert.InRange(Math.Min(await desk.StatementsAsync(() => ada.GetAsync($"/tickets/{number}")), await desk.StatementsAsync(() => ada.GetAsync($"/tickets/{number}"))), 1, 6);
        Assert.InRange(Math.Min(await desk.StatementsAsync(() => ada.GetAsync($"/tickets/{number}/similar")), await desk.StatementsAsync(() => ada.GetAsync($"/tickets/{number}/similar"))), 1, 6);
        Assert.Equal(HttpStatusCode.SeeOther, (await ada.PostAsync($"/tickets/{number}/categories", ("product", Text(boats)))).StatusCode);
        var page = WebUtility.HtmlDecode(await ada.PageAsync($"/tickets/{number}"));
        Assert.Contains("<b>Ruderboote</b> <span class=\"soft small\">Produkt, von Ada", page, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"product\"", await ada.PageAsync($"/tickets/{number}/similar"), StringComparison.Ordinal);

        var categories = WebUtility.HtmlDecode(await ada.PageAsync($"/responsibilities/categories?community={community}"));
        Assert.Contains("Ruderpinne <span class=\"num\"", categories, StringComparison.Ordinal);
        await ada.PostAsync($"/responsibilities/categories/{boats}/forgetting", ("community", Text(community)));
        Assert.DoesNotContain("Ruderpinne <span", WebUtility.HtmlDecode(await ada.PageAsync($"/responsibilities/categories?community={community}")), StringComparison.Ordinal);
        using var kim = await desk.ColleagueAsync("kim@desk.example", "Kim");
        Assert.Equal(HttpStatusCode.Forbidden, (await kim.PostAsync($"/responsibilities/categories/{boats}/forgetting", ("community", Text(community)))).StatusCode);
    }

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);

    private static async Task<string> CategoryAsync(RunningDesk desk, long community, string name, long? mailbox = null) => (await ApiClient.ReadAsync<CategoryJson>(
        await desk.Api.PostAsync("/categories", new { community = Text(community), kind = "product", name, mailbox = mailbox is { } id ? Text(id) : null }))).Id;

    private static Task<TicketCategoriesJson> AboutAsync(SampleHouse house, long number) => house.Desk.Api.ReadAsync<TicketCategoriesJson>($"/tickets/{number}/categories");

    private static async Task SayAsync(ApiClient api, long number, object body) =>
        (await api.SendAsync(HttpMethod.Patch, $"/tickets/{number}/categories", JsonContent.Create(body, body.GetType(), options: ApiClient.Json))).EnsureSuccessStatusCode();
}
