using System.Globalization;
using System.Net;
using Lotse.Adapters.Database.Opening;
using Lotse.Domain.ServiceTimes;
using Lotse.Domain.Tickets;
using Lotse.ServiceTimes;
using Lotse.Tests.Desk;
using Lotse.Tests.Notices;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.ServiceTimes;

/// <summary>A desk that works day and night and promises a first answer in four hours, the next in two, and a solution in sixteen.</summary>
public sealed class KeepingPromisesTests
{
    private static readonly object[] s_always = [.. Enum.GetValues<DayOfWeek>().Select(day => new { day, from = 0, until = 1440 })];

    [Fact]
    public async Task A_new_ticket_gets_its_due_time_and_an_answer_takes_it_away()
    {
        await using var desk = await PromisingAsync();
        var number = (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value;
        var opened = (await desk.Api.TicketAsync(number)).CreatedAt;
        await DueAsync(desk, number, opened.AddHours(4));
        var before = await desk.Api.TicketAsync(number);

        desk.Pass(TimeSpan.FromMinutes(30));
        await desk.Api.ReplyAsync(number);
        await DueAsync(desk, number, null);

        Assert.Equal(opened, before.UpdatedAt); // Reckoning is no work on it.
        var promises = await desk.Api.ReadAsync<TicketPromisesJson>(Path(number));
        Assert.Equal([(PromiseKind.FirstAnswer, true, (int?)null), (PromiseKind.Resolution, null, 15 * 60 + 30)], promises.Items.Select(p => (p.Kind, p.Met, p.LeftMinutes)));
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    public async Task Whoever_read_a_ticket_may_still_change_it_after_it_was_reckoned()
    {
        await using var desk = await PromisingAsync();
        var number = (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value;
        var seen = await desk.Api.TicketAsync(number);
        await DueAsync(desk, number, seen.CreatedAt.AddHours(4));
        Assert.Equal(HttpStatusCode.OK, (await desk.Api.PatchAsync(number, new { priority = "high" }, seen.Version)).StatusCode);
    }

    [Fact]
    public async Task A_customer_who_writes_again_is_owed_the_next_answer()
    {
        await using var desk = await PromisingAsync();
        var number = (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value;
        await desk.Api.ReplyAsync(number);
        desk.Pass(TimeSpan.FromHours(30));
        await desk.PostMailAsync(new CustomerMail($"[#{number}] Noch eine Frage"));
        var wrote = (await desk.Api.TicketAsync(number)).UpdatedAt;
        await DueAsync(desk, number, wrote.AddHours(2));
    }

    [Fact]
    public async Task Whoever_has_it_is_warned_then_told_and_then_the_lead_each_once()
    {
        await using var desk = await PromisingAsync();
        var (lena, kai) = (await desk.AddAgentAsync("Lena", RunningDesk.Community), await desk.AddAgentAsync("Kai", RunningDesk.Community));
        var number = (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value;
        await desk.ToldAsync(); // What has come is told to those who have it by then.
        (await desk.Api.PatchAsync(number, new { assignee = "lena@desk.example" })).EnsureSuccessStatusCode();
        await DueAsync(desk, number, (await desk.Api.TicketAsync(number)).CreatedAt.AddHours(4));

        desk.Pass(TimeSpan.FromHours(3));
        await HappenedAsync(desk, number, "promiseWarned");
        desk.Pass(TimeSpan.FromHours(1));
        await HappenedAsync(desk, number, "promiseOverdue");
        Assert.Equal(number, Assert.Single((await desk.Api.ListAsync("?queue=overdue")).Items).Number);
        desk.Pass(TimeSpan.FromHours(1));
        await HappenedAsync(desk, number, "promiseLongOverdue");
        for (var n = 0; n < 3; n++)
        {
            desk.Pass(TimeSpan.FromMinutes(30));
            await Task.Delay(300, TestContext.Current.CancellationToken);
        }

        Assert.Equal($"{number} Overdue Responsible | {number} DueSoon Responsible | {number} Assigned Responsible Ada", await TellingAgentsTests.ToldAsync(desk, lena));
        Assert.Equal("", await TellingAgentsTests.ToldAsync(desk, kai));
        Assert.Equal($"{number} LongOverdue Lead", await TellingAgentsTests.ToldAsync(desk, desk.Api)); // Ada is an admin.
        Assert.Equal(["promiseWarned", "promiseOverdue", "promiseLongOverdue"], (await desk.Api.HistoryAsync(number)).Select(line => line.Kind).Where(kind => kind.StartsWith("promise", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_nobody_has_is_told_to_those_whose_queue_it_waits_in()
    {
        await using var desk = await PromisingAsync();
        var lena = await desk.AddAgentAsync("Lena", RunningDesk.Community);
        var number = (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value;
        await DueAsync(desk, number, (await desk.Api.TicketAsync(number)).CreatedAt.AddHours(4));
        desk.Pass(TimeSpan.FromHours(3.5));
        await HappenedAsync(desk, number, "promiseWarned");
        Assert.Equal($"{number} DueSoon Unclaimed", await TellingAgentsTests.ToldAsync(desk, lena));
    }

    [Fact]
    public async Task What_was_open_before_is_promised_from_now_on_and_other_promises_hold_at_once()
    {
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { FakeClock = true });
        var (number, other) = ((await desk.PostMailAsync(new CustomerMail())).Ticket!.Value, (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value);
        await desk.Api.ReplyAsync(other);
        desk.Pass(TimeSpan.FromDays(3));
        var begun = desk.Clock.GetUtcNow();
        await PromiseAsync(desk, Usual);
        await DueAsync(desk, number, begun.AddHours(4), exactly: false);
        await PromiseAsync(desk, new { firstAnswer = 60, warn = 0 });
        await DueAsync(desk, number, begun.AddHours(1), exactly: false);
        Assert.Null((await desk.Api.TicketAsync(other)).DueAt);
    }

    [Fact]
    public async Task A_desk_that_was_stopped_says_afterwards_what_was_due_meanwhile()
    {
        await using var desk = await PromisingAsync();
        var number = (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value;
        await desk.StopAsync();
        desk.Clock.Advance(TimeSpan.FromHours(9));
        await desk.ServeAgainAsync();
        await HappenedAsync(desk, number, "promiseOverdue");
        Assert.Single(await desk.Api.HistoryAsync(number), line => line.Kind == "promiseOverdue");
    }

    [Fact]
    public async Task Of_two_desks_on_one_database_each_thing_is_said_once()
    {
        await using var desk = await PromisingAsync(DatabaseKind.Postgres);
        await using var other = await desk.BesideAsync();
        var numbers = new List<long>();
        for (var n = 0; n < 12; n++) numbers.Add((await (n % 2 == 0 ? desk : other).PostMailAsync(new CustomerMail())).Ticket!.Value);
        foreach (var number in numbers) await DueAsync(desk, number, (await desk.Api.TicketAsync(number)).CreatedAt.AddHours(4));
        desk.Pass(TimeSpan.FromHours(3));
        foreach (var number in numbers) await HappenedAsync(desk, number, "promiseWarned");
        desk.Pass(TimeSpan.FromHours(1));
        foreach (var number in numbers) await HappenedAsync(desk, number, "promiseOverdue");
        await Task.Delay(1000, TestContext.Current.CancellationToken);
        foreach (var number in numbers)
        {
            var said = (await desk.Api.HistoryAsync(number)).Select(line => line.Kind).Where(kind => kind is "ticketDueChanged" or "promiseWarned" or "promiseOverdue").ToList();
            Assert.Equal(["ticketDueChanged", "promiseWarned", "promiseOverdue"], said);
        }
    }

    [Fact]
    public async Task Two_that_reckon_at_once_say_it_once()
    {
        await using var desk = await PromisingAsync();
        var number = (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value;
        await DueAsync(desk, number, (await desk.Api.TicketAsync(number)).CreatedAt.AddHours(4));
        desk.Pass(TimeSpan.FromHours(5));
        var id = await desk.LookAsync(d => d.Tickets.Where(t => t.Number == number).Select(t => t.Id).SingleAsync());
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => desk.ReckonAsync(id)));
        var said = (await desk.Api.HistoryAsync(number)).Select(line => line.Kind).Where(kind => kind.StartsWith("promise", StringComparison.Ordinal));
        Assert.Equal(["promiseOverdue", "promiseLongOverdue"], said);
    }

    [Fact]
    public async Task Only_leads_say_what_is_promised_and_only_what_makes_sense()
    {
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { FakeClock = true });
        var lena = await desk.AddAgentAsync("Lena", RunningDesk.Community);
        await desk.AddMailboxAsync("Funkwerk", "funk@hafen.example");
        var fremd = await desk.AddAgentAsync("Fremd", "Funkwerk");
        var path = await CommunityAsync(desk);
        Assert.Equal(HttpStatusCode.OK, await lena.StatusAsync(HttpMethod.Get, path));
        Assert.Equal(HttpStatusCode.NotFound, await fremd.StatusAsync(HttpMethod.Get, path));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await lena.StatusAsync(HttpMethod.Put, path, Plan(Usual)));
        Assert.Equal(HttpStatusCode.NotFound, await fremd.StatusAsync(HttpMethod.Put, path, Plan(Usual)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await desk.Api.StatusAsync(HttpMethod.Put, path, Plan(Usual, Usual))); // The same twice.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await desk.Api.StatusAsync(HttpMethod.Put, path, Plan(new { firstAnswer = 0 })));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await desk.Api.StatusAsync(HttpMethod.Put, path, Plan(new { organisationId = 12345, firstAnswer = 60 })));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await desk.Api.StatusAsync(HttpMethod.Put, path, new { hours = (object?)null }));
        Assert.Equal(HttpStatusCode.OK, await desk.Api.StatusAsync(HttpMethod.Put, path, Plan(Usual)));
    }

    internal static object Usual => new { firstAnswer = 240, nextAnswer = 120, resolution = 960, warn = 60 };

    private static object Plan(params object[] promises) => new
    {
        hours = new { zone = "Europe/Berlin", spans = s_always },
        own = Array.Empty<object>(),
        closed = new { place = (string?)null, own = Array.Empty<object>() },
        promises,
        pausesForThirdParty = true,
        leadsAfter = 60,
    };

    private static string Path(long number) => string.Create(CultureInfo.InvariantCulture, $"/tickets/{number}/promises");

    private static async Task<string> CommunityAsync(RunningDesk desk)
    {
        var id = await desk.LookAsync(d => d.Communities.Where(c => c.Name == RunningDesk.Community).Select(c => c.Id).SingleAsync());
        return string.Create(CultureInfo.InvariantCulture, $"/communities/{id}/service-times");
    }

    internal static async Task PromiseAsync(RunningDesk desk, params object[] promises) => Assert.Equal(HttpStatusCode.OK, await desk.Api.StatusAsync(HttpMethod.Put, await CommunityAsync(desk), Plan(promises)));

    private static async Task<RunningDesk> PromisingAsync(DatabaseKind? kind = null)
    {
        var desk = await RunningDesk.StartAsync(new DeskWishes { FakeClock = true, Kind = kind });
        await PromiseAsync(desk, Usual);
        return desk;
    }

    private static Task DueAsync(RunningDesk desk, long number, DateTimeOffset? due, bool exactly = true) => Wait.UntilAsync(async () =>
    {
        desk.Pass(TimeSpan.Zero);
        var now = (await desk.Api.TicketAsync(number)).DueAt;
        return now == due || (!exactly && now - due is { } off && off.Duration() < TimeSpan.FromMinutes(1));
    }, $"ticket {number} is due at {due}");

    private static Task HappenedAsync(RunningDesk desk, long number, string kind) => Wait.UntilAsync(async () =>
    {
        desk.Pass(TimeSpan.FromSeconds(1));
        return (await desk.Api.HistoryAsync(number)).Any(line => line.Kind == kind);
    }, $"{kind} of ticket {number}");
}
