using System.Net;
using System.Text.Json;
using Lotse.Tests.Desk;
using Lotse.Tests.Staff;
using Lotse.Tests.Tickets.Pages;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Routing;

public sealed class TryingTheTableTests
{
    [Fact]
    public async Task The_tickets_of_the_last_month_say_what_a_row_would_change_before_it_is_kept()
    {
        await using var house = await SampleHouse.StartAsync();
        var (bert, bea) = (house.Agent("Bert"), house.Agent("Bea"));
        var old = await house.MailAsync("Brise", "Die Brise geht nicht mehr an, was soll ich tun?");
        house.Desk.Pass(TimeSpan.FromDays(31));
        var german = await house.MailAsync("Brise defekt", "Die Brise geht seit gestern nicht mehr an, was soll ich tun?");
        var english = await house.MailAsync("Breeze broken", "The breeze does not start any more since yesterday, what should I do?");
        var nothing = await house.MailAsync("Allgemeines", "Ich habe eine ganz andere Frage an Sie alle.");

        var asIs = await SimulateAsync(house, null, null);
        Assert.DoesNotContain(asIs, one => one.Number == old);
        Assert.Equal([(german, bert, bert), (english, bea, bea), (nothing, null, null)], asIs.Select(one => (one.Number, one.Now, one.Then)).OrderBy(one => one.Number));

        // One person for the product in all languages changes nothing: a language is narrower.
        var product = house.Category("Brise");
        Assert.All(await SimulateAsync(house, new { holders = new[] { new { agent = house.Agent("Vera") } }, product }, null), one => Assert.Equal(one.Now, one.Then));
        // The row for German, said anew.
        var row = Text(await house.Desk.LookAsync(d => d.Responsibilities.Where(r => r.Language == "de").Select(r => r.Id).SingleAsync()));
        var tried = await SimulateAsync(house, new { holders = new[] { new { agent = house.Agent("Vera") } }, product, language = "de" }, row);
        Assert.Equal([(german, bert, house.Agent("Vera")), (english, bea, bea), (nothing, null, null)], tried.Select(one => (one.Number, one.Now, one.Then)).OrderBy(one => one.Number));
        Assert.Equal(bert, Text(await house.Desk.LookAsync(d => d.Tickets.Where(t => t.Number == german).Select(t => t.AssigneeId ?? 0).SingleAsync())));

        await house.Desk.AddMailboxAsync("Funkwerk", "funk@hafen.example");
        var stranger = await house.Desk.AddAgentAsync("Fremd", "Funkwerk");
        Assert.Equal(HttpStatusCode.NotFound, await stranger.StatusAsync(HttpMethod.Post, "/responsibilities/simulation", new { community = house.Community }));
    }

    [Fact]
    public async Task A_lead_tries_a_row_in_the_form_and_what_was_typed_stays()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var lead = await desk.SignedInAsync();
        using var jon = await desk.ColleagueAsync("jon@desk.example", "Jon");
        using var stranger = await desk.SignedInAsync(PagesDesk.Stranger);
        var (community, id) = await desk.ReadAsync(async d => (Text(await d.Communities.Where(c => c.Name == "Hafen").Select(c => c.Id).SingleAsync()), Text(await d.Users.Where(u => u.Name == "Jon").Select(u => u.Id).SingleAsync())));
        var number = await desk.ReceiveAsync("kim@kunde.example", "Überfahrt morgen", "Ich möchte morgen mit der Fähre fahren und weiß nicht, wann sie ablegt.");

        var page = $"/responsibilities/simulation?community={community}";
        var shown = await TextAsync(await lead.GetAsync(page));
        Assert.Contains("Angesehene Tickets: 1.", shown);
        Assert.Contains("Niemand zuständig", shown);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(page)).StatusCode);
        Assert.InRange(Math.Min(await desk.StatementsAsync(() => lead.GetAsync(page)), await desk.StatementsAsync(() => lead.GetAsync(page))), 1, 6);

        using var tried = await lead.PostAsync("/responsibilities", ("community", community), ("holder", $"a{id}"), ("note", "Bleibt stehen"), ("try", "1"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, tried.StatusCode);
        var said = await TextAsync(tried);
        foreach (var words in (string[])["Anders verteilt würden: 1.", $"#{number} Überfahrt morgen", "Bleibt stehen", "Noch ist nichts gespeichert."]) Assert.Contains(words, said);
        Assert.Equal(0, await desk.ReadAsync(d => d.Responsibilities.CountAsync()));
        Assert.NotEqual(HttpStatusCode.UnprocessableEntity, (await stranger.PostAsync("/responsibilities", ("community", community), ("holder", $"a{id}"), ("try", "1"))).StatusCode);
        Assert.NotEqual(HttpStatusCode.UnprocessableEntity, (await jon.PostAsync("/responsibilities", ("community", community), ("holder", $"a{id}"), ("try", "1"))).StatusCode);
    }

    private static async Task<List<(long Number, string? Now, string? Then)>> SimulateAsync(SampleHouse house, object? row, string? changes)
    {
        var answer = await ApiClient.ReadAsync<JsonElement>(await house.Desk.Api.PostAsync("/responsibilities/simulation", new { community = house.Community, row, changes }));
        return [.. answer.GetProperty("tickets").EnumerateArray().Select(one => (one.GetProperty("number").GetInt64(), Agent(one.GetProperty("now")), Agent(one.GetProperty("then"))))];
    }

    private static string Text(long id) => id.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string? Agent(JsonElement outcome) => outcome.TryGetProperty("agent", out var agent) ? agent.GetString() : null;

    private static async Task<string> TextAsync(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
}
