using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Lotse.Tests.Staff;
using Lotse.Tests.Tickets.Pages;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Routing;

/// <summary>The same change in many rows of the table.</summary>
public sealed partial class ChangingManyRowsTests
{
    [Fact]
    public async Task A_lead_ticks_rows_sees_what_changes_and_does_it_in_one_save()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var lead = await desk.SignedInAsync();
        using var jon = await desk.ColleagueAsync("jon@desk.example", "Jon");
        using var mia = await desk.ColleagueAsync("mia@desk.example", "Mia");
        var (hafen, ids) = await SetUpAsync(desk, lead);
        var rows = await RowsAsync(desk);
        Assert.Contains($"name=\"row\" value=\"{rows[0]}\"", await TextAsync(lead, $"/responsibilities?community={hafen}"));

        var chosen = await PostAsync(lead, HttpStatusCode.OK, ("community", hafen), ("row", rows[0]), ("row", rows[1]));
        Assert.Contains("2 Zeilen ausgewählt", chosen);
        Assert.Contains("Fähre", chosen);
        (string, string)[] fields = [("community", hafen), ("row", rows[0]), ("row", rows[1]), ("shown", "1"), ("set", "holders"), ("holder", $"a{ids["Mia"]}"), ("holder", ""), ("set", "until"), ("until", "2099-12-31T12:00"), ("deputy", ids["Jon"])];
        var shown = await PostAsync(lead, HttpStatusCode.OK, [.. fields, ("then", "try")]);
        foreach (var said in (string[])["2 geändert", "Zuständig: Jon → Mia", "Gilt bis: – → Do, 31. Dez 2099 12:00", "So übernehmen"]) Assert.Contains(said, shown);
        Assert.DoesNotContain("Vertretung: –", shown); // What is not ticked stays.
        Assert.Equal(3, await desk.ReadAsync(d => d.Responsibilities.CountAsync(r => r.Until == null)));

        Assert.Contains("Inzwischen hat sich etwas geändert", await PostAsync(lead, HttpStatusCode.Conflict, [.. fields, ("then", "keep"), ("seen", "anders")]));
        await PostAsync(lead, HttpStatusCode.SeeOther, [.. fields, ("then", "keep"), ("seen", Seen().Match(shown).Groups["seen"].Value)]);
        Assert.Equal([$"a{ids["Mia"]}", $"a{ids["Mia"]}", $"a{ids["Jon"]}"], await desk.ReadAsync(d => d.Responsibilities.OrderBy(r => r.Id).Select(r => r.Holders).ToListAsync()));

