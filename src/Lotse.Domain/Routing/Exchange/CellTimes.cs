using System.Globalization;

namespace Lotse.Domain.Routing.Exchange;

/// <summary>Moments as people write them into a table, in their zone. A day without a time counts as a whole one: from its beginning, until its end.</summary>
public static class CellTimes
{
    private static readonly string[] s_days = ["yyyy-M-d", "d.M.yyyy"];

    private static readonly string[] s_times =
        ["yyyy-M-d H:mm", "yyyy-M-d H:mm:ss", "yyyy-M-d'T'H:mm", "yyyy-M-d'T'H:mm:ss", "d.M.yyyy H:mm", "d.M.yyyy H:mm:ss", "d.M.yyyy, H:mm", "d.M.yyyy, H:mm:ss"];

    private static readonly string[] s_exact = ["yyyy-MM-dd'T'HH:mm:ss.FFFK", "yyyy-MM-dd'T'HH:mmK"];

    /// <returns>Null for what is no moment.</returns>
    public static DateTimeOffset? Read(string text, bool until, TimeZoneInfo zone)
    {
        if (Parsed(text, s_days) is { } day) return At(until && day < DateTime.MaxValue.AddDays(-1) ? day.AddDays(1) : day, zone);
        if (Parsed(text, s_times) is { } time) return At(time, zone);
        // With its offset it is the same moment everywhere.
        return text.Length > 6 && (text[^1] is 'Z' or 'z' || text[^6] is '+' or '-') && DateTimeOffset.TryParseExact(text, s_exact, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var exact) && exact.Year is >= 2000 and <= 2200
            ? exact.ToUniversalTime() : null;
    }

    /// <summary>So that it is read again as the same moment.</summary>
    public static string Write(DateTimeOffset at, bool until, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone).DateTime;
        var day = (until ? local.AddDays(-1) : local).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var minute = local.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return Read(day, until, zone) == at ? day : Read(minute, until, zone) == at ? minute : at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
    }

    private static DateTime? Parsed(string text, string[] formats) => DateTime.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    /// <summary>An hour that a change of the clocks leaves out comes an hour later.</summary>
    private static DateTimeOffset? At(DateTime time, TimeZoneInfo zone)
    {
        if (time.Year is < 2000 or > 2200) return null;
        if (zone.IsInvalidTime(time)) time = time.AddHours(1);
        return new DateTimeOffset(time, zone.GetUtcOffset(time)).ToUniversalTime();
    }
}
