namespace Lotse.Domain.ServiceTimes;

/// <summary>A day of one's own on which nobody works: all of it, or from some hour on.</summary>
/// <param name="Day">The day; where it comes back each year, the year says nothing.</param>
/// <param name="From">Minutes since midnight from which it is closed; 0 for the whole day.</param>
public sealed record ClosedDay(DateOnly Day, string Name, bool EachYear = false, int From = 0)
{
    public const int NameLength = 80;

    public bool IsRight() => From is >= 0 and < HoursSpan.WholeDay && Name.Length <= NameLength && Day.Year is >= 1900 and <= 2200;

    public bool Is(DateOnly day) => EachYear ? (Day.Month, Day.Day) == (day.Month, day.Day) : Day == day;
}

/// <summary>Which days are closed: by the law of a place, and by one's own choice.</summary>
/// <param name="Place">One of <see cref="GermanHolidays.Places"/>; null where no law is asked.</param>
public sealed record ClosedDays(string? Place, IReadOnlyList<ClosedDay> Own)
{
    public const int AtMost = 1000;

    public static ClosedDays None { get; } = new(null, []);

    public bool IsRight() => (Place is null || GermanHolidays.Places.Contains(Place)) && Own.Count <= AtMost && Own.All(day => day.IsRight());
}

/// <summary>Closed days, looked up by day. Years are worked out once each.</summary>
internal sealed class ClosedLookup
{
    private readonly string? _place;
    private readonly Dictionary<DateOnly, int> _once = [];
    private readonly Dictionary<(int Month, int Day), int> _eachYear = [];
    private Dictionary<int, HashSet<DateOnly>> _byLaw = [];

    public ClosedLookup(ClosedDays days)
    {
        _place = days.Place;
        foreach (var own in days.Own)
        {
            if (own.EachYear) _eachYear[(own.Day.Month, own.Day.Day)] = Math.Min(own.From, _eachYear.GetValueOrDefault((own.Day.Month, own.Day.Day), HoursSpan.WholeDay));
            else _once[own.Day] = Math.Min(own.From, _once.GetValueOrDefault(own.Day, HoursSpan.WholeDay));
        }
    }

    /// <returns>Minutes since midnight from which nobody works; null on a day that is not closed.</returns>
    public int? From(DateOnly day)
    {
        if (_place is not null && ByLaw(day.Year).Contains(day)) return 0;
        int? from = _once.TryGetValue(day, out var once) ? once : null;
        return _eachYear.TryGetValue((day.Month, day.Day), out var yearly) && !(from <= yearly) ? yearly : from;
    }

    /// <summary>Years are asked for side by side: each is worked out apart and put in its place in one step, and one worked out twice is the same.</summary>
    private HashSet<DateOnly> ByLaw(int year)
    {
        var known = _byLaw;
        if (known.TryGetValue(year, out var days)) return days;
        days = [.. GermanHolidays.Of(_place!, year).Select(one => one.Day)];
        _byLaw = new(known) { [year] = days };
        return days;
    }
}
