using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Lotse.Tests.Desk;
using Lotse.Tests.Staff;
using Lotse.Tests.Tickets.Pages;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Problems;

public sealed partial class SolvingOnThePageTests
{
    [Fact]
    public async Task A_wave_is_seen_grouped_told_and_resolved()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var agent = await desk.SignedInAsync();
        var numbers = new List<long>();
        foreach (var who in (string[])["kim", "lou", "max", "ida"]) numbers.Add(await desk.ReceiveAsync($"{who}@kunde.example", "Anmeldung funktioniert nicht", "Seit heute Morgen erscheint beim Anmelden eine Fehlermeldung."));
        await desk.ReceiveAsync("eva@kunde.example", "Rechnung", "Bitte senden Sie mir die Rechnung noch einmal.");
        await Wait.UntilAsync(async () => (await TextAsync(agent, $"/tickets/{numbers[0]}/similar")).Contains("Seit gestern 3 ähnliche", StringComparison.Ordinal), "the wave is seen beside the ticket");

        var group = GroupLink().Match(await TextAsync(agent, $"/tickets/{numbers[0]}/similar")).Groups["to"].Value;
        var form = await TextAsync(agent, group);
        Assert.Equal(4, Ticked().Count(form));
        Assert.DoesNotContain("Rechnung", form);
        var refused = await agent.PostAsync("/problems", [("title", ""), ("german", "Wir arbeiten daran."), ("offered", string.Join(',', numbers)), .. numbers.Take(3).Select(n => ("ticket", Text(n)))]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var again = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync());
        Assert.Contains("Wir arbeiten daran.", again);
        Assert.Equal(3, Ticked().Count(again));
        var opened = await agent.PostAsync("/problems", [("title", "Anmeldung gestört"), ("german", "Wir arbeiten daran."), .. numbers.Take(3).Select(n => ("ticket", Text(n)))]);
        var at = opened.Headers.Location!.ToString();

        // It stands beside each of its tickets, in the list and in the rail; the fourth is offered.
        var ticket = await TextAsync(agent, $"/tickets/{numbers[1]}");
        foreach (var said in (string[])["Anmeldung gestört", "3 Tickets", "Wir arbeiten daran.", "hat das Ticket zur Störung"]) Assert.Contains(said, ticket);
        Assert.Matches("href=\"/problems\"[^\n]*<span class=\"count late\">1</span>", await TextAsync(agent, "/problems"));
        var offered = await TextAsync(agent, $"/tickets/{numbers[0]}/similar?picks=true");
        Assert.Contains($"value=\"{numbers[3]}\"", offered);
        Assert.DoesNotContain($"value=\"{numbers[1]}\"", offered);
        Assert.DoesNotContain("/problems/new", await TextAsync(agent, $"/tickets/{numbers[0]}/similar"));
        Assert.Equal(HttpStatusCode.SeeOther, (await agent.PostAsync($"{at}/tickets", ("ticket", Text(numbers[3])))).StatusCode);
        var wrong = await agent.PostAsync($"{at}/tickets", ("numbers", "4711 #1, x"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Contains("value=\"4711 #1, x\"", WebUtility.HtmlDecode(await wrong.Content.ReadAsStringAsync()));

        var preview = await TextAsync(agent, $"{at}/informings/new");
        Assert.Contains("4 Kunden jetzt informieren", preview);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await agent.PostAsync($"{at}/informings", ("version", "99"))).StatusCode);
        var told = await agent.PostAsync($"{at}/informings", ("version", Version().Match(preview).Groups["v"].Value));
        Assert.Equal(HttpStatusCode.SeeOther, told.StatusCode);
        await Wait.UntilAsync(async () => (await TextAsync(agent, told.Headers.Location!.ToString())).Contains("4 informiert", StringComparison.Ordinal), "all are told");

