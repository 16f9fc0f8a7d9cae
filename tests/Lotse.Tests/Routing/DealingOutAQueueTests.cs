using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Lotse.Adapters.Database.Opening;
using Lotse.Domain.Tickets;
using Lotse.Tests.Desk;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Routing;

/// <summary>A team of three, responsible for everything that comes in.</summary>
public sealed class DealingOutAQueueTests : IAsyncLifetime
{
    private const long Team = 901;

    private RunningDesk _desk = null!;
    private readonly Dictionary<string, ApiClient> _people = [];
    private string _community = "";

    public async ValueTask InitializeAsync()
    {
        _desk = await RunningDesk.StartAsync(new DeskWishes { FakeClock = true });
        foreach (var name in (string[])["Alma", "Bert", "Cora"]) _people[name] = await _desk.AddAgentAsync(name, RunningDesk.Community);
        _community = Text(await _desk.LookAsync(async d =>
        {
            var id = await d.Communities.Select(c => c.Id).SingleAsync();
            d.Teams.Add(new() { Id = Team, CommunityId = id, Name = "Anleger" });
            foreach (var one in _people.Values) d.AgentTeams.Add(new() { AgentId = one.AgentId, TeamId = Team });
            await d.SaveChangesAsync();
            return id;
        }));
        (await _desk.Api.PostAsync("/responsibilities", new { community = _community, holders = new[] { new { team = Text(Team) } } })).EnsureSuccessStatusCode();
    }

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task Waits_for_whoever_takes_it_until_a_lead_says_otherwise()
    {
        var number = await MailAsync("Eins");
        await _desk.DealAsync();
        Assert.Equal("", await HasAsync(number));

        await DealsAsync("roundRobin");
        await _desk.DealAsync();
        Assert.Equal("Alma", await HasAsync(number));
        Assert.Contains("ticketDealt", (await _desk.Api.HistoryAsync(number)).Select(fact => fact.Kind));
    }

    [Fact]
    public async Task Deals_in_turn_past_those_who_are_away_and_goes_on_where_it_left_off()
    {
        await DealsAsync("roundRobin");
        var got = new List<string>();
        for (var n = 0; n < 4; n++) got.Add(await DealtAsync($"Frage {n}"));
        Assert.Equal(["Alma", "Bert", "Cora", "Alma"], got);

        (await _desk.Api.PostAsync("/absences", new { agent = Text(_people["Bert"].AgentId), kind = "sick", tickets = "keep" })).EnsureSuccessStatusCode();
        Assert.Equal("Cora", await DealtAsync("Frage 5"));
        Assert.Equal("Alma", await DealtAsync("Frage 6"));
        await _desk.RestartAsync();
        Assert.Equal("Cora", await DealtAsync("Frage 7"));
    }

    [Fact]
    public async Task Deals_to_whoever_has_least_and_to_nobody_more_than_they_can_carry()
    {
        var first = await MailAsync("Von Hand");
        (await _people["Alma"].PatchAsync(first, new { assignee = Text(_people["Alma"].AgentId) })).EnsureSuccessStatusCode();
        await DealsAsync("leastLoaded", capacity: 2);
        foreach (var n in Enumerable.Range(0, 7)) await MailAsync($"Frage {n}");
        Assert.Equal(5, await _desk.DealAsync());

        Assert.Equal("2 2 2", await OpenOfEachAsync());
        Assert.Equal(2, await _desk.LookAsync(d => d.Tickets.CountAsync(t => t.AssigneeId == null)));
        (await _people["Alma"].PatchAsync(first, new { state = "resolved" })).EnsureSuccessStatusCode();
        Assert.Equal(1, await _desk.DealAsync());
        Assert.Empty(await _desk.VerifyAsync());
    }

    [Fact]
    public async Task Deals_what_is_urgent_first()
    {
        await DealsAsync("roundRobin", capacity: 1);
        var numbers = new List<long>();
        foreach (var n in Enumerable.Range(0, 4)) numbers.Add(await MailAsync($"Frage {n}"));
        (await _desk.Api.PatchAsync(numbers[3], new { priority = "urgent" })).EnsureSuccessStatusCode();
        Assert.Equal(3, await _desk.DealAsync());
        Assert.Equal("Alma", await HasAsync(numbers[3]));
        Assert.Equal("", await HasAsync(numbers[2]));
    }

    [Fact]
    public async Task What_nobody_touched_in_working_time_goes_on_and_is_not_taken_from_who_is_writing()
    {
        // Works on one day of the week, the day after tomorrow.
        var day = _desk.Clock.GetUtcNow().AddDays(2);
        (await _desk.Api.SendAsync(HttpMethod.Put, $"/communities/{_community}/service-times", JsonContent.Create(new
        {
            hours = new { zone = "UTC", spans = new[] { new { day = day.DayOfWeek.ToString(), from = 0, until = 1440 } } },
            own = Array.Empty<object>(), closed = new { place = (string?)null, own = Array.Empty<object>() }, promises = Array.Empty<object>(), pausesForThirdParty = true, leadsAfter = 60,
        }, options: ApiClient.Json))).EnsureSuccessStatusCode();
        await DealsAsync("roundRobin", idle: 60);
        var number = await MailAsync("Liegt");
        var other = await MailAsync("Wird geschrieben");
        Assert.Equal(2, await _desk.DealAsync());
        Assert.Equal(("Alma", "Bert"), (await HasAsync(number), await HasAsync(other)));

        _desk.Pass(TimeSpan.FromHours(5)); // Nobody works now.
        await _desk.DealAsync();
        Assert.Equal("Alma", await HasAsync(number));
        var later = new DateTimeOffset(day.UtcDateTime.Date, TimeSpan.Zero).AddHours(2);
        await _desk.LookAsync(async d =>
        {
            var ticket = await d.Tickets.SingleAsync(t => t.Number == other);
            d.Drafts.Add(new() { Id = 77, TicketId = ticket.Id, AgentId = ticket.AssigneeId!.Value, Text = "Guten Tag", UpdatedAt = later });
            return await d.SaveChangesAsync();
        });
        _desk.Pass(later - _desk.Clock.GetUtcNow());
        await UntilHasAsync("Cora", number);
        await _desk.DealAsync();
        Assert.Equal(("Cora", "Bert"), (await HasAsync(number), await HasAsync(other)));
    }

