using System.Globalization;
using System.Net;
using Lotse.Domain.Staff;
using Lotse.Tests.Desk;
using Xunit;

namespace Lotse.Tests.Tickets;

public sealed class WorkingATicketTests
{
    [Fact]
    public async Task A_change_on_an_old_version_is_refused_and_changes_nothing()
    {
        await using var desk = await RunningDesk.StartAsync();
        var number = (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value;
        var seen = (await desk.Api.TicketAsync(number)).Version;

        using var first = await desk.Api.PatchAsync(number, new { priority = "high" }, seen);
        using var second = await desk.Api.PatchAsync(number, new { priority = "low" }, seen);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.PreconditionFailed), (first.StatusCode, second.StatusCode));
        Assert.Contains("changed-meanwhile", await second.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("high", ApiNames.Of((await desk.Api.TicketAsync(number)).Priority));
    }

    [Fact]
    public async Task Of_many_at_once_with_the_same_version_one_wins()
    {
        await using var desk = await RunningDesk.StartAsync();
        var number = (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value;
        var seen = (await desk.Api.TicketAsync(number)).Version;

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => desk.Api.PatchAsync(number, new { subject = string.Create(CultureInfo.InvariantCulture, $"Von {i}") }, seen)));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.Equal(7, answers.Count(answer => answer.StatusCode == HttpStatusCode.PreconditionFailed));
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    public async Task The_history_tells_who_did_what_and_is_saved_with_the_state()
    {
        await using var desk = await RunningDesk.StartAsync();
        var clara = await desk.AddAgentAsync("Clara", RunningDesk.Community);
        var number = (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value;

        (await clara.PatchAsync(number, new { state = "open", assignee = "clara@desk.example", tags = new[] { "paket" } })).EnsureSuccessStatusCode();
        (await clara.PostAsync($"/tickets/{number}/notes", new { text = "Beim Lager gefragt." })).EnsureSuccessStatusCode();
        (await clara.PatchAsync(number, new { state = "snoozed" })).Dispose(); // Refused: no time.

        var history = await desk.Api.HistoryAsync(number);
        Assert.Equal(["ticketOpened", "messageReceived", "stateChanged", "ticketAssigned", "tagsChanged", "noteWritten"], history.Select(fact => fact.Kind));
        Assert.All(history.Take(2), fact => Assert.Null(fact.By));
        Assert.All(history.Skip(2), fact => Assert.Equal("Clara", fact.By!.Name));
        Assert.Equal(history.Select(fact => long.Parse(fact.Id, CultureInfo.InvariantCulture)).Order(), history.Select(fact => long.Parse(fact.Id, CultureInfo.InvariantCulture)));
        Assert.Equal(history.Count, (await desk.Api.TicketAsync(number)).Version);
    }

    [Fact]
    public async Task A_token_does_what_its_scopes_say_and_no_more()
    {
        await using var desk = await RunningDesk.StartAsync();
        var number = (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value;
        var (reads, writes, brings) = (await desk.ProgramAsync(TokenScopes.Read), await desk.ProgramAsync(TokenScopes.Write), await desk.ProgramAsync(TokenScopes.Intake));
        var nobody = new ApiClient(desk, "lotse_0000000000000000000000000000000000000000");

        async Task<HttpStatusCode[]> MayAsync(ApiClient api) =>
        [
            await api.StatusAsync(HttpMethod.Get, $"/tickets/{number}"),
            await api.StatusAsync(HttpMethod.Post, $"/tickets/{number}/notes", new { text = "Notiz" }),
            (await api.TryPostMailAsync(new CustomerMail().ToBytes(), RunningDesk.Mailbox)).StatusCode,
        ];

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden], await MayAsync(reads));
        Assert.Equal([HttpStatusCode.Forbidden, HttpStatusCode.Created, HttpStatusCode.Created], await MayAsync(writes));
        Assert.Equal([HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.Created], await MayAsync(brings));
        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized], await MayAsync(nobody));
    }

    [Fact]
    public async Task Counters_say_what_counting_says_after_random_work()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.AddAgentAsync("Clara", RunningDesk.Community);
        var random = new Random(20261122); // A failure can be repeated.
        var numbers = new List<long>();
        string[] states = ["open", "waitingForCustomer", "waitingForThirdParty", "resolved", "closed"];
        string?[] people = ["clara@desk.example", RunningDesk.Admin, null];
        for (var round = 0; round < 8; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
            {
                int what;
                long number;
                lock (random) (what, number) = (random.Next(numbers.Count == 0 ? 1 : 5), numbers.Count == 0 ? 0 : numbers[random.Next(numbers.Count)]);
                string state;
                string? person;
                lock (random) (state, person) = (states[random.Next(states.Length)], people[random.Next(people.Length)]);
                switch (what)
                {
                    case 0:
                        var taken = await desk.PostMailAsync(new CustomerMail());
                        lock (random) numbers.Add(taken.Ticket!.Value);
                        break;
                    case 1: await desk.PostMailAsync(new CustomerMail($"[#{number}]")); break;
                    case 2: (await desk.Api.TryReplyAsync(number, new { text = "Antwort", state })).EnsureSuccessStatusCode(); break;
                    default: (await desk.Api.PatchAsync(number, new { state, assignee = person })).EnsureSuccessStatusCode(); break;
                }
            }));
            Assert.Empty(await desk.CheckAsync());
        }
    }

    [Fact]
    public async Task Events_resume_behind_the_last_one_seen_without_gap_or_double()
    {
        await using var desk = await RunningDesk.StartAsync();
        var first = await desk.PostMailAsync(new CustomerMail());
        await desk.PostMailAsync(new CustomerMail());
        var all = await desk.Api.EventsAsync("0", 100, seconds: 2);
        var some = await desk.Api.EventsAsync("0", 3);

        var live = desk.Api.EventsAsync(some[^1].Id, all.Count - some.Count + 1);
        await desk.Api.PatchAsync(first.Ticket!.Value, new { priority = "high" });
        var rest = await live;

        Assert.Equal(Enumerable.Range(1, all.Count + 1).Select(i => i.ToString(CultureInfo.InvariantCulture)), some.Concat(rest).Select(one => one.Id));
        Assert.Equal("priorityChanged", rest[^1].Kind);

        await desk.RestartAsync();
        Assert.Equal(rest.Select(one => one.Id), (await desk.Api.EventsAsync(some[^1].Id, rest.Count)).Select(one => one.Id));
    }
}
