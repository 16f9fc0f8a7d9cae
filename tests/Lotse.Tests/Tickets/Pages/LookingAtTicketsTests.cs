using System.Net;
using System.Text.RegularExpressions;
using Lotse.Adapters.Database.Opening;
using Lotse.Domain.Tickets;
using Lotse.Tests.Databases;
using Lotse.Tests.Staff;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Tickets.Pages;

public partial class LookingAtTicketsTests
{
    [Fact]
    public async Task Shows_the_list_and_the_ticket_with_its_words()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Der Drucker druckt nicht", "Seit heute <frueh> geht nichts.");
        using var agent = await desk.SignedInAsync();

        var list = await (await agent.GetAsync("/tickets?queue=open")).Content.ReadAsStringAsync();
        var ticket = await (await agent.GetAsync($"/tickets/{number}")).Content.ReadAsStringAsync();

        Assert.Contains($"id=\"row-{number}\"", list);
        Assert.Contains("Seit heute &lt;frueh&gt; geht nichts.", ticket);
        Assert.Contains($"id=\"row-{number}\"", ticket);
    }

    [Fact]
    public async Task Gives_a_stranger_nothing_of_a_ticket()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Streng vertraulich", "", html: "<p>Geheimes</p>");
        var (message, contact) = await desk.ReadAsync(async d => (await d.Messages.Select(m => m.Id).SingleAsync(), await d.Contacts.Select(c => c.Id).SingleAsync()));
        using var stranger = await desk.SignedInAsync(PagesDesk.Stranger);

        foreach (var path in (string[])[$"/tickets/{number}", $"/messages/{message}/html", $"/messages/{message}/raw", $"/contacts/{contact}"])
        {
            var answer = await stranger.GetAsync(path);
            var page = await answer.Content.ReadAsStringAsync();
            Assert.Equal((path, HttpStatusCode.NotFound), (path, answer.StatusCode));
            Assert.DoesNotContain("Streng", page);
            Assert.DoesNotContain("Geheimes", page);
            Assert.DoesNotContain("kunde.example", page);
        }
        Assert.DoesNotContain("Streng", await (await stranger.GetAsync("/tickets?queue=open")).Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync($"/tickets/{number}/notes", ("text", "Hallo"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync($"/tickets/{number}/replies", ("text", "Hallo"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync($"/tickets/{number}/state", ("state", "resolved"))).StatusCode);
        Assert.Equal(1, await desk.ReadAsync(d => d.Messages.CountAsync()));
    }

    [Fact]
    public async Task Shows_html_only_in_a_frame_that_runs_nothing()
    {
        await using var desk = await PagesDesk.StartAsync();
        await desk.ReceiveAsync("kim@kunde.example", "Bunt", "", html: "<p onclick=x()>Bunt<script>alert(1)</script><img src=https://elsewhere.example/p.gif></p>");
        var id = await desk.ReadAsync(d => d.Messages.Select(m => m.Id).SingleAsync());
        using var agent = await desk.SignedInAsync();

        var answer = await agent.GetAsync($"/messages/{id}/html");
        var (page, policy) = (await answer.Content.ReadAsStringAsync(), string.Join(';', answer.Headers.GetValues("Content-Security-Policy")));

        Assert.Contains("Bunt", page);
        Assert.DoesNotContain("alert", page);
        Assert.DoesNotContain("onclick", page);
        Assert.DoesNotContain(" src=\"https://elsewhere", page);
        Assert.StartsWith("sandbox ", policy);
        Assert.DoesNotContain("allow-scripts", policy);
        Assert.DoesNotContain("allow-same-origin", policy);
        Assert.Contains("frame-ancestors 'self'", policy);
    }

    [Fact]
    public async Task Asks_the_database_at_most_six_times_for_a_page()
    {
        await using var desk = await PagesDesk.StartAsync();
        long number = 0;
        for (var i = 0; i < 12; i++) number = await desk.ReceiveAsync("kim@kunde.example", $"Sache {i}", "Worte");
        using var agent = await desk.SignedInAsync();
        await agent.PostAsync($"/tickets/{number}/replies", ("text", "Wir sehen nach."), ("then", "wait"));
        await agent.PostAsync($"/tickets/{number}/tags", ("tags", "drucker, eilig"));

        foreach (var path in (string[])["/tickets?queue=open", "/tickets?queue=mine&state=open", "/tickets?queue=team", "/tickets?queue=overdue", $"/tickets/{number}", $"/tickets/{number}?queue=waiting", "/parked", "/"])
        {
            Assert.True((await agent.GetAsync(path)).StatusCode is HttpStatusCode.OK or HttpStatusCode.SeeOther, path);
            Assert.InRange(await desk.StatementsAsync(() => agent.GetAsync(path)), 1, 6);
        }
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task Looks_through_no_table_that_grows(DatabaseKind kind)
    {
        await using var desk = await PagesDesk.StartAsync(kind: kind);
        var number = await desk.ReceiveAsync("kim@kunde.example", "Sache", "Worte");
        var contact = await desk.ReadAsync(d => d.Tickets.Select(t => t.ContactId).SingleAsync());
        using var agent = await desk.SignedInAsync();

        foreach (var path in (string[])[.. Lists, "/search?q=worte", "/search?q=kim*", "/search?q=state:new+after:2020", "/search/suggestions?q=kim", $"/tickets/{number}/similar", $"/tickets/{number}/text-blocks", "/text-blocks", "/text-blocks?q=worte&state=published&after=5&behind=x", "/text-blocks?folder=5", "/text-blocks/5", $"/text-blocks/5/rendered?ticket={number}", "/views", $"/tickets/{number}", $"/tickets/{number}?queue=waiting", $"/tickets/{number}/beside", "/knowledge", "/knowledge/cases", "/parked", "/",
            "/notices", $"/live/parts?queue=open&open={number}&changed=true", "/live/parts?search=worte", $"/contacts/{contact}", "/api/v1/tickets?queue=active", $"/api/v1/tickets/{number}", $"/api/v1/tickets/{number}/history"])
        {
            var status = HttpStatusCode.OK;
            var asked = await desk.AskedAsync(async () => status = (await agent.GetAsync(path)).StatusCode);
            Assert.True(status is HttpStatusCode.OK or HttpStatusCode.SeeOther || (status is HttpStatusCode.NotFound && path.StartsWith("/text-blocks/5", StringComparison.Ordinal)), $"{path}: {status}");
            Assert.NotEmpty(asked);
            foreach (var statement in asked)
            {
                var plan = await desk.PlanAsync(statement);
                Assert.NotEmpty(plan);
                var whole = plan.Where(step => step.StartsWith("SCAN ", StringComparison.Ordinal) && Grows(step["SCAN ".Length..], statement)).ToList();
                Assert.True(whole.Count == 0, $"{path} {string.Join(" | ", whole)}: {statement}");
            }
        }
    }

    /// <summary>Every list there is, in every order, on its first page and on one that follows.</summary>
    private static IEnumerable<string> Lists => ((string[])["/tickets", "/tickets?queue=mine&state=open", "/tickets?queue=open&community=1&level=2"])
        .Concat(Enum.GetNames<Lotse.Ui.Layout.Queue>().Append("level-2").SelectMany(queue => Enum.GetNames<Lotse.Ui.Layout.ListOrder>(), (queue, order) => $"/tickets?queue={queue}&order={order}"))
        .SelectMany(path => (string[])[path, $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}after=5.1000"]);

    /// <summary>What has a time is found by it, however much is active.</summary>
    [Fact]
    public async Task Walks_the_few_that_are_due_or_asleep_by_their_time()
    {
        await using var desk = await PagesDesk.StartAsync(kind: DatabaseKind.Sqlite);
        using var agent = await desk.SignedInAsync();

        Assert.Equal(2, (await PlansAsync(desk, agent, "/tickets?queue=overdue")).Split("ix_tickets_due_at_id").Length - 1); // The list, and the number in the rail.
        Assert.Contains("ix_tickets_snoozed_until_id", await PlansAsync(desk, agent, "/tickets?queue=snoozed"));
        Assert.Contains("ix_tickets_due_at_id (due_at>", await PlansAsync(desk, agent, "/tickets?queue=open&order=due&after=5.1000"));
        Assert.Contains("ix_tickets_lane_updated_at_id (lane=? AND updated_at<", await PlansAsync(desk, agent, "/tickets?queue=open&after=5.1000"));
    }

    /// <summary>However many that are worked on were touched later.</summary>
    [Theory]
    [InlineData(DatabaseKind.Sqlite, "ix_tickets_lane_updated_at_id (lane>? AND lane<?)")]
    [InlineData(DatabaseKind.Postgres, "Index Scan Backward using ix_tickets_lane_updated_at_id")]
    public async Task Enters_the_index_of_what_is_done_where_that_begins(DatabaseKind kind, string entered)
    {
        Assert.SkipWhen(kind == DatabaseKind.Postgres && PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        await using var desk = await PagesDesk.StartAsync(kind: kind);
        using var agent = await desk.SignedInAsync();

        var plans = await PlansAsync(desk, agent, "/tickets?queue=done");

        Assert.Contains(entered, plans);
        Assert.DoesNotContain("ix_tickets_updated_at_id", plans);
    }

    private static async Task<string> PlansAsync(PagesDesk desk, Visitor agent, string path)
    {
        var plans = new List<string>();
        foreach (var statement in await desk.AskedAsync(() => agent.GetAsync(path))) plans.AddRange(await desk.PlanAsync(statement));
        return string.Join('\n', plans);
    }

    /// <summary>Tables of staff and set-up stay small, and what stands in brackets is limited inside; everything else must be reached by an index.</summary>
    private static bool Grows(string scanned, string statement) =>
        Table().Matches(statement).FirstOrDefault(match => scanned == match.Groups["alias"].Value || scanned == match.Groups["table"].Value) is { } match
        && match.Groups["table"].Value is not ("communities" or "agent_communities" or "sign_users" or "teams" or "mailboxes" or "queue_counts" or "settings" or "agent_teams" or "saved_views" or "level_settings" or "text_block_folders")
        && !statement.Contains($"RECURSIVE {match.Groups["table"].Value} AS", StringComparison.Ordinal); // What the statement itself has gathered.

    [GeneratedRegex(@"(?:FROM|JOIN) ""?(?<table>\w+)""?(?: (?:AS )?""?(?!WHERE|ORDER|GROUP|LIMIT|ON|UNION)(?<alias>\w+)""?)?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Table();

    [Fact]
    public async Task Says_in_the_language_of_whoever_asks_that_there_is_nothing()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var agent = await desk.SignedInAsync();

        var page = await agent.GetAsync("/tickets/999999");
        var problem = await agent.GetAsync("/api/v1/tickets/999999");

        Assert.Equal(("text/html", "application/problem+json"), (page.Content.Headers.ContentType!.MediaType, problem.Content.Headers.ContentType!.MediaType));
        Assert.Contains("404", await page.Content.ReadAsStringAsync());
    }
}
