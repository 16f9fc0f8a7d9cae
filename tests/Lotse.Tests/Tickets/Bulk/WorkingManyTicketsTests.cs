using System.Globalization;
using System.Net;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Tickets;
using Lotse.Tests.Desk;
using Lotse.Tests.Tickets.Pages;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Tickets.Bulk;

public sealed class WorkingManyTicketsTests
{
    private sealed record Run(string Id, int Total, int Done, int Refused, int Undone, int Stayed, bool Running, IReadOnlyList<Refused> Refusals);

    private sealed record Refused(string Ticket, string Why);

    [Fact]
    public async Task A_run_that_another_desk_has_taken_over_is_left_to_it()
    {
        await using var desk = await RunningDesk.StartAsync();
        var numbers = await ReceiveAsync(desk, 12);
        var theirs = DateTimeOffset.FromUnixTimeMilliseconds(4_000_000_000_000);
        await desk.LookAsync(d => d.Database.ExecuteSqlRawAsync(d.Database.IsSqlite()
            ? $"CREATE TRIGGER theirs AFTER UPDATE ON bulk_runs WHEN NEW.done = 3 AND OLD.done = 2 BEGIN UPDATE bulk_runs SET leased_until = {theirs.ToUnixTimeMilliseconds()}; END"
            : $"""
              CREATE FUNCTION theirs() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.leased_until := {theirs.ToUnixTimeMilliseconds()}; RETURN NEW; END';
              CREATE TRIGGER theirs BEFORE UPDATE ON bulk_runs FOR EACH ROW WHEN (NEW.done = 3 AND OLD.done = 2) EXECUTE FUNCTION theirs();
              """));

        await StartAsync(desk.Api, new { tickets = numbers, priority = "low" });
        await Wait.UntilAsync(() => desk.LookAsync(d => d.BulkRuns.AnyAsync(r => r.Done >= 10)), "the first ten are done");
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);

