namespace Lotse.Domain.Tickets;

/// <summary>The moments that people choose when they say "later": for an answer that is to leave, or a ticket that is to come back.</summary>
public static class LaterTimes
{
    /// <summary>When a working day begins, for "tomorrow morning".</summary>
    public static readonly TimeOnly Morning = new(8, 0), Evening = new(17, 0);

    /// <summary>In the order in which they come.</summary>
    public static readonly IReadOnlyList<string> Names = ["hour", "evening", "tomorrow", "monday"];

    /// <summary>The moment that a name means for whoever lives in this zone; null for a name that is none, or is over for today.</summary>
    public static DateTimeOffset? Of(string name, DateTimeOffset now, TimeZoneInfo zone)
    {
        var here = TimeZoneInfo.ConvertTime(now, zone);
        var today = DateOnly.FromDateTime(here.DateTime);
        return name switch
        {
            "hour" => now.AddHours(1),
            "evening" => TimeOnly.FromDateTime(here.DateTime) < Evening.AddHours(-1) ? At(today, Evening, zone) : null,
            "tomorrow" => At(today.AddDays(1), Morning, zone),
            "monday" => At(today.AddDays(((int)DayOfWeek.Monday - (int)today.DayOfWeek + 6) % 7 + 1), Morning, zone),
            _ => null,
        };
    }

    /// <summary>A local day and time, as a field of a form gives them (2026-11-30T08:00); null where it is none.</summary>
    public static DateTimeOffset? Typed(string? local, TimeZoneInfo zone) =>
        DateTime.TryParseExact(local, ["yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss"], System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var typed)
            ? At(DateOnly.FromDateTime(typed), TimeOnly.FromDateTime(typed), zone)
            : null;

    /// <summary>An hour that is left out in spring is the one after it.</summary>
    private static DateTimeOffset At(DateOnly day, TimeOnly time, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(time);
        if (zone.IsInvalidTime(local)) local = local.AddHours(1);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
