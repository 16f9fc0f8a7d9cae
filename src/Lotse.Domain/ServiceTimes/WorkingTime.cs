namespace Lotse.Domain.ServiceTimes;

/// <summary>Reckons in working time. A moment is working time where the clock on the wall stands within one of the week's spans and the day is not closed; so a night on which clocks
/// change counts the hours that really pass. A span over midnight belongs to the day it begins on: it ends where that day closes, and goes on into a day that is closed itself.</summary>
public sealed class WorkingTime
{
    /// <summary>How far ahead a due time is looked for: who works less than that promises nothing.</summary>
    private const int DaysAhead = 3660;

    private readonly TimeZoneInfo _zone;
    private readonly List<HoursSpan>[] _byDay = [[], [], [], [], [], [], []];
    private readonly ClosedLookup _closed;

    public WorkingTime(WeekHours hours, ClosedDays closed)
    {
        _zone = TimeZoneInfo.FindSystemTimeZoneById(hours.Zone);
        foreach (var span in hours.Spans) _byDay[(int)span.Day].Add(span);
        _closed = new ClosedLookup(closed);
    }

    /// <summary>The working time that passes from one moment to another; zero where the second is not later.</summary>
    public TimeSpan Between(DateTimeOffset from, DateTimeOffset until)
    {
        var (start, end, sum) = (from.UtcTicks, until.UtcTicks, 0L);
        if (end <= start) return TimeSpan.Zero;
        foreach (var (begins, ends) in Pieces(start))
        {
            if (begins >= end) break;
            sum += Math.Max(0, Math.Min(ends, end) - Math.Max(begins, start));
        }
        return new TimeSpan(sum);
    }

    /// <summary>The first moment at which that much working time has passed since another: Friday at closing time rather than Monday morning.</summary>
    /// <returns>Null where so much never passes.</returns>
    public DateTimeOffset? Add(DateTimeOffset start, TimeSpan working)
    {
        var (at, left) = (start.UtcTicks, working.Ticks);
        if (left <= 0) return start;
        foreach (var (begins, ends) in Pieces(at))
        {
            var here = ends - Math.Max(begins, at);
            if (here <= 0) continue;
            if (here >= left) return new DateTimeOffset(Math.Max(begins, at) + left, TimeSpan.Zero);
            left -= here;
        }
        return null;
    }

    /// <summary>Stretches of working time in UTC ticks, in order and never overlapping, from the day of a moment on.</summary>
    private IEnumerable<(long Begins, long Ends)> Pieces(long from)
    {
        var first = DateOnly.FromDateTime(new DateTime(from, DateTimeKind.Utc));
        // What falls into one day in UTC begins on the day before, on that day or on the day after by the wall, and over midnight on the one before those.
        var around = new Queue<List<(long Begins, long Ends)>>([OfDay(first.AddDays(-2)), OfDay(first.AddDays(-1)), OfDay(first)]);
        for (var n = 0; n < DaysAhead && first.DayNumber + n + 1 < DateOnly.MaxValue.DayNumber; n++)
        {
            var day = first.AddDays(n);
            around.Enqueue(OfDay(day.AddDays(1)));
            var begins = day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc).Ticks;
            foreach (var piece in Joined(around.SelectMany(pieces => pieces), begins, begins + TimeSpan.TicksPerDay)) yield return piece;
            around.Dequeue();
        }
    }

    private static IEnumerable<(long Begins, long Ends)> Joined(IEnumerable<(long Begins, long Ends)> pieces, long from, long until)
    {
        var reached = from;
        foreach (var (begins, ends) in pieces.Where(piece => piece.Begins < until && piece.Ends > from).Order())
        {
            var (start, end) = (Math.Max(begins, reached), Math.Min(ends, until));
            if (end <= start) continue;
            yield return (start, end);
            reached = end;
        }
    }

    /// <summary>The spans that begin on one day by the wall.</summary>
    private List<(long Begins, long Ends)> OfDay(DateOnly day)
    {
        var pieces = new List<(long, long)>();
        var spans = _byDay[(int)day.DayOfWeek];
        if (spans.Count == 0) return pieces;
        var closes = _closed.From(day) ?? int.MaxValue;
        var midnight = day.ToDateTime(TimeOnly.MinValue).Ticks;
        foreach (var span in spans)
        {
            var end = Math.Min(span.End(), closes);
            if (end > span.From) AddInUtc(pieces, midnight + span.From * TimeSpan.TicksPerMinute, midnight + end * TimeSpan.TicksPerMinute);
        }
        return pieces;
    }

    /// <summary>All moments at which the wall shows something between the two: on a night that repeats an hour, that may be two stretches.</summary>
    private void AddInUtc(List<(long Begins, long Ends)> pieces, long from, long until)
    {
        var (earliest, latest) = (from - TimeSpan.TicksPerDay, until + TimeSpan.TicksPerDay);
        var (before, after) = (Offset(earliest), Offset(latest));
        if (before == after)
        {
            pieces.Add((from - before, until - before));
            return;
        }
        var change = ChangeBetween(earliest, latest, before);
        Add(pieces, from - before, Math.Min(until - before, change));
        Add(pieces, Math.Max(from - after, change), until - after);
    }

    private static void Add(List<(long Begins, long Ends)> pieces, long begins, long ends)
    {
        if (ends > begins) pieces.Add((begins, ends));
    }

    /// <summary>The moment at which the clocks change, to the tick. Zones change on whole minutes, but nothing here depends on it.</summary>
    private long ChangeBetween(long before, long after, long offsetBefore)
    {
        while (after - before > 1)
        {
            var middle = before + (after - before) / 2;
            if (Offset(middle) == offsetBefore) before = middle;
            else after = middle;
        }
        return after;
    }

    private long Offset(long utc) => _zone.GetUtcOffset(new DateTime(utc, DateTimeKind.Utc)).Ticks;
}
