using System.Globalization;
using System.Net;
using System.Text.Json;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Communities;
using Lotse.Routing;
using Lotse.Rules;
using Lotse.Staff.Teams;
using Lotse.Tests.Desk;
using Lotse.Tests.Staff;
using Lotse.Tickets;
using Lotse.Tickets.Api;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Tickets.Moving;

/// <summary>A ticket that goes to another community takes what was said to and of the customer along, and nothing that is the old community's own.</summary>
public sealed class TellingBeyondTheWallTests
{
    private const string Werft = "post@werft.example";

    [Fact]
    public async Task A_procedure_of_the_old_community_ends_and_is_neither_read_nor_walked_on()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.AddMailboxAsync("Werft", Werft);
        var wim = await desk.AddAgentAsync("Wim", "Werft");
        var number = (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value;
        var procedure = (await BodyAsync(desk.Api.PostAsync("/procedures", Written("Leck im Hafen", $"{await CommunityAsync(desk)}")))).GetProperty("id").GetString();
        var own = (await BodyAsync(desk.Api.PostAsync($"/tickets/{number}/procedures", new { procedure }))).GetProperty("id").GetString();
        var shared = (await BodyAsync(desk.Api.PostAsync($"/tickets/{number}/procedures", new { procedure = $"{Procedure.PlayThrough}" }))).GetProperty("id").GetString();
        Assert.Equal(2, Walks(await BodyAsync(desk.Api.GetAsync($"/tickets/{number}/procedures"))).Count);

        (await desk.Api.PostAsync($"/tickets/{number}/moves", new { community = "Werft" })).EnsureSuccessStatusCode();

        var ended = await desk.LookAsync(d => d.ProcedureRuns.Where(r => r.EndedAt != null).SingleAsync());
        Assert.Equal((own, "left", null), (ended.Id.ToString(CultureInfo.InvariantCulture), ended.Outcome, ended.Why));
        Assert.Equal([shared], Walks(await BodyAsync(wim.GetAsync($"/tickets/{number}/procedures"))));
        await BodyAsync(wim.PostAsync($"/tickets/{number}/procedures/{shared}/steps", new { step = "save", answer = "yes" }));
        Assert.Equal(1, (await desk.Api.HistoryAsync(number)).Count(line => line.Kind == "procedureEnded"));
        Assert.Equal(1, await desk.LookAsync(d => d.ProcedureStepCounts.CountAsync(c => c.Step == "mast")));
        Assert.Equal(0, await desk.LookAsync(d => d.ProcedureStepCounts.SumAsync(c => c.Left)));

        // What had gone over before it was ended is behind the wall all the same.
        await desk.LookAsync(d => d.ProcedureRuns.ExecuteUpdateAsync(set => set.SetProperty(r => r.EndedAt, (DateTimeOffset?)null)));
        Assert.Equal([shared], Walks(await BodyAsync(wim.GetAsync($"/tickets/{number}/procedures"))));
        using (var visitor = await InAsync(desk, "wim@desk.example")) Assert.DoesNotContain("Leck im Hafen", await PageAsync(visitor, $"/tickets/{number}/procedures"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, await wim.StatusAsync(HttpMethod.Post, $"/tickets/{number}/procedures/{own}/steps", new { step = "mast" }));
        Assert.Equal(HttpStatusCode.NotFound, await wim.StatusAsync(HttpMethod.Post, $"/tickets/{number}/procedures/{own}/leaving", new { why = "x" }));
        Assert.Equal(2, Walks(await BodyAsync(desk.Api.GetAsync($"/tickets/{number}/procedures"))).Count);
    }

    [Fact]
    public async Task The_history_names_nothing_that_is_the_old_communitys_own_on_the_page_and_to_programs()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.AddMailboxAsync("Werft", Werft);
        var wim = await desk.AddAgentAsync("Wim", "Werft");
        var number = await WithInsideMattersAsync(desk);
        string[] inside = ["Leck im Hafen", "Kaimauer", "Schlepper", "Hafenregel", RunningDesk.Community];
        using (var ada = await InAsync(desk, RunningDesk.Admin))
        {
            var before = await PageAsync(ada, $"/tickets/{number}");
            Assert.All(inside, name => Assert.Contains(name, before, StringComparison.Ordinal));
        }
        var hafen = (await CommunityAsync(desk)).ToString(CultureInfo.InvariantCulture);

        (await desk.Api.PostAsync($"/tickets/{number}/moves", new { community = "Werft" })).EnsureSuccessStatusCode();

        using (var visitor = await InAsync(desk, "wim@desk.example"))
        {
            var page = await PageAsync(visitor, $"/tickets/{number}");
            Assert.All(inside, name => Assert.DoesNotContain(name, page, StringComparison.Ordinal));
            Assert.Contains("…", page, StringComparison.Ordinal);
        }
        var told = await wim.HistoryAsync(number);
        Assert.All(told, line => Assert.All((string[])[.. inside, hafen], name => Assert.DoesNotContain(name, line.Data.ToString(), StringComparison.Ordinal)));
        Assert.Equal("…", told.Single(line => line.Kind == "ticketJoinedProblem").Data.GetProperty("title").GetString());
        Assert.Equal(0, told.Single(line => line.Kind == "communityChanged").Data.GetProperty("fromCommunityId").GetInt64());
        var whole = await desk.Api.HistoryAsync(number);
        Assert.Equal(whole.Take(told.Count).Select(line => line.Kind), told.Select(line => line.Kind));
        Assert.Equal("Leck im Hafen", whole.Single(line => line.Kind == "ticketJoinedProblem").Data.GetProperty("title").GetString());
        var heard = await wim.EventsAsync((long.Parse(whole.First(line => line.Kind == "communityChanged").Id, CultureInfo.InvariantCulture) - 1).ToString(CultureInfo.InvariantCulture), 1);
        Assert.DoesNotContain(hafen, Assert.Single(heard).Data.ToString(), StringComparison.Ordinal);
        using (var ada = await InAsync(desk, RunningDesk.Admin)) Assert.Contains("Kaimauer", await PageAsync(ada, $"/tickets/{number}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_parked_mail_that_hangs_on_it_is_behind_the_wall_that_the_ticket_is_behind()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.AddMailboxAsync("Werft", Werft);
        await desk.AddAgentAsync("Hanno", RunningDesk.Community);
        await desk.AddAgentAsync("Wim", "Werft");
        Assert.Equal("parked", (await desk.Api.PostMailAsync([1, 2, 3], RunningDesk.Mailbox)).Outcome);
        var parked = Assert.Single((await desk.Api.ParkedAsync()).Items).Id;
        using var hanno = await InAsync(desk, "hanno@desk.example");
        using var wim = await InAsync(desk, "wim@desk.example");
        var number = (await ApiClient.ReadAsync<TakenIn>(await desk.Api.PostAsync($"/parked/{parked}/tickets", new { }))).Ticket!.Value;
        string[] pages = [$"/parked/{parked}", $"/parked/{parked}/raw"];
        foreach (var page in pages) Assert.Equal((page, HttpStatusCode.OK, HttpStatusCode.NotFound), (page, (await hanno.GetAsync(page)).StatusCode, (await wim.GetAsync(page)).StatusCode));

        (await desk.Api.PostAsync($"/tickets/{number}/moves", new { community = "Werft" })).EnsureSuccessStatusCode();

        foreach (var page in pages) Assert.Equal((page, HttpStatusCode.NotFound, HttpStatusCode.OK), (page, (await hanno.GetAsync(page)).StatusCode, (await wim.GetAsync(page)).StatusCode));
        Assert.DoesNotContain(RunningDesk.Mailbox, await PageAsync(wim, pages[0]), StringComparison.Ordinal);
    }

    /// <returns>Number of a ticket with a problem, a team, a product and the work of a rule.</returns>
    private static async Task<long> WithInsideMattersAsync(RunningDesk desk)
    {
        var hafen = await CommunityAsync(desk);
        var community = hafen.ToString(CultureInfo.InvariantCulture);
        var product = (await ApiClient.ReadAsync<CategoryJson>(await desk.Api.PostAsync("/categories", new { community, kind = "product", name = "Schlepper" }))).Id;
        (await desk.Api.PostAsync("/rules", new WriteRuleJson("Hafenregel", community, When: ["ticketOpened"], Steps: new Lotse.Domain.Tickets.TicketSteps { AddTags = ["nass"] }))).EnsureSuccessStatusCode();
        var team = (await desk.WithAsync<ChangeTeams, Answer<Team>>(teams => teams.AddAsync(desk.Api.AgentId, hafen, "Kaimauer", default))).Value!;
        var number = (await desk.PostMailAsync(new CustomerMail("Wasser", "Es steht überall."))).Ticket!.Value;
        await desk.RuledAsync();
        (await desk.Api.SendAsync(HttpMethod.Patch, $"/tickets/{number}/categories", System.Net.Http.Json.JsonContent.Create(new { product }))).EnsureSuccessStatusCode();
        (await desk.Api.PatchAsync(number, new { team = team.Id.ToString(CultureInfo.InvariantCulture) })).EnsureSuccessStatusCode();
        (await desk.Api.PostAsync("/problems", new { title = "Leck im Hafen", tickets = new[] { number } })).EnsureSuccessStatusCode();
        return number;
    }

    private static object Written(string title, string community) => new
    {
        title = new { german = title }, community, state = "published",
        steps = new object[] { new { key = "mast", kind = "check", words = new { german = "Mast kappen" }, next = "solved" } },
    };

    private static List<string?> Walks(JsonElement beside) => [.. beside.GetProperty("walks").EnumerateArray().Select(walk => walk.GetProperty("id").GetString())];

    private static Task<long> CommunityAsync(RunningDesk desk) => desk.LookAsync(d => d.Communities.Where(c => c.Name == RunningDesk.Community).Select(c => c.Id).SingleAsync());

    private static async Task<JsonElement> BodyAsync(Task<HttpResponseMessage> asked)
    {
        using var answer = await asked;
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}: {body}");
        return JsonElement.Parse(body);
    }

    private static async Task<string> PageAsync(Visitor visitor, string path) => WebUtility.HtmlDecode(await (await visitor.GetAsync(path)).Content.ReadAsStringAsync());

    private static async Task<Visitor> InAsync(RunningDesk desk, string email)
    {
        var visitor = new Visitor(desk.Url);
        Assert.Equal(HttpStatusCode.SeeOther, (await visitor.PostAsync("/sign-in", ("email", email), ("password", "a plain long sentence"))).StatusCode);
        return visitor;
    }
}
