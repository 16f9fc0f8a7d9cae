using System.Globalization;
using Lotse.Domain.ServiceTimes;

namespace Lotse.ServiceTimes.Keeping;

/// <summary>Hours of a day and lengths of time as people type them: 09:00–12:00, 13:00–17:00; and 4:30 for four and a half hours.</summary>
internal static class HoursText
{
    private static readonly string[] s_clock = ["H:mm", "HH:mm", "H.mm", "HH.mm", "HH", "%H"];

    public static string Of(IEnumerable<HoursSpan> spans) => string.Join(", ", spans.OrderBy(span => span.From).Select(span => $"{Clock(span.From)}–{Clock(span.Until)}"));

    /// <returns>None for nothing; null for what is no hours.</returns>
    public static IReadOnlyList<HoursSpan>? Read(DayOfWeek day, string typed)
    {
        var spans = new List<HoursSpan>();
        foreach (var part in typed.Split([',', ';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = part.Split(['–', '-', '—'], StringSplitOptions.TrimEntries);
            if (ends.Length != 2 || Minutes(ends[0]) is not { } from || Minutes(ends[1]) is not { } until) return null;
            // Until midnight is until the end of the day.
            var span = new HoursSpan(day, from, until == 0 ? HoursSpan.WholeDay : until);
            if (!span.IsRight()) return null;
            spans.Add(span);
        }
        return spans;
    }

    public static string Clock(int minutes) => string.Create(CultureInfo.InvariantCulture, $"{minutes / 60:00}:{minutes % 60:00}");

    /// <returns>Minutes since midnight; null for what is no time.</returns>
    public static int? Minutes(string clock) => clock is "24:00" or "24" ? HoursSpan.WholeDay
        : TimeOnly.TryParseExact(clock, s_clock, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? (at.Hour * 60) + at.Minute : null;

    public static string Length(int? minutes) => minutes is { } all ? string.Create(CultureInfo.InvariantCulture, $"{all / 60}:{all % 60:00}") : "";

    /// <returns>False for what is no length of time; nothing is none.</returns>
    public static bool TryLength(string typed, out int? minutes)
    {
        minutes = null;
        if (typed.Length == 0) return true;
        var parts = typed.Split(':');
        if (parts.Length > 2 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var hours) || hours > 100_000) return false;
        var rest = 0;
        if (parts.Length == 2 && (parts[1].Length != 2 || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out rest) || rest > 59)) return false;
        minutes = (hours * 60) + rest;
        return true;
    }
}
