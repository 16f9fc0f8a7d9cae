using System.Globalization;

namespace Lotse.Domain.Tickets;

/// <summary>The moments that people mean by "later", in the zone of whoever says it: for a ticket that is to come back, or an answer that is to leave.</summary>
public static class LaterTimes
{
    public const string Later = "later", Tomorrow = "tomorrow", Monday = "monday", Week = "week", Own = "own";

    /// <summary>When a working day begins.</summary>
    private const int Morning = 8;

    public static readonly IReadOnlyList<string> Presets = [Later, Tomorrow, Monday, Week];

    /// <param name="typed">For <see cref="Own"/>: as a browser sends a local date and time.</param>
    /// <returns>Null for what is no time.</returns>
    public static DateTimeOffset? Of(string? preset, string? typed, DateTimeOffset now, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(now, zone).DateTime;
        DateTime? wanted = preset switch
        {
            Later => local.Date.AddHours(local.Hour + (local.Minute > 0 ? 4 : 3)), // Three hours at least, and a full hour.
            Tomorrow => local.Date.AddDays(1).AddHours(Morning),
            Monday => local.Date.AddDays(((int)DayOfWeek.Monday - (int)local.DayOfWeek + 6) % 7 + 1).AddHours(Morning),
            Week => local.Date.AddDays(7).AddHours(Morning),
            Own => DateTime.TryParse(typed, CultureInfo.InvariantCulture, DateTimeStyles.None, out var own) ? DateTime.SpecifyKind(own, DateTimeKind.Unspecified) : null,
            _ => null,
        };
        if (wanted is not { } time || time.Year is < 2000 or > 2200) return null;
        // An hour that a change of the clocks leaves out comes an hour later.
        if (zone.IsInvalidTime(time)) time = time.AddHours(1);
        return new DateTimeOffset(time, zone.GetUtcOffset(time)).ToUniversalTime();
    }
}
