using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Lotse.Adapters.Calendars;
using Lotse.Domain.Routing;
using Lotse.Routing;
using Lotse.Tests.Desk;
using Lotse.Tests.Staff;
using Lotse.Tests.Tickets.Pages;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Routing;

/// <summary>Absences out of somebody's calendar.</summary>
public sealed class TakingACalendarInTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 29, 9, 0, 0, TimeSpan.Zero);
    private static readonly TimeZoneInfo s_berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Fact]
    public void Reads_whole_days_halves_of_days_and_series_in_the_right_zone()
    {
        var (times, _) = CalendarAbsences.Read(Ics(
            Event("Urlaub", "DTSTART;VALUE=DATE:20261221", "DTEND;VALUE=DATE:20270104"), Event("Brückentag frei", "DTSTART;VALUE=DATE:20270528"), Event("Halber Tag frei", "DTSTART;TZID=Europe/Berlin:20261204T120000", "DTEND;TZID=Europe/Berlin:20261204T180000"),
            Event("Outlook", "DTSTART;TZID=W. Europe Standard\r\n  Time:20270701T080000", "DTEND;TZID=W. Europe Standard Time:20270701T120000", "X-MICROSOFT-CDO-BUSYSTATUS:OOF"), Event("UTC", "DTSTART:20261210T080000Z", "DTEND:20261210T090000Z"),
            Event("Irgendwo", "DTSTART:20270702T080000", "DTEND:20270702T090000"), Event("Eigene Zone", "DTSTART;TZID=Customized Time Zone:20261211T080000", "DTEND;TZID=Customized Time Zone:20261211T090000"),
            Event("Vorbei", "DTSTART;VALUE=DATE:20261101"), Event("Läuft noch", "DTSTART;VALUE=DATE:20261101", "DTEND;VALUE=DATE:20261205"), Event("Abgesagt", "DTSTART;VALUE=DATE:20261206", "STATUS:CANCELLED"), Event("Später als ein Jahr", "DTSTART;VALUE=DATE:20281206")), s_berlin, s_now);

        Assert.Equal(
        [
            "Läuft noch 2026-10-31T23:00 2026-12-04T23:00", "Halber Tag frei 2026-12-04T11:00 2026-12-04T17:00", "UTC 2026-12-10T08:00 2026-12-10T09:00", "Eigene Zone 2026-12-11T07:00 2026-12-11T08:00", "Urlaub 2026-12-20T23:00 2027-01-03T23:00",
            "Brückentag frei 2027-05-27T22:00 2027-05-28T22:00", "Outlook 2027-07-01T06:00 2027-07-01T10:00", "Irgendwo 2027-07-02T06:00 2027-07-02T07:00",
        ], times!.OrderBy(time => time.From).Select(time => string.Create(CultureInfo.InvariantCulture, $"{time.Title} {time.From:yyyy-MM-ddTHH:mm} {time.Until:yyyy-MM-ddTHH:mm}")));
        Assert.Equal(["Outlook"], times!.Where(time => time.Away).Select(time => time.Title));
    }

    [Fact]
    public void A_series_is_read_day_by_day_for_a_year_over_the_change_of_clocks_with_its_exceptions()
    {
        var (times, _) = CalendarAbsences.Read(Ics(Event("Teilzeit", "UID:serie", "DTSTART;TZID=Europe/Berlin:20250103T120000", "DTEND;TZID=Europe/Berlin:20250103T180000", "RRULE:FREQ=WEEKLY;BYDAY=FR", "EXDATE;TZID=Europe/Berlin:20261225T120000"),
            Event("Teilzeit", "UID:serie", "RECURRENCE-ID;TZID=Europe/Berlin:20261211T120000", "DTSTART;TZID=Europe/Berlin:20261210T120000", "DTEND;TZID=Europe/Berlin:20261210T180000")), s_berlin, s_now);
        Assert.InRange(times!.Count, 51, 53);
        Assert.All(times, time => Assert.Equal((12, 18), (TimeZoneInfo.ConvertTime(time.From, s_berlin).Hour, TimeZoneInfo.ConvertTime(time.Until, s_berlin).Hour)));
        Assert.All(times, time => Assert.True(time.Repeats));
        var days = times.Select(time => time.From.ToString("MMdd", CultureInfo.InvariantCulture)).ToList();
        Assert.Contains("1204", days);
        Assert.Contains("1210", days); // Moved from the 11th.
        Assert.DoesNotContain("1211", days);
        Assert.DoesNotContain("1225", days);
    }

    [Theory]
    [InlineData("RRULE:FREQ=SECONDLY", CalendarAbsences.Endless), InlineData("RRULE:FREQ=MINUTELY;INTERVAL=5", CalendarAbsences.Endless), InlineData("RRULE:FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11,12;BYMINUTE=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20;BYSECOND=0,1,2,3,4,5,6,7,8,9", CalendarAbsences.Endless)]
    [InlineData("RRULE:FREQ=DAILY;BYHOUR=8,9", CalendarAbsences.TooMany), InlineData("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", null), InlineData("RRULE:FREQ=NEVER", null), InlineData("RRULE:FREQ=DAILY;COUNT=2147483647", null)]
    public void A_calendar_that_means_harm_is_refused_in_no_time(string rule, string? code)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var (times, refusal) = CalendarAbsences.Read(Ics(Event("x", "DTSTART:20200101T080000Z", "DTEND:20200101T083000Z", rule)), s_berlin, s_now);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), watch.Elapsed.ToString());
        if (code is not null) Assert.Equal(code, refusal?.Code);
        else Assert.True(times is null || times.Count <= CalendarAbsences.TimesAtMost);
    }

    [Theory]
    [InlineData("", CalendarAbsences.NotReadable), InlineData("Kein Kalender", CalendarAbsences.NotReadable), InlineData("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:gestern\r\nEND:VEVENT\r\nEND:VCALENDAR", null)]
    public void What_is_no_calendar_is_said_to_be_none(string text, string? code)
    {
        var (times, refusal) = CalendarAbsences.Read(text, s_berlin, s_now);
        if (code is not null) Assert.Equal(code, refusal?.Code);
        else Assert.True(times is null or []);
        Assert.Equal(CalendarAbsences.TooLarge, CalendarAbsences.Read(new string('x', 1_000_001), s_berlin, s_now).Refusal?.Code);
        Assert.Equal(CalendarAbsences.TooMany, CalendarAbsences.Read(Ics([.. Enumerable.Repeat(Event("x", "DTSTART;VALUE=DATE:20261206"), 2001)]), s_berlin, s_now).Refusal?.Code);
    }

    [Fact]
    public async Task The_same_calendar_twice_adds_nothing_and_only_leads_say_it_of_others()
    {
        await using var house = await SampleHouse.StartAsync();
        var today = house.Desk.Clock.GetUtcNow();
        string Day(int days) => today.AddDays(days).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var ics = Ics(Event("Urlaub", $"DTSTART;VALUE=DATE:{Day(10)}", $"DTEND;VALUE=DATE:{Day(20)}"), Event("Besprechung", $"DTSTART:{Day(3)}T080000Z", $"DTEND:{Day(3)}T090000Z"), Event("Krank", $"DTSTART;VALUE=DATE:{Day(-1)}", $"DTEND;VALUE=DATE:{Day(2)}"));
        var number = await house.MailAsync("Rechnungen fehlen", "Guten Tag, ich habe eine Frage zu meiner Rechnung und bitte um eine schnelle Antwort. Vielen Dank und freundliche Grüße");

        var tried = await ApiClient.ReadAsync<CalendarOutcomeJson>(await SendAsync(house.Desk.Api, house.Agent("Rita"), ics, "&dryRun=true"));
        Assert.Equal((0, 3, 2), (tried.Taken, tried.Lines.Count, tried.Lines.Count(line => line.Suggested)));
        Assert.Equal(2, (await ApiClient.ReadAsync<CalendarOutcomeJson>(await SendAsync(house.Desk.Api, house.Agent("Rita"), ics, ""))).Taken);
        Assert.Equal("Rolf for Rita", await house.HasAsync(number)); // At once: she is ill today.
        var again = await ApiClient.ReadAsync<CalendarOutcomeJson>(await SendAsync(house.Desk.Api, house.Agent("Rita"), ics, ""));
        Assert.Equal((0, 2), (again.Taken, again.Lines.Count(line => line.There)));
        Assert.Equal(["Sick", "Holiday"], await house.Desk.LookAsync(async d => (await d.Absences.OrderBy(a => a.From).Select(a => a.Kind).ToListAsync()).ConvertAll(kind => kind.ToString())));

        var crossing = Ics(Event("Urlaub", $"DTSTART;VALUE=DATE:{Day(30)}", $"DTEND;VALUE=DATE:{Day(33)}"), Event("Urlaub 2", $"DTSTART;VALUE=DATE:{Day(32)}", $"DTEND;VALUE=DATE:{Day(34)}"));
        var keys = (await ApiClient.ReadAsync<CalendarOutcomeJson>(await SendAsync(house.Desk.Api, house.Agent("Rita"), crossing, "&dryRun=true"))).Lines.Select(line => line.Key).ToList();
        Assert.Contains("absences-cross", await (await SendAsync(house.Desk.Api, house.Agent("Rita"), crossing, $"&take={keys[0]}&take={keys[1]}")).Content.ReadAsStringAsync());
        Assert.Equal(2, await house.Desk.LookAsync(d => d.Absences.CountAsync()));

        var bert = await house.Desk.AddAgentAsync("Gast", RunningDesk.Community);
        Assert.Contains("absence-not-yours", await (await SendAsync(bert, house.Agent("Rita"), crossing, "")).Content.ReadAsStringAsync());
        Assert.Equal(1, (await ApiClient.ReadAsync<CalendarOutcomeJson>(await SendAsync(bert, bert.AgentId.ToString(CultureInfo.InvariantCulture), crossing, ""))).Taken);
        await house.Desk.AddMailboxAsync("Werft", "post@werft.example");
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(await house.Desk.AddAgentAsync("Fremd", "Werft"), house.Agent("Rita"), crossing, "")).StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await SendAsync(bert, house.Agent("Rita"), new string('x', 1_000_001), "")).StatusCode);
    }

    [Fact]
    public async Task On_the_page_one_looks_through_it_first()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        using var jon = await desk.ColleagueAsync("jon@desk.example", "Jon");
        var ids = await desk.ReadAsync(d => d.Users.ToDictionaryAsync(u => u.Name, u => u.Id.ToString(CultureInfo.InvariantCulture)));
        var day = TimeProvider.System.GetUtcNow().AddDays(10);
        var ics = Ics(Event("Urlaub & Meer", $"DTSTART;VALUE=DATE:{day:yyyyMMdd}", $"DTEND;VALUE=DATE:{day.AddDays(5):yyyyMMdd}"), Event("Zahnarzt", $"DTSTART:{day.AddDays(6):yyyyMMdd}T080000Z", $"DTEND:{day.AddDays(6):yyyyMMdd}T090000Z"));

        Assert.Contains("Aus einem Kalender", await TextAsync(jon, "/absences"));
        var (status, page) = await SendAsync(jon, ("agent", ids["Jon"]), ("calendar", ics), ("then", "show"));
        Assert.Equal(HttpStatusCode.OK, status);
        foreach (var said in (string[])["2 Termine gefunden", "Urlaub & Meer", "Zahnarzt", "Jon hat 0 offene Tickets.", "Angekreuzte eintragen"]) Assert.Contains(said, page);
        Assert.Equal(1, page.Split("name=\"take\"").Skip(1).Count(line => line[..line.IndexOf('>', StringComparison.Ordinal)].Contains("checked", StringComparison.Ordinal)));
        var keys = page.Split("name=\"take\" value=\"").Skip(1).Select(rest => rest[..rest.IndexOf('"', StringComparison.Ordinal)]).ToList();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SendAsync(jon, ("agent", ids["Jon"]), ("calendar", ics), ("then", "take"))).Status);
        Assert.Equal(0, await desk.ReadAsync(d => d.Absences.CountAsync()));
        Assert.Equal(HttpStatusCode.SeeOther, (await SendAsync(jon, ("agent", ids["Jon"]), ("calendar", ics), ("then", "take"), ("take", keys[0]), ("take", keys[1]))).Status);
        Assert.Equal([(AbsenceKind.Holiday, "Urlaub & Meer"), (AbsenceKind.Other, "Zahnarzt")], await desk.ReadAsync(async d => (await d.Absences.OrderBy(a => a.From).ToListAsync()).ConvertAll(a => (a.Kind, a.Note))));
        Assert.Contains("steht schon da", (await SendAsync(jon, ("agent", ids["Jon"]), ("calendar", ics), ("then", "show"))).Page);

        Assert.Contains("Das ist kein Kalender", (await SendAsync(jon, ("agent", ids["Jon"]), ("calendar", "Hallo"), ("then", "show"))).Page);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(jon, ("agent", ids["Ada"]), ("calendar", ics), ("then", "take"), ("take", keys[0]))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await jon.GetAsync($"/absences/calendar?agent={ids["Ada"]}")).StatusCode);
        Assert.Equal(2, await desk.ReadAsync(d => d.Absences.CountAsync()));
        Assert.InRange(Math.Min(await desk.StatementsAsync(() => ada.GetAsync($"/absences/calendar?agent={ids["Jon"]}")), await desk.StatementsAsync(() => ada.GetAsync($"/absences/calendar?agent={ids["Jon"]}"))), 1, 6);
    }

    private static string Ics(params string[] events) => $"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//de\r\n{string.Concat(events)}END:VCALENDAR\r\n";

    private static string Event(string title, params string[] lines) =>
        $"BEGIN:VEVENT\r\n{(Array.Exists(lines, line => line.StartsWith("UID:", StringComparison.Ordinal)) ? "" : $"UID:{Guid.NewGuid()}\r\n")}SUMMARY:{title}\r\n{string.Concat(lines.Select(line => line + "\r\n"))}END:VEVENT\r\n";

    private static Task<HttpResponseMessage> SendAsync(ApiClient api, string agent, string ics, string query) =>
        api.SendAsync(HttpMethod.Post, $"/absences/import?agent={agent}{query}", new ByteArrayContent(Encoding.UTF8.GetBytes(ics)) { Headers = { ContentType = new MediaTypeHeaderValue("text/calendar") } });

    private static async Task<(HttpStatusCode Status, string Page)> SendAsync(Visitor agent, params (string Name, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields.Append(("__RequestVerificationToken", await agent.FormTokenAsync("/absences")))) form.Add(new StringContent(value), name);
        var answer = await agent.PostContentAsync("/absences/calendar", form);
        return (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()));
    }

    private static async Task<string> TextAsync(Visitor visitor, string path) => WebUtility.HtmlDecode(await (await visitor.GetAsync(path)).EnsureSuccessStatusCode().Content.ReadAsStringAsync());
}
