using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Communities;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Tickets.Pages;

public sealed partial class ShowingQueuesTests
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task A_team_has_its_queue_for_those_who_are_in_it()
    {
        await using var desk = await PagesDesk.StartAsync();
        var (first, second) = (await desk.ReceiveAsync("kim@kunde.example", "Eins", "Worte"), await desk.ReceiveAsync("lou@kunde.example", "Zwei", "Worte"));
        await desk.ReceiveAsync("mia@kunde.example", "Drei", "Worte");
        using var agent = await desk.SignedInAsync();
        Assert.DoesNotContain("queue=team", await PageAsync(agent, "/tickets?queue=open"));
        await JoinAsync(desk, 501, 502, 503);
        await desk.WithAsync<Lotse.Tickets.Working.WorkTicket, int>(async work =>
        {
            var admin = new Acting(1, "Ada", Role.Admin, []);
            foreach (var (number, team) in new[] { (first, 501L), (second, 503L) })
            {
                var answer = await work.RunAsync(admin, number, new ChangeTicket(Team: team), null, null, default);
                Assert.Null(answer.Refusal);
            }
            return 0;
        });

        Assert.Equal([second, first], Rows(await PageAsync(agent, "/tickets?queue=team")));
        Assert.Equal(("2", "3"), (CountOf(await PageAsync(agent, "/"), "team"), CountOf(await PageAsync(agent, "/"), "open")));
        await desk.ReadAsync(d => d.AgentTeams.Where(l => l.TeamId == 503).ExecuteDeleteAsync());
        Assert.Equal([first], Rows(await PageAsync(agent, "/tickets?queue=team")));
    }

    [Fact]
    public async Task What_is_overdue_stands_in_the_rail_only_where_something_is()
    {
        await using var desk = await PagesDesk.StartAsync();
        var numbers = new List<long>();
        for (var i = 0; i < 4; i++) numbers.Add(await desk.ReceiveAsync($"kim{i}@kunde.example", $"Sache {i}", "Worte"));
        using var agent = await desk.SignedInAsync();
        Assert.DoesNotContain("queue=overdue", await PageAsync(agent, "/tickets?queue=open"));
        await DueAsync(desk, numbers[0], -5);
        await DueAsync(desk, numbers[1], -50);
        await DueAsync(desk, numbers[2], +50);
        await DueAsync(desk, numbers[3], -500);
        await agent.PostAsync($"/tickets/{numbers[3]}/state", ("state", "resolved"));

        var page = await PageAsync(agent, "/tickets?queue=overdue");
        Assert.Equal([numbers[1], numbers[0]], Rows(page));
        Assert.Equal("2", CountOf(page, "overdue"));
        Assert.Equal([numbers[1], numbers[0], numbers[2]], Rows(await PageAsync(agent, "/tickets?queue=open&order=due")));
        using var stranger = await desk.SignedInAsync(PagesDesk.Stranger);
        Assert.DoesNotContain("queue=overdue", await PageAsync(stranger, "/tickets?queue=open"));
    }

    [Fact]
    public async Task What_sleeps_stands_by_when_it_wakes_up_and_not_among_what_waits_for_somebody()
    {
        await using var desk = await PagesDesk.StartAsync();
        var (first, second, third) = (await desk.ReceiveAsync("a@kunde.example", "Eins", "x"), await desk.ReceiveAsync("b@kunde.example", "Zwei", "x"), await desk.ReceiveAsync("c@kunde.example", "Drei", "x"));
        using var agent = await desk.SignedInAsync();
        await desk.WithAsync<Lotse.Tickets.Working.WorkTicket, int>(async work =>
        {
            var admin = new Acting(1, "Ada", Role.Admin, []);
            await work.RunAsync(admin, second, new ChangeTicket(SnoozedUntil: Now.AddHours(1)), null, null, default);
            await work.RunAsync(admin, first, new ChangeTicket(SnoozedUntil: Now.AddHours(2)), null, null, default);
            return 0;
        });
        await agent.PostAsync($"/tickets/{third}/state", ("state", "waitingForCustomer"));

        Assert.Equal([second, first], Rows(await PageAsync(agent, "/tickets?queue=snoozed")));
        Assert.Equal([third], Rows(await PageAsync(agent, "/tickets?queue=waiting")));
        var page = await PageAsync(agent, "/");
        Assert.Equal(("2", "1"), (CountOf(page, "snoozed"), CountOf(page, "waiting")));
    }

    [Theory]
    [InlineData("newest"), InlineData("oldest"), InlineData("due")]
    public async Task Pages_of_a_list_follow_each_other_in_every_order(string order)
    {
        await using var desk = await PagesDesk.StartAsync();
        var numbers = new List<long>();
        for (var i = 0; i < 45; i++) numbers.Add(await desk.ReceiveAsync($"kim{i}@kunde.example", $"Sache {i}", "Worte"));
        // Several at the same moment: the id alone tells them apart.
        await desk.ReadAsync(d => d.Tickets.ExecuteUpdateAsync(set => set.SetProperty(t => t.DueAt, Now.AddHours(1)).SetProperty(t => t.UpdatedAt, Now)));
        using var agent = await desk.SignedInAsync();

        var first = await PageAsync(agent, $"/tickets?queue=open&order={order}");
        var next = More().Match(first).Groups["address"].Value.Replace("&amp;", "&", StringComparison.Ordinal);
        var all = Rows(first).Concat(Rows(await PageAsync(agent, next))).ToList();

        Assert.Equal(40, Rows(first).Count);
        Assert.Equal(order == "newest" ? numbers.AsEnumerable().Reverse() : numbers, all);
    }

    [Fact]
    public async Task A_list_that_is_narrowed_and_ordered_stays_so_beside_the_ticket()
    {
        await using var desk = await PagesDesk.StartAsync();
        var (first, second, third) = (await desk.ReceiveAsync("a@kunde.example", "Eins", "x"), await desk.ReceiveAsync("b@kunde.example", "Zwei", "x"), await desk.ReceiveAsync("c@kunde.example", "Drei", "x"));
        using var agent = await desk.SignedInAsync();
        await agent.PostAsync($"/tickets/{third}/state", ("state", "open"));

        var list = await PageAsync(agent, "/tickets?queue=open&state=new&level=1&order=oldest");
        var link = Regex.Match(list, $"href=\"(?<a>/tickets/{first}[^\"]*)\"", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups["a"].Value;

        Assert.Equal([first, second], Rows(list));
        Assert.Equal([first, second], Rows(await PageAsync(agent, link)));
        Assert.Equal("2 Tickets", Regex.Match(list, "<span [^>]*id=\"list-count\">(?<n>[^<]+)<", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups["n"].Value);
        Assert.Equal(HttpStatusCode.OK, (await agent.GetAsync("/tickets?queue=open~x-1~s-~l-99999999999~c-abc~o-~~~")).StatusCode);
    }

    [Fact]
    public async Task A_dense_list_is_kept_with_the_account_and_other_habits_stay()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var agent = await desk.SignedInAsync();
        await desk.ReadAsync(d => d.Users.ExecuteUpdateAsync(set => set.SetProperty(a => a.Habits, """{"undoSeconds":7}""")));
        Assert.DoesNotContain("list compact", await PageAsync(agent, "/tickets?queue=open"));

        Assert.Equal(HttpStatusCode.SeeOther, (await agent.PostAsync("/account/habits", ("density", "compact"))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await agent.PostAsync("/account/habits", ("density", "cosy"))).StatusCode);

        Assert.Contains("list compact", await PageAsync(agent, "/tickets?queue=open"));
        Assert.Contains("\"undoSeconds\":7", await desk.ReadAsync(d => d.Users.Where(a => a.Email != PagesDesk.Stranger).Select(a => a.Habits).SingleAsync()));
    }

    private static Task JoinAsync(PagesDesk desk, params long[] teams) => desk.ReadAsync(async database =>
    {
        var community = await database.Communities.Where(c => c.Name == "Hafen").Select(c => c.Id).SingleAsync();
        var admin = await database.Users.Where(a => a.Email != PagesDesk.Stranger).Select(a => a.Id).SingleAsync();
        foreach (var team in teams)
        {
            database.Teams.Add(new Team { Id = team, CommunityId = community, Name = string.Create(CultureInfo.InvariantCulture, $"Team {team}") });
            database.AgentTeams.Add(new AgentTeam { AgentId = admin, TeamId = team });
        }
        return await database.SaveChangesAsync();
    });

    private static Task DueAsync(PagesDesk desk, long number, int minutes) =>
        desk.ReadAsync(d => d.Tickets.Where(t => t.Number == number).ExecuteUpdateAsync(set => set.SetProperty(t => t.DueAt, Now.AddMinutes(minutes))));

    private static async Task<string> PageAsync(Lotse.Tests.Staff.Visitor agent, string path)
    {
        var answer = await agent.GetAsync(path);
        if (answer.Headers.Location is { } elsewhere) answer = await agent.GetAsync(elsewhere.ToString());
        return await answer.Content.ReadAsStringAsync();
    }

    private static List<long> Rows(string page) => [.. Row().Matches(page).Select(match => long.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture))];

    private static string CountOf(string page, string queue) =>
        Regex.Match(page[page.IndexOf("id=\"rail\"", StringComparison.Ordinal)..], $"href=\"/tickets\\?queue={queue}\".*?</a>", RegexOptions.Singleline, TimeSpan.FromSeconds(1)) is { Success: true } link
            ? Count().Match(link.Value).Groups["count"].Value : "";

    [GeneratedRegex("id=\"row-(?<number>\\d+)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();

    [GeneratedRegex("class=\"count[^\"]*\">(?<count>[^<]+)<", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Count();

    [GeneratedRegex("<turbo-frame id=\"rows-[^\"]+\" src=\"(?<address>[^\"]+)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex More();
}
