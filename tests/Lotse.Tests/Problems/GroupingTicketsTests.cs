using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Lotse.Domain.Problems;
using Lotse.Problems;
using Lotse.Tests.Desk;
using Lotse.Tests.Tickets.Pages;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Problems;

public sealed class GroupingTicketsTests
{
    [Fact]
    public async Task Tickets_join_and_leave_and_are_counted_with_their_customers()
    {
        await using var desk = await RunningDesk.StartAsync();
        var (a, b, c) = (await FromAsync(desk, "kim"), await FromAsync(desk, "kim"), await FromAsync(desk, "lou"));

        var problem = await OpenAsync(desk.Api, new { title = " Anmeldung gestört ", product = "App", tickets = new[] { a, c } });
        Assert.Equal(("Anmeldung gestört", "Hafen", "Ada", 2, 2, ProblemState.Open), (problem.Title, problem.Community.Name, problem.Owner?.Name, problem.Tickets, problem.Customers, problem.State));
        var joined = await ApiClient.ReadAsync<JoinedJson>(await desk.Api.PostAsync($"/problems/{problem.Id}/tickets", new { tickets = new[] { a, b, 4711 } }));
        Assert.Equal((1, "4711 not-found"), (joined.Joined, string.Join(',', joined.Refused.Select(r => $"{r.Ticket} {r.Why}"))));
        Assert.Equal((3, 2), Counts(await ReadAsync(desk.Api, problem.Id)));
        await DeleteAsync(desk.Api, problem.Id, a);
        Assert.Equal((2, 2), Counts(await ReadAsync(desk.Api, problem.Id)));
        await DeleteAsync(desk.Api, problem.Id, b);
        Assert.Equal((1, 1), Counts(await ReadAsync(desk.Api, problem.Id)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await desk.Api.StatusAsync(HttpMethod.Delete, $"/problems/{problem.Id}/tickets/{b}"));

        var other = await OpenAsync(desk.Api, new { title = "Etwas anderes", tickets = new[] { b } });
        Assert.Equal("problem-in-another", await CodeAsync(await desk.Api.PostAsync($"/problems/{other.Id}/tickets", new { tickets = new[] { c } })));
        Assert.Equal("problem-in-another", await CodeAsync(await desk.Api.PostAsync("/problems", new { title = "Drittes", tickets = new[] { c } })));
        Assert.Equal(2, (await desk.Api.ReadAsync<ProblemListJson>("/problems")).Items.Count);
        Assert.Equal(["ticketJoinedProblem", "ticketLeftProblem", "ticketJoinedProblem"], (await desk.Api.HistoryAsync(b)).Select(h => h.Kind).Where(kind => kind.EndsWith("Problem", StringComparison.Ordinal)));
        Assert.Empty(await desk.CheckAsync());
        Assert.Empty(await desk.VerifyAsync());
    }

    [Fact]
    public async Task Two_agents_at_once_put_a_ticket_into_one_problem_only()
    {
        await using var desk = await RunningDesk.StartAsync();
        var numbers = new List<long>();
        for (var i = 0; i < 8; i++) numbers.Add(await FromAsync(desk, $"k{i}"));
        var (one, two) = (await OpenAsync(desk.Api, new { title = "Eins", community = await CommunityAsync(desk) }), await OpenAsync(desk.Api, new { title = "Zwei", community = await CommunityAsync(desk) }));

        await Task.WhenAll(numbers.SelectMany(number => (string[])[one.Id, two.Id], (number, id) => desk.Api.PostAsync($"/problems/{id}/tickets", new { tickets = new[] { number } })));

        var (in1, in2) = (await ReadAsync(desk.Api, one.Id), await ReadAsync(desk.Api, two.Id));
        var rows = await desk.LookAsync(d => d.ProblemTickets.ToListAsync());
        Assert.Equal(rows.Count, in1.Tickets + in2.Tickets);
        Assert.Equal(rows.Count(r => r.ProblemId == long.Parse(one.Id, CultureInfo.InvariantCulture)), in1.Tickets);
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    public async Task Communities_are_walls_and_a_ticket_that_moves_leaves_its_problem_behind()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.AddMailboxAsync("Werft", "post@werft.example");
        var stranger = await desk.AddAgentAsync("Fremd", "Werft");
        var here = await FromAsync(desk, "kim");
        await desk.DeliverAsync(new CustomerMail("Drüben") { To = "post@werft.example", From = "w@kunde.example" }, "post@werft.example");
        await desk.SettledAsync();
        var there = await desk.LookAsync(d => d.Tickets.Where(t => t.Subject == "Drüben").Select(t => t.Number).SingleAsync());
        var problem = await OpenAsync(desk.Api, new { title = "Anmeldung gestört", german = "Hallo", tickets = new[] { here } });

        foreach (var (method, path, body) in ((HttpMethod, string, object?)[])
        [
            (HttpMethod.Get, "", null), (HttpMethod.Patch, "", new { title = "x" }), (HttpMethod.Get, "/tickets", null), (HttpMethod.Post, "/tickets", new { tickets = new[] { there } }),
            (HttpMethod.Delete, $"/tickets/{here}", null), (HttpMethod.Post, "/solutions", new { resolveTickets = true }), (HttpMethod.Post, "/reopenings", null), (HttpMethod.Post, "/informings", new { german = "x" }),
        ])
        {
            Assert.Equal(HttpStatusCode.NotFound, await stranger.StatusAsync(method, $"/problems/{problem.Id}{path}", body));
        }
        Assert.Empty((await stranger.ReadAsync<ProblemListJson>("/problems")).Items);
        Assert.Equal("problem-other-community", await CodeAsync(await desk.Api.PostAsync($"/problems/{problem.Id}/tickets", new { tickets = new[] { there } })));
        Assert.Equal("no-such-community", await CodeAsync(await stranger.PostAsync("/problems", new { title = "x", community = problem.Community.Id })));
        Assert.Equal("problem-owner-unfit", await CodeAsync(await desk.Api.PostAsync("/problems", new { title = "x", community = problem.Community.Id, owner = stranger.AgentId.ToString(CultureInfo.InvariantCulture) })));

        var werft = await desk.LookAsync(d => d.Communities.Where(c => c.Name == "Werft").Select(c => c.Id).SingleAsync());
        (await desk.Api.PostAsync($"/tickets/{here}/moves", new { community = werft.ToString(CultureInfo.InvariantCulture) })).EnsureSuccessStatusCode();
        Assert.Equal((0, 0), Counts(await ReadAsync(desk.Api, problem.Id)));
        Assert.Empty(await desk.LookAsync(d => d.ProblemTickets.ToListAsync()));
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    public async Task It_is_changed_by_its_owner_and_by_leads_and_guarded_by_its_version()
    {
        await using var desk = await RunningDesk.StartAsync();
        var (owner, other) = (await desk.AddAgentAsync("Olga", RunningDesk.Community), await desk.AddAgentAsync("Erna", RunningDesk.Community));
        var ticket = await FromAsync(desk, "kim");
        var problem = await OpenAsync(owner, new { title = "Anmeldung gestört", tickets = new[] { ticket } });

        Assert.Equal("problem-not-yours", await CodeAsync(await PatchAsync(other, problem.Id, new { title = "Meins" })));
        (await other.PostAsync($"/problems/{problem.Id}/tickets", new { tickets = new[] { await FromAsync(desk, "lou") } })).EnsureSuccessStatusCode();
        var changed = await ApiClient.ReadAsync<ProblemJson>(await PatchAsync(owner, problem.Id, new { title = "Anmeldung langsam", state = "working" }, problem.Version));
        Assert.Equal(("Anmeldung langsam", ProblemState.Working, 2), (changed.Title, changed.State, changed.Tickets));
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await PatchAsync(desk.Api, problem.Id, new { title = "Zu spät" }, problem.Version)).StatusCode);
        Assert.Equal("problem-title-missing", await CodeAsync(await PatchAsync(owner, problem.Id, new { title = " " })));
        Assert.Equal("problem-state-not-so", await CodeAsync(await PatchAsync(owner, problem.Id, new { state = "solved" })));

        Assert.Equal("problem-not-yours", await CodeAsync(await other.PostAsync($"/problems/{problem.Id}/solutions", new { })));
        var solved = await ApiClient.ReadAsync<SolvedJson>(await owner.PostAsync($"/problems/{problem.Id}/solutions", new { resolveTickets = true }));
        Assert.Equal((ProblemState.Solved, "Olga"), (solved.Problem.State, solved.Problem.SolvedBy?.Name));
        await Wait.UntilAsync(async () => (await owner.TicketAsync(ticket)).State == Lotse.Domain.Tickets.TicketState.Resolved, "its tickets are resolved");
        (await owner.SendAsync(HttpMethod.Post, $"/bulk/{solved.Run}/undo")).EnsureSuccessStatusCode();
        await Wait.UntilAsync(async () => (await owner.TicketAsync(ticket)).State == Lotse.Domain.Tickets.TicketState.New, "that is taken back");
        Assert.Equal(ProblemState.Open, (await ApiClient.ReadAsync<ProblemJson>(await owner.SendAsync(HttpMethod.Post, $"/problems/{problem.Id}/reopenings"))).State);
    }

