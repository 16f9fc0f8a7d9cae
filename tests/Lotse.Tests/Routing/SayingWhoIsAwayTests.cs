using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Lotse.Tests.Desk;
using Lotse.Tests.Staff;
using Lotse.Tests.Tickets.Pages;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Routing;

public sealed partial class SayingWhoIsAwayTests
{
    [Fact]
    public async Task A_lead_sets_up_the_table_asks_who_would_get_it_and_reports_somebody_ill()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var lead = await desk.SignedInAsync();
        using var jon = await desk.ColleagueAsync("jon@desk.example", "Jon");
        using var mia = await desk.ColleagueAsync("mia@desk.example", "Mia");
        var (community, ids) = (await desk.ReadAsync(d => d.Communities.Where(c => c.Name == "Hafen").Select(c => c.Id).SingleAsync()), await desk.ReadAsync(d => d.Users.ToDictionaryAsync(u => u.Name, u => Text(u.Id))));
        Assert.Contains("Noch ist niemand zuständig", await TextAsync(lead, $"/responsibilities?community={community}"));

        await SavedAsync(lead.PostAsync("/responsibilities/categories", ("community", Text(community)), ("kind", "product"), ("name", "Fähre"), ("words", "Fähre, Überfahrt")));
        await SavedAsync(lead.PostAsync("/responsibilities/categories", ("community", Text(community)), ("kind", "supportGroup"), ("name", "Reisen")));
        var (product, group) = (await CategoryAsync(desk, "Fähre"), await CategoryAsync(desk, "Reisen"));
        var nobody = await lead.PostAsync("/responsibilities", ("community", Text(community)), ("product", product), ("note", "Bleibt stehen"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, nobody.StatusCode);
        Assert.Contains("Bleibt stehen", WebUtility.HtmlDecode(await nobody.Content.ReadAsStringAsync()));
        await SavedAsync(lead.PostAsync("/responsibilities", ("community", Text(community)), ("product", product), ("holder", $"a{ids["Jon"]}"), ("supportGroup", group)));
        // A row that crosses another one is kept only after that was said.
        var crossing = await lead.PostAsync("/responsibilities", ("community", Text(community)), ("language", "de"), ("holder", $"a{ids["Mia"]}"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, crossing.StatusCode);
        Assert.Contains("Überschneidet sich mit „Fähre“. Wo beides passt, gilt jene Zeile.", WebUtility.HtmlDecode(await crossing.Content.ReadAsStringAsync()));
        await SavedAsync(lead.PostAsync("/responsibilities", ("community", Text(community)), ("language", "de"), ("holder", $"a{ids["Mia"]}"), ("confirmed", "1")));
        Assert.Contains("Fähre: zuständig ist Jon.", await TextAsync(lead, $"/responsibilities?community={community}&ask=1&product={product}&language=de"));
        await SavedAsync(lead.PostAsync($"/absences/people/{ids["Jon"]}", ("deputy", ids["Mia"])));

        var number = await desk.ReceiveAsync("kim@kunde.example", "Überfahrt morgen", "Ich möchte morgen mit der Fähre fahren und weiß nicht, wann sie ablegt. Können Sie mir helfen?");
        var ticket = await TextAsync(lead, $"/tickets/{number}");
        foreach (var said in (string[])["Produkt Fähre erkannt, weil „Überfahrt“ vorkommt.", "Supportgruppe Reisen eingetragen", "Fähre: zuständig ist Jon.", "Fähre · Reisen"]) Assert.Contains(said, ticket);

        var shown = await TextAsync(lead, $"/absences/new?agent={ids["Jon"]}&kind=sick");
        Assert.Contains("Jon hat ein offenes Ticket.", shown);
        Assert.Contains("1 geht an Mia", shown);
        Assert.Contains($"#{number}", shown);
        await SavedAsync(lead.PostAsync("/absences", ("agent", ids["Jon"]), ("kind", "sick"), ("tickets", "handOver")));
        ticket = await TextAsync(lead, $"/tickets/{number}");
        Assert.Contains("Abwesenheit: Jon ist nicht da, Mia vertritt Jon.", ticket);
        Assert.Contains("für Jon", ticket);
        await mia.PostAsync($"/tickets/{number}/priority", ("priority", "high"), ("version", Version().Match(ticket).Groups["v"].Value));
        Assert.Contains("Mia (Jon)", await TextAsync(lead, $"/tickets/{number}"));

        var row = await desk.ReadAsync(d => d.Absences.Select(a => a.Id).SingleAsync());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await jon.PostAsync($"/absences/people/{ids["Jon"]}/return", ("ticket", Text(number)))).StatusCode);
        await SavedAsync(jon.PostAsync($"/absences/{row}/end"));
        Assert.Contains("Überfahrt morgen", await TextAsync(jon, $"/absences/people/{ids["Jon"]}"));
        await SavedAsync(jon.PostAsync($"/absences/people/{ids["Jon"]}/return", ("ticket", Text(number))));
        Assert.Equal(ids["Jon"], await desk.ReadAsync(async d => Text(await d.Tickets.Where(t => t.Number == number).Select(t => t.AssigneeId ?? 0).SingleAsync())));
    }

    [Fact]
    public async Task Strangers_and_agents_change_nothing_that_is_not_theirs()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var lead = await desk.SignedInAsync();
        using var jon = await desk.ColleagueAsync("jon@desk.example", "Jon");
        using var stranger = await desk.SignedInAsync(PagesDesk.Stranger);
        var (community, ids) = (Text(await desk.ReadAsync(d => d.Communities.Where(c => c.Name == "Hafen").Select(c => c.Id).SingleAsync())), await desk.ReadAsync(d => d.Users.ToDictionaryAsync(u => u.Name, u => Text(u.Id))));
        await SavedAsync(lead.PostAsync("/responsibilities", ("community", community), ("holder", $"a{ids["Jon"]}")));
        await SavedAsync(lead.PostAsync("/responsibilities/categories", ("community", community), ("kind", "product"), ("name", "Geheimer Kutter")));
        var (row, category) = (await desk.ReadAsync(d => d.Responsibilities.Select(r => r.Id).SingleAsync()), await CategoryAsync(desk, "Geheimer Kutter"));
        var number = await desk.ReceiveAsync("kim@kunde.example", "Frage", "Wann fährt die Fähre?");

        foreach (var who in (Visitor[])[stranger, jon])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await who.GetAsync($"/responsibilities/{row}")).StatusCode);
            Assert.NotEqual(HttpStatusCode.SeeOther, (await who.PostAsync($"/responsibilities/{row}", ("community", community), ("holder", $"a{ids["Jon"]}"), ("confirmed", "1"))).StatusCode);
            Assert.NotEqual(HttpStatusCode.SeeOther, (await who.PostAsync($"/responsibilities/{row}/revocation")).StatusCode);
            Assert.NotEqual(HttpStatusCode.SeeOther, (await who.PostAsync($"/responsibilities/categories/{category}", ("community", community), ("name", "Anders"))).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await who.GetAsync($"/absences/people/{ids["Ada"]}")).StatusCode);
            Assert.NotEqual(HttpStatusCode.SeeOther, (await who.PostAsync("/absences", ("agent", ids["Ada"]), ("kind", "sick"))).StatusCode);
        }
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/responsibilities?community={community}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/responsibilities/categories?community={community}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync($"/tickets/{number}/categories", ("product", category))).StatusCode);
        Assert.DoesNotContain("Jon", await TextAsync(stranger, "/absences"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await lead.PostAsync($"/tickets/{number}/categories", ("product", "4711"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await lead.PostAsync("/absences", ("agent", "4711"), ("kind", "sick"))).StatusCode);
    }

    [Fact]
    public async Task Asks_the_database_a_few_times_for_each_page()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var lead = await desk.SignedInAsync();
        var (community, ada) = (Text(await desk.ReadAsync(d => d.Communities.Where(c => c.Name == "Hafen").Select(c => c.Id).SingleAsync())), Text(await desk.ReadAsync(d => d.Users.Where(u => u.Name == "Ada").Select(u => u.Id).SingleAsync())));
        await SavedAsync(lead.PostAsync("/responsibilities/categories", ("community", community), ("kind", "product"), ("name", "Fähre"), ("words", "Fähre")));
        await SavedAsync(lead.PostAsync("/responsibilities", ("community", community), ("holder", $"a{ada}")));
        var row = await desk.ReadAsync(d => d.Responsibilities.Select(r => r.Id).SingleAsync());
        var number = await desk.ReceiveAsync("kim@kunde.example", "Frage", "Wann fährt die Fähre?");
        var many = new List<string>();
        foreach (var page in (string[])[$"/responsibilities?community={community}&ask=1", $"/responsibilities/new?community={community}", $"/responsibilities/{row}", $"/responsibilities/categories?community={community}", $"/responsibilities/teams?community={community}", "/absences", "/absences/new?kind=sick", $"/absences/people/{ada}", $"/tickets/{number}"])
        {
            await TextAsync(lead, page);
            if (Math.Min(await desk.StatementsAsync(() => lead.GetAsync(page)), await desk.StatementsAsync(() => lead.GetAsync(page))) is var count and (< 1 or > 6)) many.Add($"{page}: {count}");
        }
        Assert.Empty(many);
    }

    private static Task<string> CategoryAsync(PagesDesk desk, string name) => desk.ReadAsync(async d => Text(await d.Categories.Where(c => c.Name == name).Select(c => c.Id).SingleAsync()));

    private static async Task SavedAsync(Task<HttpResponseMessage> answer)
    {
        var said = await answer;
        Assert.True(said.StatusCode == HttpStatusCode.SeeOther, WebUtility.HtmlDecode(await said.Content.ReadAsStringAsync()));
    }

    private static async Task<string> TextAsync(Visitor visitor, string path) => WebUtility.HtmlDecode(await (await visitor.GetAsync(path)).EnsureSuccessStatusCode().Content.ReadAsStringAsync());

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("name=\"version\" value=\"(?<v>\\d+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Version();
}
