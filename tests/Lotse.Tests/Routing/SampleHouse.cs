using System.Globalization;
using Lotse.Routing;
using Lotse.Tests.Desk;
using Lotse.Tickets.Responsible;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tests.Routing;

/// <summary>The rules of one house: product A has one person; B one for German and one for English, each the other's deputy; C goes to three for sales, after agreement
/// with a fourth, and to three others for support; invoices and terminations to two, each the other's deputy; press releases to one, until revoked.</summary>
internal sealed class SampleHouse : IAsyncDisposable
{
    private readonly Dictionary<string, string> _agents = [], _categories = [];

    private SampleHouse(RunningDesk desk) => Desk = desk;

    public RunningDesk Desk { get; }

    public string Community { get; private set; } = "";

    public static async Task<SampleHouse> StartAsync(Lotse.Adapters.Database.Opening.DatabaseKind? on = null)
    {
        var house = new SampleHouse(await RunningDesk.StartAsync(new DeskWishes { FakeClock = true, Kind = on }));
        house.Community = (await house.Desk.LookAsync(d => d.Communities.Select(c => c.Id).SingleAsync())).ToString(CultureInfo.InvariantCulture);
        foreach (var name in (string[])["Alma", "Bert", "Bea", "Carl", "Cora", "Cleo", "Kurt", "Kira", "Kai", "Rita", "Rolf", "Paul", "Vera"])
        {
            house._agents[name] = (await house.Desk.AddAgentAsync(name, RunningDesk.Community)).AgentId.ToString(CultureInfo.InvariantCulture);
        }
        foreach (var (kind, name, words) in new[]
        {
            ("product", "Atlas", "Atlas"), ("product", "Brise", "Brise, breeze"), ("product", "Kompass", "Kompass, compass"), ("topic", "Verkauf", "Angebot, kaufen, buy, quote"),
            ("topic", "Rechnung", "Rechnung, invoice"), ("topic", "Kündigung", "kündigen, Kündigung, terminate"), ("topic", "Presse", "Pressemitteilung, press release"), ("supportGroup", "Buchhaltung", ""),
        })
        {
            house._categories[name] = (await ApiClient.ReadAsync<CategoryJson>(await house.Desk.Api.PostAsync("/categories", new { community = house.Community, kind, name, words }))).Id;
        }
        await house.FillAsync();
        return house;
    }

    private async Task FillAsync()
    {
        await AddAsync(["Alma"], product: "Atlas");
        await AddAsync(["Bert"], product: "Brise", language: "de");
        await AddAsync(["Bea"], product: "Brise", language: "en");
        await DeputiesAsync("Bert", "Bea");
        await DeputiesAsync("Bea", "Bert");
        await AddAsync(["Kurt", "Kira", "Kai"], product: "Kompass", topic: "Verkauf", agreementWith: "Vera");
        await AddAsync(["Carl", "Cora", "Cleo"], product: "Kompass");
        await AddAsync(["Rita"], topic: "Rechnung", supportGroup: "Buchhaltung");
        await AddAsync(["Rita"], topic: "Kündigung", supportGroup: "Buchhaltung");
        await DeputiesAsync("Rita", "Rolf");
        await DeputiesAsync("Rolf", "Rita");
        Press = await AddAsync(["Paul"], topic: "Presse");
    }

    public string Press { get; private set; } = "";

    public string Agent(string name) => _agents[name];

    public string Category(string name) => _categories[name];

    public async Task<string> AddAsync(string[] holders, string? product = null, string? topic = null, string? language = null, string? agreementWith = null, string? supportGroup = null) =>
        (await ApiClient.ReadAsync<ResponsibilityJson>(await Desk.Api.PostAsync("/responsibilities", new
        {
            community = Community,
            holders = holders.Select(one => new { agent = Agent(one) }),
            product = product is null ? null : Category(product),
            topic = topic is null ? null : Category(topic),
            language,
            agreementWith = agreementWith is null ? null : Agent(agreementWith),
            supportGroup = supportGroup is null ? null : Category(supportGroup),
        }))).Id;

    public async Task DeputiesAsync(string name, params string[] deputies) =>
        (await Desk.Api.SendAsync(HttpMethod.Put, $"/agents/{Agent(name)}/deputies", System.Net.Http.Json.JsonContent.Create(new { deputies = deputies.Select(Agent) }, options: ApiClient.Json))).EnsureSuccessStatusCode();

    public async Task<string> AwayAsync(string name, string kind = "holiday", DateTimeOffset? from = null, DateTimeOffset? until = null, string tickets = "handOver") =>
        (await ApiClient.ReadAsync<AbsenceJson>(await Desk.Api.PostAsync("/absences", new { agent = Agent(name), kind, from, until, tickets }))).Id;

    /// <summary>The ticket that a mail opens.</summary>
    public async Task<long> MailAsync(string subject, string text, string? from = null) =>
        (await Desk.PostMailAsync(new CustomerMail(subject, text) { From = from ?? "anna@kunde.example" })).Ticket!.Value;

    /// <summary>Who has it; empty for nobody, and with a plus sign for whom.</summary>
    public async Task<string> HasAsync(long number)
    {
        var ticket = await Desk.Api.TicketAsync(number);
        var about = await Desk.Api.ReadAsync<TicketCategoriesJson>($"/tickets/{number.ToString(CultureInfo.InvariantCulture)}/categories");
        return (ticket.Assignee?.Name ?? "") + (about.ActsFor is { } other ? $" for {other.Name}" : "");
    }

    public ValueTask DisposeAsync() => Desk.DisposeAsync();
}