    [Fact]
    public async Task Lists_are_paged_by_key_and_tell_states_apart()
    {
        await using var desk = await RunningDesk.StartAsync();
        var community = await CommunityAsync(desk);
        for (var i = 0; i < 5; i++) await OpenAsync(desk.Api, new { title = $"Nummer {i}", community });
        var first = await desk.Api.ReadAsync<ProblemListJson>("/problems?limit=3");
        var second = await desk.Api.ReadAsync<ProblemListJson>($"/problems?limit=3&after={first.Next}");
        (await desk.Api.PostAsync($"/problems/{first.Items[0].Id}/solutions", new { })).EnsureSuccessStatusCode();

        Assert.Equal(["Nummer 4", "Nummer 3", "Nummer 2", "Nummer 1", "Nummer 0"], first.Items.Concat(second.Items).Select(p => p.Title));
        Assert.Null(second.Next);
        Assert.Equal(["Nummer 4"], (await desk.Api.ReadAsync<ProblemListJson>("/problems?state=solved")).Items.Select(p => p.Title));
        Assert.Equal(4, (await desk.Api.ReadAsync<ProblemListJson>($"/problems?community={community}")).Items.Count);
        Assert.Equal(HttpStatusCode.BadRequest, await desk.Api.StatusAsync(HttpMethod.Get, "/problems?state=2"));
    }

