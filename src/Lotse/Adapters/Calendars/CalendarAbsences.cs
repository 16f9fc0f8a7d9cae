using System.Text.RegularExpressions;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Lotse.Domain;
using Lotse.Domain.Routing.Exchange;
using Calendar = Ical.Net.Calendar;

namespace Lotse.Adapters.Calendars;

/// <summary>Times out of an iCalendar file (RFC 5545) in which somebody may be away: whole days, parts of days, series.</summary>
public static partial class CalendarAbsences
{
    public const string NotReadable = "calendar-not-readable", TooLarge = "calendar-too-large", TooMany = "calendar-too-many-times", Endless = "calendar-endless";

    public const int LongestFile = CalendarDays.LongestFile, EventsAtMost = 2000, TimesAtMost = 400;

    /// <summary>Of series, so much is read from now on; further back, what goes on still.</summary>
    private const int DaysAhead = 366, DaysBack = 400;

    /// <summary>Rules are followed from their beginning: so many days of all series together.</summary>
    private const long StepsAtMost = 500_000;

    /// <param name="zone">Of times that say none: whole days, and what is meant wherever one is.</param>
    public static (IReadOnlyList<CalendarTime>? Times, Refusal? Refusal) Read(string text, TimeZoneInfo zone, DateTimeOffset now)
    {
        if (text.Length > LongestFile) return (null, new Refusal(TooLarge));
        try
        {
            if (Calendar.Load(WithKnownZones(text)) is not { } calendar) return (null, new Refusal(NotReadable));
            if (calendar.Events.Count > EventsAtMost) return (null, new Refusal(TooMany));
            if (calendar.Events.Sum(one => Steps(one, now)) > StepsAtMost) return (null, new Refusal(Endless));
            var times = new List<CalendarTime>();
            var (from, until) = (new CalDateTime(DateOnly.FromDateTime(now.UtcDateTime.AddDays(-DaysBack))), now.AddDays(DaysAhead));
            foreach (var occurrence in calendar.GetOccurrences(from, CalendarDays.Bounds))
            {
                if (TimeOf(occurrence, zone) is not { } time || time.Until <= now) continue;
                if (time.From > until) break;
                if (times.Count == TimesAtMost) return (null, new Refusal(TooMany));
                times.Add(time);
            }
            return (times, null);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return (null, new Refusal(NotReadable)); // Whatever the reader stumbles over, it is none that could be read.
        }
    }

    private static CalendarTime? TimeOf(Occurrence occurrence, TimeZoneInfo zone)
    {
        if (occurrence.Source is not CalendarEvent one || string.Equals(one.Status, EventStatus.Cancelled, StringComparison.OrdinalIgnoreCase)) return null;
        var start = occurrence.Period.StartTime;
        var (from, until) = (Moment(start, zone), occurrence.Period.EffectiveEndTime is { } end ? Moment(end, zone) : Moment(start, zone));
        // A day without a length is a day long all the same.
        if (until <= from) until = start.HasTime ? from : Moment(start.AddDays(1), zone);
        var title = (one.Summary ?? "").ReplaceLineEndings(" ").Trim();
        return until <= from ? null : new CalendarTime(title.Length > 200 ? title[..200] : title, from, until, Says(one, "OOF"), one.RecurrenceRule is not null || one.RecurrenceIdentifier is not null);
    }

    /// <summary>A zone that nobody knows is the one of whoever the calendar is of.</summary>
    private static DateTimeOffset Moment(CalDateTime at, TimeZoneInfo zone)
    {
        if (at.IsUtc) return new DateTimeOffset(DateTime.SpecifyKind(at.Value, DateTimeKind.Utc));
        var there = at.TzId is { } named && TimeZoneInfo.TryFindSystemTimeZoneById(named, out var known) ? known : zone;
        var local = DateTime.SpecifyKind(at.Value, DateTimeKind.Unspecified);
        while (there.IsInvalidTime(local)) local = local.AddMinutes(30); // What the clock jumps over comes when it has jumped.
        return new DateTimeOffset(local, there.GetUtcOffset(local)).ToUniversalTime();
    }

    /// <summary>Zones as the reader knows them; one that nobody knows is left out, and its times are those of whoever the calendar is of.</summary>
    private static string WithKnownZones(string text) => Zone().Replace(Fold().Replace(text, ""), match =>
    {
        var name = match.Groups["name"].Value;
        if (TimeZoneInfo.TryConvertWindowsIdToIanaId(name, out var iana)) return $";TZID={iana}";
        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out _) ? $";TZID={name}" : "";
    });

    /// <summary>Where a long line goes on in the next one (RFC 5545, 3.1).</summary>
    [GeneratedRegex("\r?\n[ \t]", RegexOptions.None, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Fold();

    [GeneratedRegex(";TZID=\"?(?<name>[^\":;\r\n]*)\"?", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Zone();

    /// <summary>What mail programs write beside the standard: out of office.</summary>
    private static bool Says(CalendarEvent one, string busy) =>
        one.Properties.Any(property => property.Name is "X-MICROSOFT-CDO-BUSYSTATUS" or "X-MICROSOFT-CDO-INTENDEDSTATUS" && string.Equals(property.Value?.ToString(), busy, StringComparison.OrdinalIgnoreCase));

    /// <summary>How long it takes to follow a series up to now and a year on. None that comes back within a day is an absence.</summary>
    private static long Steps(CalendarEvent one, DateTimeOffset now)
    {
        var days = (long)Math.Max(0, (now.UtcDateTime.AddDays(DaysAhead) - (one.Start?.Value ?? now.UtcDateTime)).TotalDays);
#pragma warning disable CS0618 // A calendar may have several rules, and the reader follows all of them for now.
        return one.RecurrenceRules.Sum(rule => rule.Frequency is FrequencyType.Secondly or FrequencyType.Minutely or FrequencyType.Hourly ? StepsAtMost + 1
            : days * Math.Max(1, rule.ByHour.Count) * Math.Max(1, rule.ByMinute.Count) * Math.Max(1, rule.BySecond.Count));
#pragma warning restore CS0618
    }
}
