using System.Net;
using Lotse.Domain.Knowledge;
using Lotse.Tests.Tickets.Pages;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Knowledge;

public sealed class ProposingFromACaseTests
{
    [Fact]
    public async Task What_came_back_as_the_answer_is_drafted_without_the_customer_and_offered_only_once_it_is_published()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("Kim Kunde <kim@kunde.example>", "Anhang von Kim Kunde", "Der Anhang geht nicht durch.");
        using var lead = await desk.SignedInAsync();
        using var agent = await desk.ColleagueAsync("erna@desk.example", "Erna");
        await agent.PostAsync($"/tickets/{number}/escalations", ("reason", "not-covered"), ("tried", "Alles"), ("form", "general"), ("a.wish", "Senden"), ("then", "up"));
        await lead.PostAsync($"/tickets/{number}/acceptances");

        var returned = await lead.PostAsync($"/tickets/{number}/returns", ("with", "answer"), ("text", "Herr Kunde (kim@kunde.example, 040 30191234) soll den Anhang auf 10 MB verkleinern."), ("nextTime", "yes"));
        Assert.Equal($"/text-blocks/new?ticket={number}", returned.Headers.Location!.ToString());
        var page = await agent.PageAsync($"/text-blocks/new?ticket={number}");
        foreach (var said in (string[])["value=\"Anhang von …\"", "Herr {{ contact.last_name }} ({{ contact.address }}, …) soll den Anhang auf 10 MB verkleinern.", "value=\"proposed\" selected"]) Assert.Contains(said, page);
        Assert.DoesNotContain("<option value=\"published\"", page);

        // Whoever answers may propose and no more; whoever leads publishes.
        var community = await desk.CommunityAsync();
        var fields = BlockDesk.Fields("Anhang zu groß", "anhang", "<p>Bitte verkleinern.</p>", community: community, state: "proposed");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await agent.PostAsync("/text-blocks", [.. BlockDesk.Fields("Anhang zu groß", "anhang", "<p>Bitte verkleinern.</p>", community: community), ("from", $"{number}")])).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await agent.PostAsync("/text-blocks", [.. fields, ("from", $"{number}")])).StatusCode);
        var id = await desk.ReadAsync(d => d.TextBlocks.Select(b => b.Id).SingleAsync());
        Assert.DoesNotContain("anhang", (await agent.JsonAsync($"/text-blocks/offers?ticket={number}&q=anh")).ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Anhang zu groß", await lead.PageAsync("/text-blocks?state=proposed"));
        var notTheirs = await agent.PostAsync($"/text-blocks/{id}", [.. BlockDesk.Fields("Anhang zu groß", "anhang", "<p>Bitte verkleinern.</p>", community: community), ("version", "1")]);
        Assert.NotEqual(HttpStatusCode.SeeOther, notTheirs.StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await lead.PostAsync($"/text-blocks/{id}", [.. BlockDesk.Fields("Anhang zu groß", "anhang", "<p>Bitte verkleinern.</p>", community: community), ("version", "1")])).StatusCode);
        Assert.Equal(TextBlockState.Published, await desk.ReadAsync(d => d.TextBlocks.Select(b => b.State).SingleAsync()));
    }

    [Fact]
    public async Task Beyond_the_wall_nothing_is_drafted_and_nothing_proposed()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Anhang", "Worte");
        using var stranger = await desk.SignedInAsync(PagesDesk.Stranger);

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/text-blocks/new?ticket={number}")).StatusCode);
        var answer = await stranger.PostAsync("/text-blocks", [.. BlockDesk.Fields("Fremd", null, "<p>x</p>", community: await desk.CommunityAsync(), state: "proposed"), ("from", $"{number}")]);
        Assert.NotEqual(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal(0, await desk.ReadAsync(d => d.TextBlocks.CountAsync()));
    }
}