    [Fact]
    public async Task Goes_back_into_the_queue_where_people_take_what_they_work_on()
    {
        await DealsAsync("pull", idle: 30);
        var number = await MailAsync("Vergessen");
        (await _desk.Api.PatchAsync(number, new { assignee = Text(_people["Bert"].AgentId) })).EnsureSuccessStatusCode();
        _desk.Pass(TimeSpan.FromMinutes(29));
        await _desk.DealAsync();
        Assert.Equal("Bert", await HasAsync(number));
        _desk.Pass(TimeSpan.FromMinutes(2));
        await UntilHasAsync("", number);
    }

    [Fact]
    public async Task Two_desks_at_once_give_each_ticket_once()
    {
        // On SQLite there is one process: two passes of it at once.
        await using var second = _desk.Location.Kind == DatabaseKind.Postgres ? await _desk.BesideAsync() : null;
        var beside = second ?? _desk;
        await DealsAsync("leastLoaded");
        foreach (var n in Enumerable.Range(0, 6)) await MailAsync($"Frage {n}");
        await Wait.UntilAsync(async () =>
        {
            await Task.WhenAll(_desk.DealAsync(), beside.DealAsync());
            return await _desk.LookAsync(d => d.Tickets.AllAsync(t => t.AssigneeId != null));
        }, "all are dealt");
        Assert.Equal(6, await _desk.LookAsync(d => d.Journal.CountAsync(line => line.Kind == "ticketDealt")));
        Assert.Equal("2 2 2", await OpenOfEachAsync());
    }

    [Fact]
    public async Task Only_leads_of_the_community_say_how()
    {
        var path = $"/teams/{Team}/distribution";
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await _people["Alma"].StatusAsync(HttpMethod.Put, path, new { kind = "roundRobin" }));
        Assert.Equal(HttpStatusCode.OK, await _people["Alma"].StatusAsync(HttpMethod.Get, path));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await _desk.Api.StatusAsync(HttpMethod.Put, path, new { kind = "roundRobin", capacity = 0 }));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await _desk.Api.StatusAsync(HttpMethod.Put, path, new { kind = "pull", idleMinutes = -1 }));
        Assert.Equal(HttpStatusCode.NotFound, await _desk.Api.StatusAsync(HttpMethod.Put, "/teams/4711/distribution", new { kind = "roundRobin" }));
        await _desk.AddMailboxAsync("Funkwerk", "funk@hafen.example");
        var stranger = await _desk.AddAgentAsync("Fremd", "Funkwerk");
        Assert.Equal(HttpStatusCode.NotFound, await stranger.StatusAsync(HttpMethod.Get, path));
        Assert.Equal(HttpStatusCode.NotFound, await stranger.StatusAsync(HttpMethod.Put, path, new { kind = "roundRobin" }));
    }

    private async Task DealsAsync(string kind, int? capacity = null, int? idle = null) =>
        Assert.Equal(HttpStatusCode.OK, await _desk.Api.StatusAsync(HttpMethod.Put, $"/teams/{Team}/distribution", new { kind, capacity, idleMinutes = idle }));

    /// <summary>In the order of their names.</summary>
    private Task<string> OpenOfEachAsync() => _desk.LookAsync(async d => string.Join(' ', (await d.Tickets.Where(t => t.AssigneeId != null && t.Lane == Lane.Active).Select(t => t.AssigneeId).ToListAsync())
        .GroupBy(id => id).OrderBy(group => group.Key).Select(group => group.Count())));

    /// <summary>A moment later, so that nobody got theirs at the same moment.</summary>
    private async Task<string> DealtAsync(string subject)
    {
        _desk.Clock.Advance(TimeSpan.FromSeconds(1));
        var number = await MailAsync(subject);
        await Wait.UntilAsync(async () =>
        {
            await _desk.DealAsync();
            return await HasAsync(number) != "";
        }, "it is dealt");
        return await HasAsync(number);
    }

    /// <summary>The worker looks beside the test, and one of them at a time does it.</summary>
    private Task UntilHasAsync(string name, long number) => Wait.UntilAsync(async () =>
    {
        await _desk.DealAsync();
        return await HasAsync(number) == name;
    }, $"it went to \"{name}\"");

    private async Task<long> MailAsync(string subject) => (await _desk.PostMailAsync(new CustomerMail(subject, "Bitte melden Sie sich."))).Ticket!.Value;

    private async Task<string> HasAsync(long number) => (await _desk.Api.TicketAsync(number)).Assignee?.Name ?? "";

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