        var last = await desk.ReadAsync(d => d.Journal.MaxAsync(line => line.Id));
        (string, string)[] end = [("community", hafen), ("row", rows[0]), ("row", rows[2]), ("shown", "1"), ("set", "end")];
        shown = await PostAsync(lead, HttpStatusCode.OK, [.. end, ("then", "try")]);
        Assert.Contains("2 enden", shown);
        await PostAsync(lead, HttpStatusCode.SeeOther, [.. end, ("then", "keep"), ("seen", Seen().Match(shown).Groups["seen"].Value)]);
        Assert.Equal(["responsibilityRevoked", "responsibilityRevoked"], await desk.ReadAsync(d => d.Journal.Where(line => line.Id > last).Select(line => line.Kind).ToListAsync()));
        // What is over does not stand in the way of a new row for the same.
        Assert.Equal(HttpStatusCode.SeeOther, (await lead.PostAsync("/responsibilities", ("community", hafen), ("language", "de"), ("holder", $"a{ids["Mia"]}"), ("confirmed", "1"))).StatusCode);
    }

    [Fact]
    public async Task What_stands_in_the_way_is_said_and_nothing_is_done()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var lead = await desk.SignedInAsync();
        using var jon = await desk.ColleagueAsync("jon@desk.example", "Jon");
        using var mia = await desk.ColleagueAsync("mia@desk.example", "Mia");
        using var stranger = await desk.SignedInAsync(PagesDesk.Stranger);
        var (hafen, ids) = await SetUpAsync(desk, lead);
        var rows = await RowsAsync(desk);
        var other = await desk.ReadAsync(async d =>
        {
            var community = await d.Communities.Where(c => c.Name != "Hafen").Select(c => c.Id).FirstAsync();
            d.Responsibilities.Add(new Lotse.Adapters.Database.Rows.ResponsibilityRow { Id = 77, CommunityId = community, Holders = $"a{ids["Bo"]}" });
            await d.SaveChangesAsync();
            return community.ToString(CultureInfo.InvariantCulture);
        });

        Assert.Contains("Wähle mindestens eine Zeile", await PostAsync(lead, HttpStatusCode.UnprocessableEntity, ("community", hafen)));
        Assert.Contains("Kreuze an, was sich ändern soll", await PostAsync(lead, HttpStatusCode.UnprocessableEntity, ("community", hafen), ("row", rows[0]), ("shown", "1"), ("then", "try")));
        Assert.Contains("Nenne mindestens eine Person", await PostAsync(lead, HttpStatusCode.UnprocessableEntity, ("community", hafen), ("row", rows[0]), ("shown", "1"), ("then", "try"), ("set", "holders")));
        Assert.Contains("gibt es hier nicht", await PostAsync(lead, HttpStatusCode.UnprocessableEntity, ("community", hafen), ("row", rows[0]), ("row", "77"), ("shown", "1"), ("then", "keep"), ("set", "end")));
        Assert.Contains("Das gibt es in dieser Community nicht", await PostAsync(lead, HttpStatusCode.UnprocessableEntity, ("community", hafen), ("row", rows[0]), ("shown", "1"), ("then", "keep"), ("set", "deputies"), ("deputy", "4711")));
        Assert.Contains("Das gibt es in dieser Community nicht", await PostAsync(lead, HttpStatusCode.UnprocessableEntity, ("community", hafen), ("row", rows[0]), ("shown", "1"), ("then", "keep"), ("set", "holders"), ("holder", $"a{ids["Bo"]}")));
        await PostAsync(lead, HttpStatusCode.UnprocessableEntity, ("community", hafen), ("row", rows[0]), ("shown", "1"), ("then", "keep"), ("set", "until"), ("until", "morgen"));
        Assert.Equal(4, await desk.ReadAsync(d => d.Responsibilities.CountAsync(r => r.Until == null && r.Deputies == "")));
        foreach (var (who, community) in new[] { (jon, hafen), (stranger, hafen), (stranger, other) }) await PostAsync(who, HttpStatusCode.NotFound, ("community", community), ("row", rows[0]), ("row", "77"), ("shown", "1"), ("then", "keep"), ("set", "end"));
    }

    [Fact]
    public async Task A_long_table_shows_its_beginning_and_finds_the_rest()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var lead = await desk.SignedInAsync();
        var hafen = await desk.ReadAsync(d => d.Communities.Where(c => c.Name == "Hafen").Select(c => c.Id).SingleAsync());
        var ada = await desk.ReadAsync(d => d.Users.Where(u => u.Name == "Ada").Select(u => u.Id).SingleAsync());
        await desk.ReadAsync(async d =>
        {
            for (var n = 1; n <= 3000; n++)
            {
                d.Categories.Add(new Lotse.Domain.Routing.Category { Id = n, CommunityId = hafen, Kind = Lotse.Domain.Routing.CategoryKind.Product, Name = $"Boot {n.ToString("0000", CultureInfo.InvariantCulture)}" });
                d.Responsibilities.Add(new Lotse.Adapters.Database.Rows.ResponsibilityRow { Id = n, CommunityId = hafen, ProductId = n, Holders = $"a{ada.ToString(CultureInfo.InvariantCulture)}" });
                d.Responsibilities.Add(new Lotse.Adapters.Database.Rows.ResponsibilityRow { Id = 10_000 + n, CommunityId = hafen, Language = "de", From = TimeProvider.System.GetUtcNow().AddDays(n), Until = TimeProvider.System.GetUtcNow().AddDays(n + 1), Holders = $"a{ada.ToString(CultureInfo.InvariantCulture)}" });
            }
            return await d.SaveChangesAsync();
        });
        await desk.WithAsync<Lotse.Tickets.Pages.DeskNames, bool>(names => { names.Forget(); return Task.FromResult(true); });
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var page = await TextAsync(lead, $"/responsibilities?community={hafen}");
        TestContext.Current.SendDiagnosticMessage("6,000 rows: the page in {0:n2} s, {1:n0} kB", watch.Elapsed.TotalSeconds, page.Length / 1024);
        Assert.Contains("5.800 weitere Zeilen sind nicht gezeigt", page);
        Assert.Equal(200, page.Split("name=\"row\"").Length - 1);
        var found = await TextAsync(lead, $"/responsibilities?community={hafen}&find=boot+2987");
        Assert.Contains("Boot 2987", found);
        Assert.Equal(1, found.Split("name=\"row\"").Length - 1);
        Assert.Contains("Dazu ist niemand eingetragen", await TextAsync(lead, $"/responsibilities?community={hafen}&find=kutter"));
        Assert.InRange(Math.Min(await desk.StatementsAsync(() => lead.GetAsync($"/responsibilities?community={hafen}&find=boot")), await desk.StatementsAsync(() => lead.GetAsync($"/responsibilities?community={hafen}&find=boot"))), 1, 6);
    }

    private static async Task<(string Community, Dictionary<string, string> People)> SetUpAsync(PagesDesk desk, Visitor lead)
    {
        var hafen = (await desk.ReadAsync(d => d.Communities.Where(c => c.Name == "Hafen").Select(c => c.Id).SingleAsync())).ToString(CultureInfo.InvariantCulture);
        var ids = await desk.ReadAsync(d => d.Users.ToDictionaryAsync(u => u.Name, u => u.Id.ToString(CultureInfo.InvariantCulture)));
        await lead.PostAsync("/responsibilities/categories", ("community", hafen), ("kind", "product"), ("name", "Fähre"));
        var product = await desk.ReadAsync(d => d.Categories.Select(c => c.Id).SingleAsync());
        foreach (var (name, value) in new[] { ("product", product.ToString(CultureInfo.InvariantCulture)), ("language", "fr"), ("language", "de") })
        {
            Assert.Equal(HttpStatusCode.SeeOther, (await lead.PostAsync("/responsibilities", ("community", hafen), (name, value), ("holder", $"a{ids["Jon"]}"), ("confirmed", "1"))).StatusCode);
        }
        return (hafen, ids);
    }

    private static async Task<List<string>> RowsAsync(PagesDesk desk) => [.. (await desk.ReadAsync(d => d.Responsibilities.OrderBy(r => r.Id).Select(r => r.Id).ToListAsync())).Select(id => id.ToString(CultureInfo.InvariantCulture))];

    private static async Task<string> PostAsync(Visitor agent, HttpStatusCode status, params (string Name, string Value)[] fields)
    {
        var answer = await agent.SubmitAsync("/responsibilities/bulk", await agent.FormTokenAsync("/responsibilities"), fields);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.True(status == answer.StatusCode, $"{answer.StatusCode}: {(page.IndexOf("<main", StringComparison.Ordinal) is >= 0 and var at ? page[at..] : page)}");
        return page;
    }

    private static async Task<string> TextAsync(Visitor visitor, string path) => WebUtility.HtmlDecode(await (await visitor.GetAsync(path)).EnsureSuccessStatusCode().Content.ReadAsStringAsync());

    [GeneratedRegex("name=\"seen\" value=\"(?<seen>[0-9a-f]+)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Seen();
}
