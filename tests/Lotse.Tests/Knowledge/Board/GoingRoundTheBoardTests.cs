using System.Net;
using Lotse.Domain.Knowledge;
using Lotse.Tests.Staff;
using Lotse.Tests.Tickets.Pages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Lotse.Tests.Knowledge.Board;

/// <summary>A case that was solved above becomes a proposal, is published, is told to those who answer first, and is read.</summary>
public sealed class GoingRoundTheBoardTests
{
    /// <summary>The real time, and then some.</summary>
    private sealed class ClockAhead : TimeProvider
    {
        private TimeSpan _ahead;

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _ahead;

        public void Advance(TimeSpan by) => _ahead += by;
    }

    private static async Task<long> SolvedAboveAsync(PagesDesk desk, Visitor agent, Visitor lead, string subject = "Anhang")
    {
        var number = await desk.ReceiveAsync("kim@kunde.example", subject, "Der Anhang geht nicht durch.");
        await agent.PostAsync($"/tickets/{number}/escalations", ("reason", "not-covered"), ("tried", "Alles"), ("form", "general"), ("a.wish", "Senden"), ("then", "up"));
        await lead.PostAsync($"/tickets/{number}/acceptances");
        await lead.PostAsync($"/tickets/{number}/replies", ("text", "Bitte verkleinern Sie den Anhang auf 10 MB.\nSenden Sie ihn dann noch einmal."), ("then", "resolve"));
        return number;
    }

    [Fact]
    public async Task The_question_is_asked_where_it_was_solved_once_and_leads_to_a_draft()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var lead = await desk.SignedInAsync();
        using var agent = await desk.ColleagueAsync("erna@desk.example", "Erna");
        var number = await SolvedAboveAsync(desk, agent, lead);

        Assert.Contains("Hier gelöst. Kann das 1st Level das beim nächsten Mal?", await lead.PageAsync($"/tickets/{number}/levels"));
        Assert.Contains($"href=\"/tickets/{number}\"", await lead.PageAsync("/knowledge/cases"));
        var said = await lead.PostAsync($"/tickets/{number}/next-time", ("below", "procedure"));
        Assert.Equal($"/procedures/new?ticket={number}", said.Headers.Location!.ToString());
        var draft = await lead.PageAsync($"/procedures/new?ticket={number}");
        foreach (var step in (string[])["Bitte verkleinern Sie den Anhang auf 10 MB.", "Senden Sie ihn dann noch einmal.", "value=\"general\""]) Assert.Contains(step, draft);

