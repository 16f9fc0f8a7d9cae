using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Lotse.Adapters.Database.Opening;
using Lotse.Domain.Notices;
using Lotse.Notices;
using Lotse.Tests.Desk;
using Lotse.Tickets.Involving;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Notices;

/// <summary>Who is told what by the running desk, seen by each agent's own program.</summary>
public sealed class TellingAgentsTests
{
    internal static async Task<string> ToldAsync(RunningDesk desk, ApiClient agent, string query = "")
    {
        await desk.ToldAsync();
        var list = await agent.ReadAsync<NoticeListJson>($"/notices{query}");
        return string.Join(" | ", list.Items.Select(n => string.Create(CultureInfo.InvariantCulture, $"{n.Ticket} {n.Kind} {n.Why} {n.By?.Name}")).Select(s => s.TrimEnd()));
    }

    private static async Task WatchAsync(ApiClient agent, long number, bool watch = true) =>
        Assert.Equal(HttpStatusCode.NoContent, await agent.StatusAsync(watch ? HttpMethod.Put : HttpMethod.Delete, string.Create(CultureInfo.InvariantCulture, $"/tickets/{number}/watch")));

    internal static async Task NoteAsync(ApiClient agent, long number, string text) =>
        (await agent.PostAsync(string.Create(CultureInfo.InvariantCulture, $"/tickets/{number}/notes"), new { text })).EnsureSuccessStatusCode();

    [Fact]
    public async Task Whoever_is_responsible_watches_or_is_named_is_told_and_nobody_else()
    {
        await using var desk = await RunningDesk.StartAsync();
        var (lena, kai) = (await desk.AddAgentAsync("Lena", RunningDesk.Community), await desk.AddAgentAsync("Kai", RunningDesk.Community));
        await desk.DeliverAsync(new CustomerMail("Netz eins") { MessageId = "netz-eins@kunde.example" });
        await desk.SettledAsync();
        Assert.Equal(("", "", ""), (await ToldAsync(desk, desk.Api), await ToldAsync(desk, lena), await ToldAsync(desk, kai)));

        (await desk.Api.PatchAsync(1001, new { assignee = "lena@desk.example" })).EnsureSuccessStatusCode();
        await WatchAsync(kai, 1001);
        await lena.ReplyAsync(1001);
        await desk.DeliverAsync(CustomerMail.Answering("netz-eins@kunde.example", "Netz eins"));
        await desk.SettledAsync();
        await NoteAsync(lena, 1001, "Das weiß @ada, oder @niemand?");

        Assert.Equal("1001 CustomerWrote Responsible | 1001 Assigned Responsible Ada", await ToldAsync(desk, lena));
        Assert.Equal("1001 ColleagueNoted Watching Lena | 1001 CustomerWrote Watching | 1001 ColleagueReplied Watching Lena", await ToldAsync(desk, kai));
        Assert.Equal("1001 Mentioned Named Lena", await ToldAsync(desk, desk.Api));
    }

    [Fact]
    public async Task Watching_begins_and_ends_and_says_who_watches()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.AddMailboxAsync("Funkwerk", "funk@hafen.example");
        var (lena, fremd) = (await desk.AddAgentAsync("Lena", RunningDesk.Community), await desk.AddAgentAsync("Fremd", "Funkwerk"));
        await desk.DeliverAsync(new CustomerMail("Netz"));
        await desk.SettledAsync();
        await desk.ToldAsync(); // What has come is told to those who watch by then.
        var version = (await desk.Api.TicketAsync(1001)).Version;

        await WatchAsync(lena, 1001);
        await WatchAsync(lena, 1001);
        Assert.Equal(["Lena"], (await desk.Api.ReadAsync<WatchersJson>("/tickets/1001/watchers")).Items.Select(p => p.Name));
        Assert.Equal(HttpStatusCode.NotFound, await fremd.StatusAsync(HttpMethod.Put, "/tickets/1001/watch"));
        Assert.Equal(HttpStatusCode.NotFound, await fremd.StatusAsync(HttpMethod.Get, "/tickets/1001/watchers"));
        await WatchAsync(lena, 1001, watch: false);
        await NoteAsync(desk.Api, 1001, "Nichts für Lena");

