using System.Globalization;
using System.Net;
using System.Text;
using Lotse.Domain.ServiceTimes;
using Lotse.Tests.Desk;
using Lotse.Tests.Staff;
using Lotse.Tests.Tickets.Pages;
using Lotse.Tickets.Working;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.ServiceTimes;

/// <summary>A lead says on the page, or a program at its door, when a community works and what it promises.</summary>
public sealed class SettingServiceTimesTests
{
    private static readonly (string Name, string Value)[] s_week =
        [("zone", "Europe/Berlin"), ("hours-1", "09:00–12:00, 13:00-17:00"), ("hours-2", "9-17"), ("hours-6", "22:00–06:00"), ("place", "BY"), ("leads-after", "1:30"), ("third-party", "1")];

    private static readonly (string Name, string Value)[] s_rest =
    [
        ("day", "2026-12-24"), ("day-name", "Heiligabend"), ("day-each", "year"), ("day-from", "12:00"), ("day", ""), ("day-name", ""), ("day-each", ""), ("day-from", ""),
        ("level", ""), ("priority", ""), ("organisation", ""), ("first", "4"), ("next", "2:15"), ("resolution", ""), ("warn", "0:30"),
        ("level", "2"), ("priority", "3"), ("organisation", ""), ("first", "0:30"), ("next", ""), ("resolution", ""), ("warn", ""),
        ("own", "level-2"), ("own0-zone", "UTC"), ("own0-hours-3", "0-24"), ("own", ""), ("own1-zone", "UTC"),
    ];

    [Fact]
    public async Task Keeps_what_a_lead_says_and_shows_it_again()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var lead = await desk.SignedInAsync();
        var community = await CommunityAsync(desk);

        Assert.Equal(HttpStatusCode.SeeOther, (await lead.PostAsync($"/service-times/{community}", [.. s_week, .. s_rest])).StatusCode);
        var plan = await desk.ReadAsync(d => d.ServicePlanAsync(community, default));