        Assert.DoesNotContain("Hier gelöst.", await lead.PageAsync($"/tickets/{number}/levels"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await lead.PostAsync($"/tickets/{number}/next-time", ("below", "no"))).StatusCode);
        Assert.Contains("Das Level darunter kann das beim nächsten Mal.", await lead.PageAsync($"/tickets/{number}"));
        Assert.DoesNotContain($"href=\"/tickets/{number}\"", await lead.PageAsync("/knowledge/cases"));
    }

    [Fact]
    public async Task A_proposal_goes_along_the_board_and_is_read_below()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var lead = await desk.SignedInAsync();
        using var agent = await desk.ColleagueAsync("erna@desk.example", "Erna");
        var number = await SolvedAboveAsync(desk, agent, lead);
        var community = await desk.CommunityAsync();
        await lead.PostAsync("/text-blocks", [.. BlockDesk.Fields("Anhang zu groß", "anhang", "<p>Bitte verkleinern.</p>", community: community, state: "proposed"), ("from", $"{number}")]);
        var block = await desk.ReadAsync(d => d.TextBlocks.SingleAsync());
        Assert.Equal(("general", "not-covered"), (block.CaseForm, block.CaseReason));

        Assert.Contains($"Aus Fall #{number}", await lead.PageAsync("/knowledge"));
        Assert.DoesNotContain("/state\"", await agent.PageAsync("/knowledge"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await agent.PostAsync($"/knowledge/text-blocks/{block.Id}/state", ("state", "published"))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await lead.PostAsync($"/knowledge/text-blocks/{block.Id}/state", ("state", "needs-review"))).StatusCode);
        await lead.PostAsync($"/knowledge/text-blocks/{block.Id}/state", ("state", "in-review"), ("version", "1"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await lead.PostAsync($"/knowledge/text-blocks/{block.Id}/state", ("state", "published"), ("version", "1"))).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await lead.PostAsync($"/knowledge/text-blocks/{block.Id}/state", ("state", "published"), ("version", "2"))).StatusCode);

        // Whoever answers first is told, and says that they have read it; whoever published it knows.
        Assert.Contains("Neu für Sie: 1 Eintrag", await agent.PageAsync("/knowledge"));
        Assert.DoesNotContain("Neu für Sie", await lead.PageAsync("/knowledge"));
        Assert.Contains("0 von 1 haben es gelesen", await lead.PageAsync("/knowledge"));
        var news = await desk.ReadAsync(d => d.KnowledgeNews.SingleAsync());
        Assert.Contains("Neu veröffentlicht von", await agent.PageAsync($"/text-blocks/{block.Id}"));
        Assert.Equal(HttpStatusCode.NotFound, (await lead.PostAsync($"/knowledge/news/{news.Id}/reading")).StatusCode);
        await agent.PostAsync($"/knowledge/news/{news.Id}/reading", ("back", $"{block.Id}"));
        Assert.DoesNotContain("Neu für Sie", await agent.PageAsync("/knowledge"));
        Assert.Contains("1 von 1 haben es gelesen", await lead.PageAsync("/knowledge"));

        // What is published once more is told once more.
        await lead.PostAsync($"/knowledge/text-blocks/{block.Id}/state", ("state", "needs-review"));
        await lead.PostAsync($"/knowledge/text-blocks/{block.Id}/state", ("state", "published"));
        Assert.Contains("Neu für Sie: 1 Eintrag", await agent.PageAsync("/knowledge"));
        Assert.Equal(1, await desk.ReadAsync(d => d.KnowledgeNews.CountAsync()));
    }

    [Fact]
    public async Task Procedures_go_the_same_way()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var lead = await desk.SignedInAsync();
        using var agent = await desk.ColleagueAsync("erna@desk.example", "Erna");
        var number = await SolvedAboveAsync(desk, agent, lead);
        var saved = await lead.PostAsync("/procedures", ("from", $"{number}"), ("german", "Anhang zu groß"), ("english", ""), ("community", $"{await desk.CommunityAsync()}"), ("state", "proposed"), ("form", "general"), ("version", "0"),
            ("s-key", ""), ("s-de", "Anhang verkleinern"), ("s-en", ""), ("s-kind", "Check"));
        Assert.Equal(HttpStatusCode.SeeOther, saved.StatusCode);
        var id = await desk.ReadAsync(d => d.Procedures.Where(p => p.German == "Anhang zu groß").Select(p => p.Id).SingleAsync());

        Assert.Contains($"Aus Fall #{number}", await lead.PageAsync("/knowledge"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await agent.PostAsync($"/knowledge/procedures/{id}/state", ("state", "published"))).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await lead.PostAsync($"/knowledge/procedures/{id}/state", ("state", "published"), ("version", "1"))).StatusCode);
        Assert.Contains("Neu für Sie: 1 Eintrag", await agent.PageAsync("/knowledge"));
        Assert.Contains("Anhang zu groß", await lead.PageAsync("/knowledge/cases"));
        using var stranger = await desk.SignedInAsync(PagesDesk.Stranger);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync($"/knowledge/procedures/{id}/state", ("state", "retired"))).StatusCode);
    }

    [Fact]
    public async Task Kinds_of_cases_are_counted_and_whether_fewer_go_up_since()
    {
        var clock = new ClockAhead();
        await using var desk = await PagesDesk.StartAsync(services => services.AddSingleton<TimeProvider>(clock));
        using var lead = await desk.SignedInAsync();
        using var agent = await desk.ColleagueAsync("erna@desk.example", "Erna");
        for (var n = 0; n < 4; n++) await SolvedAboveAsync(desk, agent, lead, $"Anhang {n}");
        var number = await SolvedAboveAsync(desk, agent, lead, "Noch ein Anhang");
        await lead.PostAsync($"/tickets/{number}/next-time", ("below", "block"));
        var page = await lead.PageAsync("/knowledge/cases");
        Assert.Contains("Allgemeiner Fall · Kein Textbaustein und keine Vorgehensempfehlung passt", page);
        Assert.Contains("5 Fälle in vier Wochen · 1 davon", page);

        var community = await desk.CommunityAsync();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await lead.PostAsync("/knowledge/cases", ("community", $"{community}"), ("case", "general|not-covered"), ("shortcut", "anhang"))).StatusCode);
        clock.Advance(TimeSpan.FromDays(3));
        var block = await desk.MakeBlockAsync(lead, "Anhang zu groß", "anhang", "<p>Bitte verkleinern.</p>", community: community);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await agent.PostAsync("/knowledge/cases", ("community", $"{community}"), ("case", "general|not-covered"), ("shortcut", "anhang"))).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await lead.PostAsync("/knowledge/cases", ("community", $"{community}"), ("case", "general|not-covered"), ("shortcut", "/anhang"))).StatusCode);
        Assert.Contains("vorher 1,3 je Woche; seitdem noch zu früh", await lead.PageAsync("/knowledge/cases"));

        clock.Advance(TimeSpan.FromDays(8));
        await SolvedAboveAsync(desk, agent, lead, "Und noch einer");
        clock.Advance(TimeSpan.FromDays(7));
        Assert.Contains("von 1,3 auf 0,5 je Woche gefallen", await lead.PageAsync("/knowledge/cases"));
        var kind = (await lead.JsonAsync("/api/v1/knowledge/cases"))[0];
        Assert.Equal(("general", 6, $"/text-blocks/{block}"), (kind.GetProperty("form").GetString(), kind.GetProperty("lately").GetInt32(), kind.GetProperty("covers")[0].GetProperty("item").GetString()));
    }

    [Fact]
    public async Task Communities_are_walls_here_too_and_pages_cost_few_statements()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var lead = await desk.SignedInAsync();
        using var agent = await desk.ColleagueAsync("erna@desk.example", "Erna");
        using var stranger = await desk.SignedInAsync(PagesDesk.Stranger);
        var number = await SolvedAboveAsync(desk, agent, lead);
        var community = await desk.CommunityAsync();
        await lead.PostAsync("/text-blocks", [.. BlockDesk.Fields("Anhang zu groß", "anhang", "<p>Bitte.</p>", community: community), ("from", $"{number}")]);
        var block = await desk.ReadAsync(d => d.TextBlocks.SingleAsync());

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync($"/knowledge/text-blocks/{block.Id}/state", ("state", "retired"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync($"/tickets/{number}/next-time", ("below", "no"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync("/knowledge/cases", ("community", $"{community}"), ("case", "general|not-covered"), ("shortcut", "anhang"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/procedures/new?ticket={number}")).StatusCode);
        foreach (var page in (string[])["/knowledge", "/knowledge/cases"])
        {
            var seen = await stranger.PageAsync(page);
            foreach (var secret in (string[])["Anhang", "Hafen", "Allgemeiner Fall"]) Assert.DoesNotContain(secret, seen);
            foreach (var visitor in (Visitor[])[agent, lead]) Assert.InRange(await desk.StatementsAsync(() => visitor.GetAsync(page)), 1, 6);
        }
        Assert.Equal(TextBlockState.Published, await desk.ReadAsync(d => d.TextBlocks.Select(b => b.State).SingleAsync()));
    }
}
