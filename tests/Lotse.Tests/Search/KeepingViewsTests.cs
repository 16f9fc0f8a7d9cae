using System.Net;
using Lotse.Domain.Tickets;
using Lotse.Tests.Desk;
using Lotse.Tests.Staff;
using Lotse.Tests.Tickets.Pages;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Search;

public sealed class KeepingViewsTests
{
    [Fact]
    public async Task A_search_under_a_name_stands_in_the_rail_with_its_number()
    {
        await using var desk = await PagesDesk.StartAsync();
        for (var i = 0; i < 3; i++) await desk.ReceiveAsync($"kim{i}@kunde.example", $"Netz {i}", "Worte");
        using var agent = await desk.SignedInAsync();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await agent.PostAsync("/views", ("name", ""), ("q", "netz"))).StatusCode);
        var refused = await agent.PostAsync("/views", ("name", "Nichts"), ("q", "-netz"));
        Assert.Contains("value=\"-netz\"", await refused.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.SeeOther, (await agent.PostAsync("/views", ("name", "Netz heute"), ("q", "netz"))).StatusCode);
        await agent.PostAsync("/views", ("name", "Keine"), ("q", "netz state:closed"));

        Assert.Contains("Netz heute", await PageAsync(agent, "/tickets?queue=open"));
        await Wait.UntilAsync(async () => (await RailAsync(agent)).Contains(">3<", StringComparison.Ordinal), "the number stands in the rail");
        Assert.Equal(1, (await RailAsync(agent)).Split("class=\"count\"").Length - 1);
        Assert.Contains("<h1 id=\"list-title\">Netz heute</h1>", await PageAsync(agent, "/search?q=netz"));
        Assert.InRange(await desk.StatementsAsync(() => agent.GetAsync("/tickets?queue=open")), 1, 6);
        using var stranger = await desk.SignedInAsync(PagesDesk.Stranger);
        Assert.DoesNotContain("Netz heute", await PageAsync(stranger, "/tickets?queue=open"));
        var id = await desk.ReadAsync(d => d.SavedViews.OrderBy(v => v.Id).Select(v => v.Id).FirstAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync($"/views/{id}/removal")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync($"/views/{id}", ("name", "Meins"), ("q", "netz"))).StatusCode);
    }

    [Fact]
    public async Task Views_are_renamed_ordered_and_removed()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var agent = await desk.SignedInAsync();
        foreach (var name in (string[])["Eins", "Zwei", "Drei"]) await agent.PostAsync("/views", ("name", name), ("q", $"state:open {name}"));
        var ids = await desk.ReadAsync(d => d.SavedViews.OrderBy(v => v.Position).Select(v => v.Id).ToListAsync());

        await agent.PostAsync($"/views/{ids[2]}/place", ("by", "up"));
        await agent.PostAsync($"/views/{ids[0]}", ("name", "Erste"), ("q", "state:new"));
        Assert.Equal(["Erste", "Drei", "Zwei"], await NamesAsync(desk));
        await agent.PostAsync($"/views/{ids[0]}/place", ("by", "up"));
        await agent.PostAsync($"/views/{ids[1]}/removal");
        Assert.Equal(["Erste", "Drei"], await NamesAsync(desk));
        Assert.Equal("state:new", await desk.ReadAsync(d => d.SavedViews.Where(v => v.Id == ids[0]).Select(v => v.Query).SingleAsync()));
    }

    [Fact]
    public async Task Leads_give_a_view_to_the_people_of_a_community_and_nobody_else_does()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var agent = await desk.SignedInAsync();
        using var other = await desk.SignedInAsync(PagesDesk.Stranger);

        await agent.PostAsync("/views", ("name", "Für Andere"), ("q", "state:new"), ("community", "77"));
        Assert.Contains("Für Andere", WebUtility.HtmlDecode(await PageAsync(other, "/tickets?queue=open")));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await other.PostAsync("/views", ("name", "Auch"), ("q", "state:new"), ("community", "77"))).StatusCode);
        var id = await desk.ReadAsync(d => d.SavedViews.Select(v => v.Id).SingleAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await other.PostAsync($"/views/{id}/removal")).StatusCode);
        await desk.ReadAsync(d => d.Users.Where(a => a.Email == PagesDesk.Stranger).ExecuteUpdateAsync(set => set.SetProperty(a => a.Role, Role.Lead)));
        Assert.Equal(HttpStatusCode.SeeOther, (await other.PostAsync($"/views/{id}", ("name", "Unsere"), ("q", "state:new"))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await other.PostAsync("/views", ("name", "Auch"), ("q", "state:new"), ("community", "1"))).StatusCode);
    }

    private static Task<List<string>> NamesAsync(PagesDesk desk) => desk.ReadAsync(d => d.SavedViews.OrderBy(v => v.Position).Select(v => v.Name).ToListAsync());

    private static async Task<string> PageAsync(Visitor agent, string path) => await (await agent.GetAsync(path)).Content.ReadAsStringAsync();

    private static async Task<string> RailAsync(Visitor agent)
    {
        return await (await agent.SendAsync(HttpMethod.Get, "/views?here=", null, null, ("Turbo-Frame", "views"))).Content.ReadAsStringAsync();
    }
}