        Assert.Equal([new(DayOfWeek.Monday, 540, 720), new(DayOfWeek.Monday, 780, 1020), new(DayOfWeek.Tuesday, 540, 1020), new(DayOfWeek.Saturday, 1320, 360)], plan.Hours.Spans);
        Assert.Equal([new ClosedDay(new DateOnly(2026, 12, 24), "Heiligabend", true, 720)], plan.Closed.Own);
        Assert.Equal([new Promise(FirstAnswer: 240, NextAnswer: 135, Warn: 30), new Promise(Domain.Tickets.Level.Second, Domain.Tickets.Priority.Urgent, FirstAnswer: 30)], plan.Promises);
        Assert.Equal((90, "BY", true), (plan.LeadsAfter, plan.Closed.Place, plan.PausesForThirdParty));
        var own = Assert.Single(plan.Own);
        Assert.Equal((Domain.Tickets.Level.Second, new HoursSpan(DayOfWeek.Wednesday, 0, 1440)), (own.Level, Assert.Single(own.Hours.Spans)));
        var page = await PageAsync(lead, $"/service-times/{community}");
        foreach (var shown in (string[])["09:00–12:00, 13:00–17:00", "22:00–06:00", "00:00–24:00", "Heiligabend", "2:15", "1:30"]) Assert.Contains($"value=\"{shown}\"", page);
        Assert.Contains("2 Zusagen", await PageAsync(lead, "/service-times"));
    }

    [Theory]
    [InlineData("hours-1", "neun bis fünf", "Die Servicezeiten lassen sich nicht lesen")]
    [InlineData("hours-1", "09:00–09:00", "Die Servicezeiten lassen sich nicht lesen")]
    [InlineData("zone", "Atlantis/Mitte", "Die Servicezeiten lassen sich nicht lesen")]
    [InlineData("leads-after", "bald", "Eine Zusage lässt sich nicht lesen")]
    [InlineData("place", "XX", "Ein freier Tag lässt sich nicht lesen")]
    public async Task What_cannot_be_read_is_said_and_kept(string field, string typed, string said)
    {
        await using var desk = await PagesDesk.StartAsync();
        using var lead = await desk.SignedInAsync();
        var community = await CommunityAsync(desk);
        var answer = await lead.PostAsync($"/service-times/{community}", [.. s_week.Where(one => one.Name != field), (field, typed), .. s_rest]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.Contains(said, page);
        Assert.Contains("value=\"Heiligabend\"", page);
        if (field != "place") Assert.Contains($"value=\"{typed}\"", page);
        Assert.Equal(0, await desk.ReadAsync(d => d.ServicePlans.CountAsync()));
    }

    [Fact]
    public async Task Only_leads_of_the_community_find_the_pages()
    {
        await using var desk = await PagesDesk.StartAsync();
        var community = await CommunityAsync(desk);
        using var stranger = await desk.SignedInAsync(PagesDesk.Stranger);
        using var agent = await desk.ColleagueAsync("cora@desk.example", "Cora");
        foreach (var visitor in (Visitor[])[stranger, agent])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/service-times")).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync($"/service-times/{community}")).StatusCode);
            Assert.Contains((await visitor.PostAsync($"/service-times/{community}", [.. s_week, .. s_rest])).StatusCode, (HttpStatusCode[])[HttpStatusCode.NotFound, HttpStatusCode.UnprocessableEntity]);
        }
        Assert.Equal(0, await desk.ReadAsync(d => d.ServicePlans.CountAsync()));
    }

    [Fact]
    public async Task Asks_the_database_at_most_six_times_for_a_page()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var lead = await desk.SignedInAsync();
        var community = await CommunityAsync(desk);
        await lead.PostAsync($"/service-times/{community}", [.. s_week, .. s_rest]);
        foreach (var path in (string[])["/service-times", $"/service-times/{community}", "/tickets?queue=open"])
        {
            await lead.GetAsync(path);
            Assert.InRange(await desk.StatementsAsync(() => lead.GetAsync(path)), 1, 6);
        }
    }

    [Fact]
    public async Task Lists_and_tickets_say_how_much_working_time_is_left()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var lead = await desk.SignedInAsync();
        (string, string)[] always = [("zone", "UTC"), .. Enumerable.Range(0, 7).Select(day => (string.Create(CultureInfo.InvariantCulture, $"hours-{day}"), "0-24"))];
        (string, string)[] promised = [("level", ""), ("priority", ""), ("organisation", ""), ("first", "5:00"), ("next", ""), ("resolution", ""), ("warn", "")];
        await lead.PostAsync($"/service-times/{await CommunityAsync(desk)}", [.. always, .. promised]);
        var number = await desk.ReceiveAsync("kim@kunde.example", "Frage", "Worte");
        await Wait.UntilAsync(async () => await desk.ReadAsync(d => d.Tickets.AnyAsync(t => t.DueAt != null)), "it is reckoned");
        foreach (var path in (string[])["/tickets?queue=open", $"/tickets/{number}"]) Assert.Contains("noch 4 Std. 59 Min.", await PageAsync(lead, path));

        await desk.ReadAsync(d => d.Tickets.ExecuteUpdateAsync(set => set.SetProperty(t => t.DueAt, DateTimeOffset.UtcNow.AddMinutes(-5))));
        foreach (var path in (string[])["/tickets?queue=open", "/tickets?queue=overdue", $"/tickets/{number}"]) Assert.Contains("überfällig seit ", await PageAsync(lead, path));
    }

    [Fact]
    public async Task Takes_closed_days_out_of_a_calendar_file()
    {
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { FakeClock = true });
        var id = await desk.LookAsync(d => d.Communities.Select(c => c.Id).FirstAsync());
        var path = string.Create(CultureInfo.InvariantCulture, $"/communities/{id}/service-times/calendars");
        var year = desk.Clock.GetUtcNow().Year;
        var calendar = $"""
            BEGIN:VCALENDAR
            VERSION:2.0
            PRODID:-//Hafen//Kalender//DE
            BEGIN:VEVENT
            UID:1@hafen.example
            DTSTART;VALUE=DATE:{year}1227
            DTEND;VALUE=DATE:{year}1229
            SUMMARY:Betriebsruhe
            END:VEVENT
            BEGIN:VEVENT
            UID:2@hafen.example
            DTSTART;VALUE=DATE:20000707
            RRULE:FREQ=YEARLY
            SUMMARY:Hafenfest
            END:VEVENT
            BEGIN:VEVENT
            UID:3@hafen.example
            DTSTART:{year}1230T100000Z
            DTEND:{year}1230T110000Z
            SUMMARY:Besprechung
            END:VEVENT
            END:VCALENDAR
            """.ReplaceLineEndings("\r\n");
        for (var twice = 0; twice < 2; twice++) Assert.Equal(HttpStatusCode.OK, (await SendAsync(desk, path, calendar)).StatusCode);

        var days = (await desk.LookAsync(d => d.ServicePlanAsync(id, default))).Closed.Own;
        Assert.Equal(["Betriebsruhe", "Betriebsruhe", .. Enumerable.Repeat("Hafenfest", 6)], days.Select(day => day.Name).Order(StringComparer.Ordinal));
        Assert.Equal([new(year, 7, 7), new(year, 12, 27), new(year, 12, 28), new(year + 1, 7, 7)], days.Select(day => day.Day).Order().Take(4));
        foreach (var wrong in (string[])["", "Hallo", "BEGIN:VCALENDAR\r\nEND:VCALENDAR", calendar[..200]]) Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SendAsync(desk, path, wrong)).StatusCode);
    }

    [Fact]
    public async Task What_another_lead_has_said_meanwhile_is_not_written_over()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var lead = await desk.SignedInAsync();
        var path = $"/service-times/{await CommunityAsync(desk)}";
        var first = await lead.VersionAsync(path);
        Assert.Equal(HttpStatusCode.SeeOther, (await lead.PostAsync(path, [("version", first), .. s_week, .. s_rest])).StatusCode);

        var stale = await lead.PostAsync(path, ("version", first), ("zone", "UTC"), ("hours-1", "10:00–11:00"));
        await stale.ComesBackAsync("value=\"10:00–11:00\"", $"name=\"version\" value=\"{first}\"");
        Assert.Equal(2, (await desk.ReadAsync(async d => await d.ServicePlanAsync(await CommunityAsync(desk), default))).Promises.Count);
        Assert.Equal(HttpStatusCode.SeeOther, (await lead.PostAsync(path, ("version", await lead.VersionAsync(path)), ("zone", "UTC"), ("hours-1", "10:00–11:00"))).StatusCode);
    }

    [Theory]
    [InlineData("service-times")]
    [InlineData("levels")]
    public async Task A_program_that_says_what_it_has_seen_overwrites_nobody(string what)
    {
        await using var desk = await RunningDesk.StartAsync();
        var id = await desk.LookAsync(d => d.Communities.Select(c => c.Id).FirstAsync());
        var path = string.Create(CultureInfo.InvariantCulture, $"/communities/{id}/{what}");
        using var read = await desk.Api.GetAsync(path);
        var plan = await read.Content.ReadAsStringAsync();
        Task<HttpResponseMessage> PutAsync(string? seen) => desk.Api.SendAsync(
            HttpMethod.Put, path, new StringContent(plan, Encoding.UTF8, "application/json"), request => { if (seen is not null) request.Headers.TryAddWithoutValidation("If-Match", seen); });

        using var first = await PutAsync(read.Headers.ETag!.Tag);
        Assert.Equal((HttpStatusCode.OK, "\"0\"", "\"1\""), (first.StatusCode, read.Headers.ETag.Tag, first.Headers.ETag!.Tag));
        using var stale = await PutAsync(read.Headers.ETag.Tag);
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.StatusCode);
        using var silent = await PutAsync(null);
        using var packed = await PutAsync("W/\"2\"");
        using var unread = await PutAsync("gestern");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.BadRequest), (silent.StatusCode, packed.StatusCode, unread.StatusCode));
    }

    private static Task<HttpResponseMessage> SendAsync(RunningDesk desk, string path, string calendar) => desk.Api.SendAsync(HttpMethod.Post, path, new StringContent(calendar, Encoding.UTF8, "text/calendar"));

    private static Task<long> CommunityAsync(PagesDesk desk) => desk.ReadAsync(d => d.Communities.Where(c => c.Name == "Hafen").Select(c => c.Id).SingleAsync());

    private static async Task<string> PageAsync(Visitor visitor, string path) => WebUtility.HtmlDecode(await (await visitor.GetAsync(path)).Content.ReadAsStringAsync());
}
