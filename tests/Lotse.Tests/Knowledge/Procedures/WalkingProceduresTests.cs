using System.Net;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Knowledge;
using Lotse.Tests.Staff;
using Lotse.Tests.Tickets.Pages;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Knowledge.Procedures;

public sealed class WalkingProceduresTests
{
    [Fact]
    public async Task The_play_through_is_walked_in_the_ticket_and_fills_the_hand_over_form()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Weiße Seite", "Es geht nicht.");
        using var agent = await desk.SignedInAsync();

        Assert.Contains("Technisches Problem durchspielen", await PageAsync(agent, $"/tickets/{number}/procedures"));
        await SeenAsync(agent.PostAsync($"/tickets/{number}/procedures", ("procedure", $"{Procedure.PlayThrough}")));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await agent.PostAsync($"/tickets/{number}/procedures", ("procedure", $"{Procedure.PlayThrough}"))).StatusCode);
        var run = await desk.ReadAsync(d => d.ProcedureRuns.Select(r => r.Id).SingleAsync());
        var steps = $"/tickets/{number}/procedures/{run}/steps";
        await SeenAsync(agent.PostAsync(steps, ("step", "save"), ("answer", "yes")));
        // Who still sees the step before is told, and nothing is walked twice.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await agent.PostAsync(steps, ("step", "save"), ("answer", "yes"))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await agent.PostAsync(steps, ("step", "see"), ("answer", " "))).StatusCode);
        foreach (var (step, answer) in new[]
        {
            ("see", "Klick auf Senden, dann weiß"), ("works", "no"), ("system", "Windows 11"), ("browser", "Firefox 151"), ("connection", "wlan"), ("crash", "no"), ("upload", "no"), ("reach", "vormittags"),
            ("urgency-customer", "limited"), ("urgency-agent", "limited"), ("before", "nein"), ("told", ""),
        })
        {
            Assert.Contains($"value=\"{step}\"", await PageAsync(agent, $"/tickets/{number}/procedures"));
            await SeenAsync(agent.PostAsync(steps, ("step", step), ("answer", answer)));
        }
        Assert.Contains($"/tickets/{number}/escalation", await PageAsync(agent, $"/tickets/{number}/procedures"));
        Assert.InRange(await desk.StatementsAsync(() => agent.GetAsync($"/tickets/{number}/procedures")), 1, 6);
        var gate = await PageAsync(agent, $"/tickets/{number}/escalation");
        foreach (var said in (string[])["value=\"Windows 11\"", "Klick auf Senden, dann weiß</textarea>", "value=\"wlan\" selected", "value=\"technical-problem\" selected"]) Assert.Contains(said, gate);
        Assert.Equal(HttpStatusCode.SeeOther, (await agent.PostAsync($"/tickets/{number}/escalations", [("reason", "technical"), ("tried", "Durchgespielt"), ("form", "technical-problem"), ("then", "up"), .. await AnswersAsync(desk)])).StatusCode);
        Assert.Equal(("escalate", 13), await desk.ReadAsync(async d => ((await d.ProcedureRuns.SingleAsync()).Outcome, await d.ProcedureStepCounts.CountAsync(c => c.Reached == 1))));
        Assert.DoesNotContain("vormittags", await desk.ReadAsync(async d => string.Join(' ', await d.Journal.Select(j => j.Data).ToListAsync())));
    }

    [Fact]
    public async Task Where_the_path_is_left_is_told_on_its_page()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Weiße Seite", "Es geht nicht.");
        using var agent = await desk.SignedInAsync();
        await SeenAsync(agent.PostAsync($"/tickets/{number}/procedures", ("procedure", $"{Procedure.PlayThrough}")));
        var run = await desk.ReadAsync(d => d.ProcedureRuns.Select(r => r.Id).SingleAsync());

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await agent.PostAsync($"/tickets/{number}/procedures/{run}/leaving", ("why", " "))).StatusCode);
        await SeenAsync(agent.PostAsync($"/tickets/{number}/procedures/{run}/leaving", ("why", "Es ist ein anderer Fall")));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await agent.PostAsync($"/tickets/{number}/procedures/{run}/steps", ("step", "save"), ("answer", "yes"))).StatusCode);

        var page = await PageAsync(agent, $"/procedures/{Procedure.PlayThrough}");
        Assert.Contains("Es ist ein anderer Fall", page);
        Assert.Contains("Arbeit sichern lassen", page);
        Assert.InRange(await desk.StatementsAsync(() => agent.GetAsync($"/procedures/{Procedure.PlayThrough}")), 1, 7);
        Assert.InRange(await desk.StatementsAsync(() => agent.GetAsync("/procedures")), 1, 6);
    }

    [Fact]
    public async Task A_procedure_is_written_changed_and_retired_and_whoever_is_under_way_goes_on()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Passwort", "Vergessen.");
        using var admin = await desk.SignedInAsync();
        (string, string)[] head = [("german", "Passwort vergessen"), ("english", "Password forgotten"), ("community", ""), ("state", "published"), ("form", ""), ("version", "0")];
        static (string, string)[] StepOf(string key, string kind, string german, string branches = "", string next = "") =>
            [("s-key", key), ("s-kind", kind), ("s-de", german), ("s-en", ""), ("s-hint-de", ""), ("s-hint-en", ""), ("s-fills", ""), ("s-block", ""), ("s-next", next), ("s-branches", branches)];

        var nowhere = await admin.PostAsync("/procedures", [.. head, .. StepOf("", "Check", "Prüfen", next: "fort")]);
        Assert.Contains("value=\"Passwort vergessen\"", await Read(nowhere));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, nowhere.StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await admin.PostAsync("/procedures", [.. head, .. StepOf("a", "Check", "Hin", next: "b"), .. StepOf("b", "Check", "Her", next: "a")])).StatusCode);
        var made = await admin.PostAsync("/procedures", [.. head, .. StepOf("", "Choice", "Klappt es?", "yes: Ja | Yes -> solved\nNein -> escalate")]);
        var id = long.Parse(made.Headers.Location!.ToString().Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture);
        await SeenAsync(admin.PostAsync($"/tickets/{number}/procedures", ("procedure", $"{id}")));
        var run = await desk.ReadAsync(d => d.ProcedureRuns.Select(r => r.Id).SingleAsync());
        (string, string)[] changed = [.. head[..5], ("version", "1"), .. StepOf("other", "Check", "Etwas anderes")];
        await SeenAsync(admin.PostAsync($"/procedures/{id}", changed));
        Assert.Equal(HttpStatusCode.Conflict, (await admin.PostAsync($"/procedures/{id}", changed)).StatusCode);
        Assert.Contains("Klappt es?", await PageAsync(admin, $"/tickets/{number}/procedures"));
        await SeenAsync(admin.PostAsync($"/tickets/{number}/procedures/{run}/steps", ("step", "klappt-es"), ("answer", "yes")));
        Assert.Equal("solved", await desk.ReadAsync(d => d.ProcedureRuns.Where(r => r.Id == run).Select(r => r.Outcome).SingleAsync()));
        await SeenAsync(admin.PostAsync($"/procedures/{id}", [.. head[..3], ("state", "retired"), ("form", ""), ("version", "2"), .. StepOf("other", "Check", "Etwas anderes")]));
        Assert.DoesNotContain("Passwort vergessen</option>", await PageAsync(admin, $"/tickets/{number}/procedures"));
    }

    [Fact]
    public async Task Beyond_the_wall_there_is_no_procedure_and_no_walk()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Sache", "Worte");
        var other = await desk.ReceiveAsync("lou@kunde.example", "Andere", "Worte");
        var community = await desk.ReadAsync(d => d.Tickets.Select(t => t.CommunityId).FirstAsync());
        await desk.ReadAsync(async d =>
        {
            d.Procedures.Add(new Procedure { Id = 99, CommunityId = community, German = "Geheimer Weg", State = TextBlockState.Published, Version = 1, Steps = (await d.Procedures.SingleAsync(p => p.Id == Procedure.PlayThrough)).Steps });
            return await d.SaveChangesAsync();
        });
        using var agent = await desk.SignedInAsync();
        using var stranger = await desk.SignedInAsync(PagesDesk.Stranger);
        await SeenAsync(agent.PostAsync($"/tickets/{number}/procedures", ("procedure", "99")));
        var run = await desk.ReadAsync(d => d.ProcedureRuns.Select(r => r.Id).SingleAsync());

        Assert.DoesNotContain("Geheimer Weg", await PageAsync(stranger, "/procedures"));
        foreach (var path in (string[])["/procedures/99", $"/tickets/{number}/procedures"]) Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync("/procedures/99", ("german", "Meiner"), ("version", "1"))).StatusCode);
        foreach (var what in (string[])["steps", "leaving"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync($"/tickets/{number}/procedures/{run}/{what}", ("step", "save"), ("answer", "yes"), ("why", "x"))).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await agent.PostAsync($"/tickets/{other}/procedures/{run}/{what}", ("step", "save"), ("answer", "yes"), ("why", "x"))).StatusCode);
        }
        Assert.Null(await desk.ReadAsync(d => d.ProcedureRuns.Select(r => r.EndedAt).SingleAsync()));
    }

    private static async Task<(string, string)[]> AnswersAsync(PagesDesk desk)
    {
        var entered = await desk.ReadAsync(d => d.HandOverDrafts.Select(x => x.Entered).SingleAsync());
        using var read = System.Text.Json.JsonDocument.Parse(entered);
        return [.. read.RootElement.GetProperty("answers").EnumerateObject().Select(one => ($"a.{one.Name}", one.Value.GetString()!))];
    }

    private static async Task SeenAsync(Task<HttpResponseMessage> posted) => Assert.Equal(HttpStatusCode.SeeOther, (await posted).StatusCode);

    private static async Task<string> PageAsync(Visitor visitor, string path) => await Read(await visitor.GetAsync(path));

    private static async Task<string> Read(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
}