    internal static async Task<long> FromAsync(RunningDesk desk, string who, string subject = "Anmeldung geht nicht") =>
        (await desk.PostMailAsync(new CustomerMail(subject) { From = $"{who}@kunde.example" })).Ticket!.Value;

    internal static async Task<ProblemJson> OpenAsync(ApiClient api, object body) => await ApiClient.ReadAsync<ProblemJson>(await api.PostAsync("/problems", body));

    internal static Task<ProblemJson> ReadAsync(ApiClient api, string id) => api.ReadAsync<ProblemJson>($"/problems/{id}");

    internal static async Task<string?> CodeAsync(HttpResponseMessage answer) => JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("type").GetString()?["urn:lotse:".Length..];

    private static (int, int) Counts(ProblemJson problem) => (problem.Tickets, problem.Customers);

    private static async Task DeleteAsync(ApiClient api, string id, long number) => (await api.SendAsync(HttpMethod.Delete, $"/problems/{id}/tickets/{number}")).EnsureSuccessStatusCode();

    private static async Task<string> CommunityAsync(RunningDesk desk) => (await desk.LookAsync(d => d.Communities.Select(c => c.Id).FirstAsync())).ToString(CultureInfo.InvariantCulture);

    private static Task<HttpResponseMessage> PatchAsync(ApiClient api, string id, object body, long? version = null) =>
        api.SendAsync(HttpMethod.Patch, $"/problems/{id}", JsonContent.Create(body, options: ApiClient.Json), request => { if (version is { } seen) request.Headers.TryAddWithoutValidation("If-Match", $"\"{seen}\""); });
}
