namespace Lotse.Domain.ServiceTimes;

/// <summary>From when until when somebody works on a day of the week, by the clock on the wall. Several on one day leave breaks between them.</summary>
/// <param name="From">Minutes since midnight, 0 to 1439.</param>
/// <param name="Until">Minutes since midnight, 1 to 1440. Not after <paramref name="From"/>: over midnight, into the next day; the span belongs to the day on which it begins.</param>
public sealed record HoursSpan(DayOfWeek Day, int From, int Until)
{
    public const int WholeDay = 24 * 60;

    /// <summary>Minutes since midnight of the day it begins on; more than a day's for one that goes over midnight.</summary>
    public int End() => Until > From ? Until : Until + WholeDay;

    public bool IsRight() => Enum.IsDefined(Day) && From is >= 0 and < WholeDay && Until is > 0 and <= WholeDay && From != Until;
}

/// <summary>When somebody works in a week without holidays.</summary>
/// <param name="Zone">IANA name: whose clock on the wall is meant.</param>
public sealed record WeekHours(string Zone, IReadOnlyList<HoursSpan> Spans)
{
    public const string GermanZone = "Europe/Berlin";

    private static readonly DayOfWeek[] WorkingDays = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];

    /// <summary>Until somebody says otherwise.</summary>
    public static WeekHours Usual { get; } = new(GermanZone, [.. WorkingDays.Select(day => new HoursSpan(day, 9 * 60, 17 * 60))]);

    public static WeekHours Always { get; } = new("UTC", [.. Enum.GetValues<DayOfWeek>().Select(day => new HoursSpan(day, 0, HoursSpan.WholeDay))]);

    public bool IsRight() => Spans.Count is > 0 and <= 70 && Spans.All(span => span.IsRight()) && TimeZoneInfo.TryFindSystemTimeZoneById(Zone, out _);
}
