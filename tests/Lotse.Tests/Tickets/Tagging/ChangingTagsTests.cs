using System.Net;
using Lotse.Tests.Desk;
using Lotse.Tests.Tickets.Pages;
using Lotse.Tickets.Tagging;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Tickets.Tagging;

public sealed class ChangingTagsTests
{
    [Fact]
    public async Task A_new_name_reaches_every_ticket_and_a_merged_tag_lives_on_as_another_word()
    {
        await using var desk = await RunningDesk.StartAsync();
        var (a, b) = ((await desk.PostMailAsync(new CustomerMail())).Ticket!.Value, (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value);
        await TagAsync(desk, a, "paket");
        await TagAsync(desk, b, "packet", "paket");
        var tags = (await desk.Api.ReadAsync<TagListJson>("/tags")).Items.ToDictionary(t => t.Name, t => t.Id);

        Assert.Equal(HttpStatusCode.NoContent, await desk.Api.StatusAsync(HttpMethod.Patch, $"/tags/{tags["paket"]}", new { name = "Sendung" }));
        Assert.Equal(["sendung"], (await desk.Api.TicketAsync(a)).Tags);
        Assert.Equal(HttpStatusCode.NoContent, await desk.Api.StatusAsync(HttpMethod.Post, $"/tags/{tags["packet"]}/merges", new { into = "sendung" }));
        Assert.Equal(["sendung"], (await desk.Api.TicketAsync(b)).Tags);
        Assert.Equal(["packet"], Assert.Single((await desk.Api.ReadAsync<TagListJson>("/tags")).Items).Aliases);
        Assert.Equal([b, a], (await desk.Api.ListAsync("?tag=packet")).Items.Select(t => t.Number));

        await TagAsync(desk, a, "eilig");
        await TagAsync(desk, a, "packet", "sendung"); // Both words mean the one tag.
        Assert.Equal(["sendung"], (await desk.Api.TicketAsync(a)).Tags);
        Assert.Equal(HttpStatusCode.NoContent, await desk.Api.StatusAsync(HttpMethod.Delete, $"/tags/{tags["packet"]}"));
        await TagAsync(desk, a, "packet");
        Assert.Equal(["packet"], (await desk.Api.TicketAsync(a)).Tags);
        Assert.Empty(await desk.VerifyAsync());
    }

    [Fact]
    public async Task The_search_finds_by_either_word()
    {
        await using var desk = await RunningDesk.StartAsync();
        var (a, b, c) = ((await desk.PostMailAsync(new CustomerMail())).Ticket!.Value, (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value, (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value);
        await TagAsync(desk, a, "paket");
        await TagAsync(desk, b, "packet");
        await TagAsync(desk, c, "anderes");
        var tags = (await desk.Api.ReadAsync<TagListJson>("/tags")).Items.ToDictionary(t => t.Name, t => t.Id);
        (await desk.Api.PostAsync($"/tags/{tags["packet"]}/merges", new { into = "paket" })).EnsureSuccessStatusCode();
        await desk.FindableAsync();

        foreach (var word in (string[])["paket", "packet"])
        {
            using var found = await desk.Api.GetAsync($"/search?q=tag:{word}");
            var text = await found.Content.ReadAsStringAsync();
            Assert.True(text.Contains($"{a}", StringComparison.Ordinal) && text.Contains($"{b}", StringComparison.Ordinal) && !text.Contains($"\"number\":{c}", StringComparison.Ordinal), text);
        }
    }

    [Fact]
    public async Task Is_for_leads_and_admins_of_the_community_and_never_into_nothing()
    {
        await using var desk = await RunningDesk.StartAsync();
        var clara = await desk.AddAgentAsync("Clara", RunningDesk.Community);
        await TagAsync(desk, (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value, "eins", "zwei");
        var tags = (await desk.Api.ReadAsync<TagListJson>("/tags")).Items.ToDictionary(t => t.Name, t => t.Id);

        Assert.Equal(HttpStatusCode.NotFound, await clara.StatusAsync(HttpMethod.Patch, $"/tags/{tags["eins"]}", new { name = "drei" }));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await desk.Api.StatusAsync(HttpMethod.Patch, $"/tags/{tags["eins"]}", new { name = "zwei" }));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await desk.Api.StatusAsync(HttpMethod.Patch, $"/tags/{tags["eins"]}", new { name = " " }));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await desk.Api.StatusAsync(HttpMethod.Post, $"/tags/{tags["eins"]}/merges", new { into = "eins" }));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await desk.Api.StatusAsync(HttpMethod.Post, $"/tags/{tags["eins"]}/merges", new { into = "gibtesnicht" }));
    }

    [Fact]
    public async Task The_page_renames_and_shows_what_stands_in_the_way()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Frage", "Worte");
        using var agent = await desk.SignedInAsync();
        using var stranger = await desk.SignedInAsync(PagesDesk.Stranger);
        await agent.PostAsync($"/tickets/{number}/tags", ("tags", "eins, zwei"));
        var id = await desk.ReadAsync(d => d.Tags.Where(t => t.Name == "eins").Select(t => t.Id).SingleAsync());

        Assert.Equal(HttpStatusCode.Forbidden, (await stranger.GetAsync("/tags")).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await agent.PostAsync($"/tags/{id}/name", ("name", "zwei"))).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await agent.PostAsync($"/tags/{id}/merges", ("into", "zwei"))).StatusCode);
        Assert.Contains($"/tags/{id}/removal", await (await agent.GetAsync("/tags")).Content.ReadAsStringAsync());
    }

    private static async Task TagAsync(RunningDesk desk, long number, params string[] tags) => (await desk.Api.PatchAsync(number, new { tags })).EnsureSuccessStatusCode();
}
