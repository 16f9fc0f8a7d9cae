using CsCheck;
using Lotse.Domain.ServiceTimes;
using Xunit;

namespace Lotse.Domain.Tests.ServiceTimes;

/// <summary>The arithmetic against a counter that asks of every single minute what the clock on the wall shows.</summary>
public sealed class WorkingTimeTests
{
    private const int MinutesOfADay = 24 * 60;

    private static readonly WeekHours Office = new("Europe/Berlin",
        [.. Enumerable.Range(1, 5).SelectMany(day => new[] { new HoursSpan((DayOfWeek)day, 9 * 60, 12 * 60), new HoursSpan((DayOfWeek)day, 13 * 60, 17 * 60) })]);

    private static readonly string[] Zones =
        ["Europe/Berlin", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Kathmandu", "Africa/Casablanca", "Pacific/Apia", "UTC"];

    private static readonly Gen<HoursSpan> Spans =
        from day in Gen.Int[0, 6] from start in Gen.Int[0, MinutesOfADay - 1] from end in Gen.Int[1, MinutesOfADay] where start != end select new HoursSpan((DayOfWeek)day, start, end);

    private static readonly Gen<ClosedDay> Days =
        from day in Gen.Int[0, 3652] from yearly in Gen.Bool from whole in Gen.Bool from start in Gen.Int[1, MinutesOfADay - 1]
        select new ClosedDay(new DateOnly(2017, 1, 1).AddDays(day), "", yearly, whole ? 0 : start);

    private static readonly Gen<(WeekHours Hours, ClosedDays Closed)> Calendars =
        from zone in Gen.Int[0, Zones.Length - 1].Select(n => Zones[n]) from spans in Spans.Array[1, 14] from own in Days.Array[0, 40] from place in Gen.Int[-1, GermanHolidays.Places.Count - 1].Select(n => n < 0 ? null : GermanHolidays.Places[n])
        select (new WeekHours(zone, spans), new ClosedDays(place, own));

    [Fact]
    public void Counts_as_a_counter_of_minutes_does_over_ten_years() => Calendars.Sample(
        calendar => AgreesWithTheCounter(calendar.Hours, calendar.Closed, Minute(2017, 1, 1), Minute(2027, 1, 1), 40), iter: 6, threads: 2);

    [Fact]
    public void Counts_as_a_counter_of_minutes_does_around_each_change_of_the_clocks() =>
        (from calendar in Calendars from month in Gen.Int[0, 119] select (calendar, month)).Sample(
            drawn => AgreesWithTheCounter(drawn.calendar.Hours, drawn.calendar.Closed, Minute(2017, 1, 20).AddMonths(drawn.month), Minute(2017, 2, 10).AddMonths(drawn.month), 20), iter: 300, threads: 2);

    [Fact]
    public void An_office_counts_over_ten_years_what_its_days_come_to()
    {
        var closed = new ClosedDays("NW", []);
        var days = Enumerable.Range(0, 3652).Select(n => new DateOnly(2017, 1, 1).AddDays(n)).Count(day =>
            day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && GermanHolidays.Of("NW", day.Year).All(one => one.Day != day));
        Assert.Equal(TimeSpan.FromHours(7 * days), new WorkingTime(Office, closed).Between(Minute(2016, 12, 31, 12), Minute(2027, 1, 1)));
    }

    [Theory]
    [InlineData("2026-03-29", 5)] // The hour from two to three is not there.
    [InlineData("2026-10-25", 7)] // And here it is there twice.
    [InlineData("2026-10-26", 6)]
    public void A_night_on_which_clocks_change_counts_the_hours_that_really_pass(string day, int hours)
    {
        var date = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
        var night = new WorkingTime(new WeekHours("Europe/Berlin", [new(date.DayOfWeek, 0, 6 * 60)]), ClosedDays.None);
        var start = new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddHours(-12);
        Assert.Equal(TimeSpan.FromHours(hours), night.Between(start, start.AddHours(36)));
    }

    [Fact]
    public void Adds_over_breaks_nights_weekends_and_holidays()
    {
        var work = new WorkingTime(Office, new ClosedDays("BE", []));
        // Thursday before Easter 2026, half past three in Berlin: an hour and a half that day, then Tuesday.
        var start = new DateTimeOffset(2026, 4, 2, 15, 30, 0, TimeSpan.FromHours(2));
        Assert.Equal(new DateTimeOffset(2026, 4, 2, 17, 0, 0, TimeSpan.FromHours(2)), work.Add(start, TimeSpan.FromMinutes(90)));
        Assert.Equal(new DateTimeOffset(2026, 4, 7, 13, 30, 0, TimeSpan.FromHours(2)), work.Add(start, TimeSpan.FromHours(5)));
        Assert.Equal(start, work.Add(start, TimeSpan.Zero));
    }

    [Fact]
    public void A_half_day_ends_where_it_closes_and_a_closed_day_is_none()
    {
        var closed = new ClosedDays(null, [new(new(2000, 12, 24), "Heiligabend", true, 12 * 60), new(new(2026, 12, 28), "Betriebsruhe")]);
        var work = new WorkingTime(Office, closed);
        Assert.Equal(TimeSpan.FromHours(3), work.Between(Minute(2026, 12, 24), Minute(2026, 12, 25)));
        Assert.Equal(TimeSpan.Zero, work.Between(Minute(2026, 12, 28), Minute(2026, 12, 29)));
        Assert.Equal(TimeSpan.FromHours(7), work.Between(Minute(2027, 12, 28), Minute(2027, 12, 29)));
    }

    [Fact]
    public void A_span_over_midnight_may_have_begun_two_days_before_in_universal_time()
    {
        var work = new WorkingTime(new WeekHours("America/New_York", [new(DayOfWeek.Monday, 23 * 60, 22 * 60)]), ClosedDays.None);
        Assert.Equal(TimeSpan.FromHours(2), work.Between(Minute(2026, 1, 7, 1), Minute(2026, 1, 8))); // Tuesday from eight until ten in the evening there.
    }

    [Fact]
    public void Who_never_works_is_never_due() =>
        Assert.Null(new WorkingTime(new WeekHours("UTC", []), ClosedDays.None).Add(Minute(2026, 1, 1), TimeSpan.FromMinutes(1)));

    private static void AgreesWithTheCounter(WeekHours hours, ClosedDays closed, DateTimeOffset first, DateTimeOffset last, int pairs)
    {
        var counted = CountMinutes(hours, closed, first, last);
        var work = new WorkingTime(hours, closed);
        var dice = new Random(counted[^1] + counted.Length); // The same for the same calendar: a failure comes again.
        for (var n = 0; n < pairs; n++)
        {
            var (a, b) = (dice.Next(counted.Length), dice.Next(counted.Length));
            var (from, until) = (Math.Min(a, b), Math.Max(a, b));
            var minutes = counted[until] - counted[from];
            Assert.Equal(TimeSpan.FromMinutes(minutes), work.Between(first.AddMinutes(from), first.AddMinutes(until)));
            if (minutes == 0) continue;
            var due = work.Add(first.AddMinutes(from), TimeSpan.FromMinutes(minutes));
            // The first minute at which the counter has come that far.
            var reached = Array.BinarySearch(counted, counted[until]);
            while (counted[reached - 1] == counted[until]) reached--;
            Assert.Equal(first.AddMinutes(reached), due);
        }
    }

    /// <summary>How many minutes had been working time before each minute.</summary>
    private static int[] CountMinutes(WeekHours hours, ClosedDays closed, DateTimeOffset first, DateTimeOffset last)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(hours.Zone);
        var (plan, days) = (new Dictionary<DateOnly, bool[]>(), (int)(last - first).TotalMinutes);
        var counted = new int[days + 1];
        for (var n = 0; n < days; n++)
        {
            var wall = TimeZoneInfo.ConvertTimeFromUtc(first.UtcDateTime.AddMinutes(n), zone);
            var day = DateOnly.FromDateTime(wall);
            if (!plan.TryGetValue(day, out var minutes)) plan[day] = minutes = PlanOf(hours, closed, day);
            counted[n + 1] = counted[n] + (minutes[(wall.Hour * 60) + wall.Minute] ? 1 : 0);
        }
        return counted;
    }

    /// <summary>Minute by minute, whether a day's plan says work.</summary>
    private static bool[] PlanOf(WeekHours hours, ClosedDays closed, DateOnly day)
    {
        var (today, before) = (ClosesAt(closed, day), ClosesAt(closed, day.AddDays(-1)));
        return [.. Enumerable.Range(0, MinutesOfADay).Select(minute => hours.Spans.Any(span =>
            (span.Day == day.DayOfWeek && minute >= span.From && (span.Until <= span.From || minute < span.Until) && minute < today)
            || (span.Day == day.AddDays(-1).DayOfWeek && span.Until <= span.From && minute < span.Until && before == MinutesOfADay)))];
    }

    private static int ClosesAt(ClosedDays closed, DateOnly day)
    {
        if (closed.Place is { } place && GermanHolidays.Of(place, day.Year).Any(one => one.Day == day)) return 0;
        return closed.Own.Where(own => own.EachYear ? own.Day.Day == day.Day && own.Day.Month == day.Month : own.Day == day).Select(own => own.From).Append(MinutesOfADay).Min();
    }

    private static DateTimeOffset Minute(int year, int month, int day, int hour = 0) => new(year, month, day, hour, 0, 0, TimeSpan.Zero);
}
