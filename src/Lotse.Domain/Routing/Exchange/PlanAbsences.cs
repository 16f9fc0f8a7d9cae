using System.Globalization;

namespace Lotse.Domain.Routing.Exchange;

/// <summary>A time out of a calendar.</summary>
/// <param name="Away">The calendar itself says that its owner is out of the office.</param>
/// <param name="Repeats">One of a series.</param>
public sealed record CalendarTime(string Title, DateTimeOffset From, DateTimeOffset Until, bool Away, bool Repeats);

/// <param name="Key">Tells it from the other lines, also the next time that the calendar is read.</param>
/// <param name="There">The same absence is entered already.</param>
/// <param name="Crosses">Another absence is entered for that time.</param>
/// <param name="Suggested">It says of itself that it is an absence, and nothing is in the way.</param>
public sealed record PlannedAbsence(string Key, string Title, AbsenceKind Kind, DateTimeOffset From, DateTimeOffset Until, bool There, bool Crosses, bool Suggested)
{
    public bool CanBe => !There && !Crosses;

    public bool Meets(PlannedAbsence other) => From < other.Until && other.From < Until;
}

/// <summary>Says what of a calendar would become an absence. The same calendar again adds nothing: what begins and ends alike is there already.</summary>
public static class PlanAbsences
{
    public static IReadOnlyList<PlannedAbsence> Of(IReadOnlyList<CalendarTime> times, IReadOnlyCollection<Absence> entered)
    {
        var (lines, suggested) = (new List<PlannedAbsence>(), new List<PlannedAbsence>());
        foreach (var time in times.OrderBy(time => time.From).ThenBy(time => time.Until).DistinctBy(time => (time.From, time.Until)))
        {
            var kind = AbsenceWords.KindOf(time.Title, time.Repeats);
            var there = entered.Any(one => one.From == time.From && one.Until == time.Until);
            var crosses = entered.Any(one => one.From < time.Until && (one.Until is null || one.Until > time.From));
            var line = new PlannedAbsence(Key(time), time.Title, kind ?? (time.Repeats && time.Away ? AbsenceKind.PartTime : AbsenceKind.Other), time.From, time.Until, there, crosses && !there, Suggested: false);
            if ((kind is not null || time.Away) && line.CanBe && !suggested.Exists(line.Meets)) suggested.Add(line = line with { Suggested = true });
            lines.Add(line);
        }
        return lines;
    }

    /// <summary>The first two that would be entered for the same time; null where there are none.</summary>
    public static (PlannedAbsence One, PlannedAbsence Other)? Crossing(IEnumerable<PlannedAbsence> chosen)
    {
        PlannedAbsence? last = null;
        foreach (var one in chosen.OrderBy(one => one.From))
        {
            if (last is not null && last.Meets(one)) return (last, one);
            if (last is null || one.Until > last.Until) last = one;
        }
        return null;
    }

    private static string Key(CalendarTime time) => string.Create(CultureInfo.InvariantCulture, $"{time.From.ToUnixTimeMilliseconds()}-{time.Until.ToUnixTimeMilliseconds()}");
}