        Assert.Equal("", await ToldAsync(desk, lena));
        Assert.Empty((await desk.Api.ReadAsync<WatchersJson>("/tickets/1001/watchers")).Items);
        Assert.Equal(version + 1, (await desk.Api.TicketAsync(1001)).Version); // The note, and nothing of watching.
    }

    [Fact]
    public async Task Communities_are_walls_for_notices_too()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.AddMailboxAsync("Funkwerk", "funk@hafen.example");
        var fremd = await desk.AddAgentAsync("Fremd", "Funkwerk");
        await desk.DeliverAsync(new CustomerMail("Netz"));
        await desk.SettledAsync();
        await NoteAsync(desk.Api, 1001, "@fremd sieht das nicht");
        Assert.Equal("", await ToldAsync(desk, fremd));

        // Told while it could be seen, and no longer shown once it cannot.
        var lena = await desk.AddAgentAsync("Lena", RunningDesk.Community);
        await NoteAsync(desk.Api, 1001, "@lena sieht das");
        Assert.Equal("1001 Mentioned Named Ada", await ToldAsync(desk, lena));
        await desk.LookAsync(d => d.AgentCommunities.Where(c => c.AgentId == lena.AgentId).ExecuteDeleteAsync());
        Assert.Equal("", await ToldAsync(desk, lena));
    }

    [Fact]
    public async Task What_happened_while_the_desk_was_off_is_told_once_and_nothing_twice()
    {
        await using var desk = await RunningDesk.StartAsync();
        var lena = await desk.AddAgentAsync("Lena", RunningDesk.Community);
        await desk.DeliverAsync(new CustomerMail("Netz"));
        await desk.SettledAsync();
        await NoteAsync(desk.Api, 1001, "@lena eins");
        await desk.ToldAsync();

        // As after a crash: the position is older than what is told.
        await desk.LookAsync(d => d.Settings.Where(s => s.Name == "notices-at").ExecuteUpdateAsync(set => set.SetProperty(s => s.Value, "1")));
        await desk.RestartAsync();
        await NoteAsync(desk.Api, 1001, "@lena zwei");

        Assert.Equal("1001 Mentioned Named Ada | 1001 Mentioned Named Ada", await ToldAsync(desk, lena));
    }

    [Fact]
    public async Task Whoever_gets_a_ticket_is_not_told_after_a_restart_of_what_was_in_it_before()
    {
        await using var desk = await RunningDesk.StartAsync();
        var lena = await desk.AddAgentAsync("Lena", RunningDesk.Community);
        await desk.DeliverAsync(new CustomerMail("Netz"));
        await desk.SettledAsync();
        await desk.ToldAsync(); // To nobody: else the mail might be told of only when Lena has the ticket already.
        (await lena.PatchAsync(1001, new { assignee = "lena@desk.example" })).EnsureSuccessStatusCode();
        await desk.ToldAsync();
        await desk.RestartAsync();

        Assert.Equal("", await ToldAsync(desk, lena));
    }

    [Fact]
    public async Task Two_desks_on_one_database_tell_once()
    {
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { Kind = DatabaseKind.Postgres });
        await using var beside = await desk.BesideAsync();
        var lena = await desk.AddAgentAsync("Lena", RunningDesk.Community);
        await desk.DeliverAsync(new CustomerMail("Netz"));
        await desk.SettledAsync();
        for (var i = 0; i < 10; i++) await NoteAsync(i % 2 == 0 ? desk.Api : beside.Api, 1001, string.Create(CultureInfo.InvariantCulture, $"@lena {i}"));
        await beside.ToldAsync();

        Assert.Equal(10, (await ToldAsync(desk, lena)).Split(" | ").Length);
    }

    [Fact]
    public async Task Each_says_what_they_want_to_be_told_and_other_habits_stay()
    {
        await using var desk = await RunningDesk.StartAsync();
        var lena = await desk.AddAgentAsync("Lena", RunningDesk.Community);
        await desk.LookAsync(d => d.Users.Where(u => u.Id == lena.AgentId).ExecuteUpdateAsync(set => set.SetProperty(u => u.Habits, "{\"density\":\"dense\"}")));
        using var put = await lena.SendAsync(HttpMethod.Put, "/notice-settings", JsonContent.Create(new NoticeHabits { Mentioned = false, NewTicket = true, WatchWhereInvolved = true }, options: ApiClient.Json));
        put.EnsureSuccessStatusCode();
        await desk.DeliverAsync(new CustomerMail("Netz"));
        await desk.SettledAsync();
        await NoteAsync(desk.Api, 1001, "@lena");
        await desk.ToldAsync();
        await NoteAsync(desk.Api, 1001, "Noch etwas");

        Assert.Equal("1001 ColleagueNoted Watching Ada | 1001 NewTicket Queue", await ToldAsync(desk, lena));
        Assert.Contains("\"density\":\"dense\"", await desk.LookAsync(d => d.Users.Where(u => u.Id == lena.AgentId).Select(u => u.Habits).SingleAsync()), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await lena.StatusAsync(HttpMethod.Put, "/notice-settings", new { dailyAt = 1440 }));
    }

    [Fact]
    public async Task Notices_are_read_one_ticket_at_a_time_or_all_and_only_ones_own()
    {
        await using var desk = await RunningDesk.StartAsync();
        var lena = await desk.AddAgentAsync("Lena", RunningDesk.Community);
        await desk.DeliverAsync(new CustomerMail("Netz eins"));
        await desk.DeliverAsync(new CustomerMail("Netz zwei") { From = "bert@kunde.example" });
        await desk.SettledAsync();
        await NoteAsync(desk.Api, 1001, "@lena");
        await NoteAsync(desk.Api, 1002, "@lena");
        await NoteAsync(lena, 1001, "@ada");
        await desk.ToldAsync();

        Assert.Equal(HttpStatusCode.NoContent, (await lena.PostAsync("/notices/readings", new { ticket = 1001 })).StatusCode);
        Assert.Equal("1002 Mentioned Named Ada", await ToldAsync(desk, lena, "?unread=true"));
        Assert.Equal(HttpStatusCode.NoContent, (await lena.PostAsync("/notices/readings", new { })).StatusCode);
        Assert.Equal("", await ToldAsync(desk, lena, "?unread=true"));
        Assert.Equal(2, (await ToldAsync(desk, lena)).Split(" | ").Length);
        Assert.Equal("1001 Mentioned Named Lena", await ToldAsync(desk, desk.Api, "?unread=true"));
        Assert.Equal(HttpStatusCode.NotFound, (await lena.PostAsync("/notices/readings", new { ticket = 4711 })).StatusCode);
    }
}