        var run = await desk.LookAsync(d => d.BulkRuns.SingleAsync());
        Assert.Equal((10, theirs, null), (run.Done, run.LeasedUntil, run.FinishedAt));
    }

    [Fact]
    public async Task Does_one_thing_to_all_and_takes_it_back_where_nobody_did_the_same_meanwhile()
    {
        await using var desk = await RunningDesk.StartAsync();
        var numbers = await ReceiveAsync(desk, 6);
        (await desk.Api.PatchAsync(numbers[0], new { tags = new[] { "alt" } })).EnsureSuccessStatusCode();

        var run = await FinishedAsync(desk.Api, await StartAsync(desk.Api, new { tickets = numbers, state = "resolved", assignee = -1, addTags = new[] { "Welle" }, removeTags = new[] { "alt" } }));
        Assert.Equal((6, 6, 0), (run.Total, run.Done, run.Refused));
        Assert.All(await TicketsAsync(desk), t => Assert.Equal((TicketState.Resolved, true), (t.State, t.AssigneeId is not null)));
        Assert.Equal(["welle"], await TagsAsync(desk, numbers[0]));
        Assert.Empty(await desk.CheckAsync());

        (await desk.Api.PatchAsync(numbers[1], new { state = "closed" })).EnsureSuccessStatusCode();
        (await desk.Api.PatchAsync(numbers[2], new { priority = "urgent" })).EnsureSuccessStatusCode();
        Assert.Equal(HttpStatusCode.Accepted, (await desk.Api.SendAsync(HttpMethod.Post, $"/bulk/{run.Id}/undo")).StatusCode);
        var back = await FinishedAsync(desk.Api, run.Id);

        Assert.Equal((5, 1), (back.Undone, back.Stayed));
        Assert.Equal([numbers[1].ToString(CultureInfo.InvariantCulture)], back.Refusals.Select(r => r.Ticket));
        var after = (await TicketsAsync(desk)).ToDictionary(t => t.Number);
        Assert.Equal((TicketState.Closed, true), (after[numbers[1]].State, after[numbers[1]].AssigneeId is not null));
        Assert.Equal((TicketState.New, null, Priority.Urgent), (after[numbers[2]].State, after[numbers[2]].AssigneeId, after[numbers[2]].Priority));
        Assert.Equal(["alt"], await TagsAsync(desk, numbers[0]));
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    public async Task Puts_spam_aside_and_takes_it_back_but_for_what_was_spam_before()
    {
        await using var desk = await RunningDesk.StartAsync();
        var numbers = await ReceiveAsync(desk, 3);
        (await desk.Api.SendAsync(HttpMethod.Post, $"/tickets/{numbers[0]}/spam")).EnsureSuccessStatusCode();

        var run = await FinishedAsync(desk.Api, await StartAsync(desk.Api, new { tickets = numbers, spam = true, priority = "low" }));
        Assert.All(await TicketsAsync(desk), t => Assert.Equal((Lane.Spam, Priority.Low), (t.Lane, t.Priority)));
        await desk.Api.SendAsync(HttpMethod.Post, $"/bulk/{run.Id}/undo");
        await FinishedAsync(desk.Api, run.Id);

        Assert.Equal([Lane.Spam, Lane.Active, Lane.Active], (await TicketsAsync(desk)).OrderBy(t => t.Number).Select(t => t.Lane));
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    public async Task What_one_ticket_refuses_leaves_the_others_alone_and_is_listed_with_its_reason()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.AddMailboxAsync("Funkwerk", "funk@hafen.example");
        var numbers = await ReceiveAsync(desk, 2);
        await desk.DeliverAsync(new CustomerMail("Funk") { To = "funk@hafen.example", From = "f@kunde.example" }, "funk@hafen.example");
        await desk.SettledAsync();
        var lena = await desk.AddAgentAsync("Lena", RunningDesk.Community);

        // Lena does not work for Funkwerk: the third ticket cannot be hers.
        var run = await FinishedAsync(desk.Api, await StartAsync(desk.Api, new { tickets = (long[])[.. numbers, 1003], assignee = lena.AgentId }));

        Assert.Equal((2, 1), (run.Done, run.Refused));
        Assert.Equal("1003", Assert.Single(run.Refusals).Ticket);
        Assert.Contains("cannot see", Assert.Single(run.Refusals).Why, StringComparison.OrdinalIgnoreCase);
        // What she may not see is none of her business, and a run of somebody else's either.
        Assert.Equal(HttpStatusCode.NotFound, (await lena.SendAsync(HttpMethod.Get, $"/bulk/{run.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await lena.SendAsync(HttpMethod.Post, $"/bulk/{run.Id}/undo")).StatusCode);
        var hers = await FinishedAsync(lena, await StartAsync(lena, new { tickets = (long[])[.. numbers, 1003], priority = "high" }));
        Assert.Equal((2, 2), (hers.Total, hers.Done));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await lena.PostAsync("/bulk", new { tickets = (long[])[1003], priority = "high" })).StatusCode);
        Assert.Equal(Priority.Normal, (await TicketsAsync(desk)).Single(t => t.Number == 1003).Priority);
    }

    [Fact]
    public async Task Goes_on_after_a_stop_and_loses_nothing_of_what_it_was()
    {
        await using var desk = await RunningDesk.StartAsync();
        var numbers = await ReceiveAsync(desk, 60);
        var id = await StartAsync(desk.Api, new { tickets = numbers, priority = "high" });
        await Wait.UntilAsync(async () => (await desk.Api.ReadAsync<Run>($"/bulk/{id}")).Done > 3, "some are done");
        await desk.StopAsync();
        var done = await CountAsync(desk);
        await desk.ServeAgainAsync();

        var run = await FinishedAsync(desk.Api, id);

        Assert.InRange(done, 3, 60);
        Assert.Equal((60, 0), (run.Done, run.Refused));
        Assert.All(await TicketsAsync(desk), t => Assert.Equal(Priority.High, t.Priority));
        // Each once: a second change of the same would stand in the history.
        Assert.Equal(60, await desk.LookAsync(d => d.Journal.CountAsync(j => j.Kind == "priorityChanged")));
        await desk.Api.SendAsync(HttpMethod.Post, $"/bulk/{id}/undo");
        Assert.Equal(60, (await FinishedAsync(desk.Api, id)).Undone);
        Assert.All(await TicketsAsync(desk), t => Assert.Equal(Priority.Normal, t.Priority));

        static async Task<int> CountAsync(RunningDesk desk)
        {
            await using var database = Lotse.Adapters.Database.Opening.DatabaseParts.Open(desk.Location);
            return await database.BulkItems.CountAsync(i => i.Step == BulkStep.Done);
        }
    }

    [Fact]
    public async Task Two_desks_share_runs_and_do_nothing_twice()
    {
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { Kind = Lotse.Adapters.Database.Opening.DatabaseKind.Postgres }); // An embedded database has one desk.
        await using var other = await desk.BesideAsync();
        var numbers = await ReceiveAsync(desk, 30);
        var ids = new List<string>();
        for (var i = 0; i < 4; i++) ids.Add(await StartAsync(i % 2 == 0 ? desk.Api : other.Api, new { tickets = numbers, addTags = new[] { string.Create(CultureInfo.InvariantCulture, $"welle-{i}") } }));

        foreach (var id in ids) Assert.Equal((30, 0), (await FinishedAsync(desk.Api, id)) is var run ? (run.Done, run.Refused) : default);

        Assert.Equal(120, await desk.LookAsync(d => d.Journal.CountAsync(j => j.Kind == "tagsChanged")));
        Assert.Equal(120, await desk.LookAsync(d => d.TicketTags.CountAsync()));
    }

    [Fact]
    public async Task The_page_has_a_form_that_needs_no_script_and_says_how_it_went()
    {
        await using var desk = await PagesDesk.StartAsync();
        var (first, second) = (await desk.ReceiveAsync("a@kunde.example", "Eins", "x"), await desk.ReceiveAsync("b@kunde.example", "Zwei", "x"));
        using var agent = await desk.SignedInAsync();
        var list = await (await agent.GetAsync("/tickets?queue=open")).Content.ReadAsStringAsync();
        Assert.Contains($"form=\"bulk\" name=\"ticket\" value=\"{first}\"", list);
        Assert.Contains("value=\"none\"", await (await agent.GetAsync("/tickets/bulk/people")).Content.ReadAsStringAsync());

        var none = await agent.PostAsync("/tickets/bulk", ("state", "resolved"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, none.StatusCode);
        var nothing = await agent.PostAsync("/tickets/bulk", ("ticket", $"{first}"), ("ticket", $"{second}"));
        Assert.Contains($"value=\"{second}\" checked", await nothing.Content.ReadAsStringAsync());
        var done = await agent.PostAsync("/tickets/bulk", ("ticket", $"{first}"), ("ticket", $"{second}"), ("state", "resolved"), ("queue", "open~o-oldest"));

        Assert.Equal((HttpStatusCode.SeeOther, "/tickets?queue=open~o-oldest"), (done.StatusCode, done.Headers.Location!.ToString()));
        var page = await (await agent.GetAsync("/tickets?queue=open")).Content.ReadAsStringAsync();
        var run = System.Text.RegularExpressions.Regex.Match(page, "src=\"(?<run>/tickets/bulk/\\d+)\"", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).Groups["run"].Value;
        await Wait.UntilAsync(async () => WebUtility.HtmlDecode(await (await agent.GetAsync(run)).Content.ReadAsStringAsync()).Contains("2 Tickets geändert", StringComparison.Ordinal), "both are resolved");
        await agent.PostAsync($"{run}/undo");
        await Wait.UntilAsync(async () => WebUtility.HtmlDecode(await (await agent.GetAsync(run)).Content.ReadAsStringAsync()).Contains("2 Tickets zurückgenommen", StringComparison.Ordinal), "both are back");
        using var stranger = await desk.SignedInAsync(PagesDesk.Stranger);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(run)).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await stranger.PostAsync("/tickets/bulk", ("ticket", $"{first}"), ("state", "closed"))).StatusCode);
    }

    private static async Task<List<long>> ReceiveAsync(RunningDesk desk, int count)
    {
        for (var i = 0; i < count; i++) await desk.DeliverAsync(new CustomerMail(string.Create(CultureInfo.InvariantCulture, $"Mail {i}")) { From = $"kunde{i}@kunde.example" });
        await desk.SettledAsync();
        return await desk.LookAsync(d => d.Tickets.OrderBy(t => t.Number).Select(t => t.Number).ToListAsync());
    }

    private static async Task<string> StartAsync(ApiClient api, object body)
    {
        var answer = await api.PostAsync("/bulk", body);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return answer.Headers.Location!.ToString().Split('/')[^1];
    }

    private static async Task<Run> FinishedAsync(ApiClient api, string id)
    {
        Run? run = null;
        await Wait.UntilAsync(async () => !(run = await api.ReadAsync<Run>($"/bulk/{id}")).Running, "the run is finished");
        return run!;
    }

    private static Task<List<Ticket>> TicketsAsync(RunningDesk desk) => desk.LookAsync(d => d.Tickets.ToListAsync());

    private static Task<List<string>> TagsAsync(RunningDesk desk, long number) => desk.LookAsync(d => d.TicketTags
        .Where(l => d.Tickets.Any(t => t.Id == l.TicketId && t.Number == number)).Join(d.Tags, l => l.TagId, t => t.Id, (_, t) => t.Name).ToListAsync());
}