        await agent.PostAsync($"{at}/solution");
        Assert.Contains("Offene Tickets erledigen", await TextAsync(agent, at));
        var run = await agent.PostAsync($"{at}/resolutions");
        Assert.StartsWith("/tickets/bulk/", run.Headers.Location!.ToString(), StringComparison.Ordinal);
        await Wait.UntilAsync(async () => await desk.ReadAsync(d => d.Tickets.CountAsync(t => t.State == Lotse.Domain.Tickets.TicketState.Resolved)) == 4, "its tickets are resolved");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await agent.PostAsync($"{at}/resolutions")).StatusCode);
        Assert.Contains("Anmeldung gestört", await TextAsync(agent, "/problems?state=solved"));
    }

    [Fact]
    public async Task A_stranger_sees_nothing_of_it()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var agent = await desk.SignedInAsync();
        using var stranger = await desk.SignedInAsync(PagesDesk.Stranger);
        var number = await desk.ReceiveAsync("kim@kunde.example", "Anmeldung", "Worte");
        var at = (await agent.PostAsync("/problems", ("title", "Geheime Störung"), ("german", "Hallo"), ("ticket", Text(number)))).Headers.Location!.ToString();
        var told = (await agent.PostAsync($"{at}/informings", ("version", "1"))).Headers.Location!.ToString();

        foreach (var page in (string[])[at, $"{at}/informings/new", told, $"/tickets/{number}/similar?picks=true"]) Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(page)).StatusCode);
        foreach (var post in (string[])[at, $"{at}/tickets", $"{at}/tickets/{number}/removal", $"{at}/solution", $"{at}/reopening", $"{at}/resolutions", $"{at}/informings", $"{told}/undo", $"{told}/stop", $"{told}/continuation"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync(post, ("title", "x"), ("numbers", Text(number)))).StatusCode);
        }
        Assert.DoesNotContain("Geheime", await TextAsync(stranger, "/problems"));
        Assert.DoesNotContain("Anmeldung", await TextAsync(stranger, $"/problems/new?tickets={number}"));
    }

    [Fact]
    public async Task Pages_ask_little_and_look_through_no_table()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var agent = await desk.SignedInAsync();
        var numbers = new List<long>();
        foreach (var who in (string[])["kim", "lou", "max"]) numbers.Add(await desk.ReceiveAsync($"{who}@kunde.example", "Anmeldung", "Worte über die Anmeldung"));
        var at = (await agent.PostAsync("/problems", [("title", "Störung"), ("german", "Hallo"), .. numbers.Select(n => ("ticket", Text(n)))])).Headers.Location!.ToString();
        var told = (await agent.PostAsync($"{at}/informings", ("version", "1"))).Headers.Location!.ToString();
        string[] pages = ["/problems", "/problems?state=solved", $"/problems/new?tickets={string.Join(',', numbers)}", at, $"{at}/informings/new", told, $"/tickets/{numbers[0]}"];

        var many = new List<string>();
        foreach (var page in pages)
        {
            if (await desk.StatementsAsync(() => agent.GetAsync(page)) is var count and (< 1 or > 6)) many.Add($"{page}: {count}");
        }
        Assert.Empty(many);
        var scans = new List<string>();
        foreach (var statement in await desk.AskedAsync(async () => { foreach (var page in pages) (await agent.GetAsync(page)).EnsureSuccessStatusCode(); }))
        {
            foreach (var step in await desk.PlanAsync(statement)) if (ProblemScan().IsMatch(step)) scans.Add($"{step} <- {statement}");
        }
        Assert.Empty(scans);
    }

    private static async Task<string> TextAsync(Visitor visitor, string path)
    {
        var answer = await visitor.GetAsync(path);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode}");
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("href=\"(?<to>/problems/new[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex GroupLink();

    [GeneratedRegex("type=\"checkbox\" name=\"ticket\" value=\"\\d+\" checked", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Ticked();

    [GeneratedRegex("name=\"version\" value=\"(?<v>\\d+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Version();

    /// <summary>Tables that grow; the desk's own small ones and what was put together for the statement may be gone through.</summary>
    [GeneratedRegex(@"^SCAN (\w+\.)?(problems|p|problem_tickets|l|informings|i|inform_items|informed_customers|tickets|t|messages|m)\b(?!.* USING (COVERING )?INDEX ix_problems_unsolved)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ProblemScan();
}
