using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Evaluation;
using Lotse.Domain.ServiceTimes;
using Calendar = Ical.Net.Calendar;

namespace Lotse.Adapters.Calendars;

/// <summary>Whole days out of an iCalendar file (RFC 5545), as closed days: holidays, company holidays. What has a time of day is a meeting and left out.</summary>
public static class CalendarDays
{
    public const int LongestFile = 1_000_000;

    private const int YearsAhead = 5, DaysOfOneAtMost = 366;

    /// <summary>Rules that never come true are given up after so many steps.</summary>
    internal static readonly EvaluationOptions Bounds = new() { MaxUnmatchedIncrementsLimit = 2000 };

    /// <param name="today">Days of this year and of the next few are read, however long a series goes on.</param>
    /// <returns>Each day once, in order; null for what is no calendar.</returns>
    public static IReadOnlyList<ClosedDay>? Read(string text, DateOnly today)
    {
        if (text.Length > LongestFile) return null;
        var (from, until) = (new DateOnly(today.Year, 1, 1), new DateOnly(today.Year + YearsAhead, 12, 31));
        try
        {
            var days = new SortedDictionary<DateOnly, string>();
            if (Calendar.Load(text) is not { } calendar || calendar.Events.Count > ClosedDays.AtMost) return null;
            foreach (var one in calendar.Events.Where(one => one.IsAllDay)) Add(days, one, from, until);
            return days.Count > ClosedDays.AtMost ? null : [.. days.Select(day => new ClosedDay(day.Key, day.Value))];
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return null; // Whatever the reader stumbles over, it is none that could be read.
        }
    }

    private static void Add(SortedDictionary<DateOnly, string> days, CalendarEvent one, DateOnly from, DateOnly until)
    {
        var name = (one.Summary ?? "").ReplaceLineEndings(" ").Trim();
        if (name.Length > ClosedDay.NameLength) name = name[..ClosedDay.NameLength];
        foreach (var occurrence in one.GetOccurrences(new CalDateTime(from.AddDays(-DaysOfOneAtMost)), Bounds))
        {
            var (day, end) = (occurrence.Period.StartTime.Date, occurrence.Period.EffectiveEndTime?.Date ?? occurrence.Period.StartTime.Date.AddDays(1));
            if (day > until || days.Count > ClosedDays.AtMost) return;
            // The end is the first day after it; one without a length is a day long all the same.
            for (var n = 0; n < DaysOfOneAtMost && (n == 0 || day < end); n++, day = day.AddDays(1))
            {
                if (day >= from && day <= until) days.TryAdd(day, name);
            }
        }
    }
}
