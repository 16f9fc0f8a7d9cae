using System.Globalization;

namespace Lotse.Ui.Language;

/// <summary>Points in time as a person reads them: in their zone and language. The only place where UTC becomes local.</summary>
public sealed class Moments(Texts texts, TimeZoneInfo zone, DateTimeOffset now)
{
    private readonly DateTime _today = TimeZoneInfo.ConvertTime(now, zone).Date;

    /// <summary>As short as a list wants it: 09:12, Yesterday, Mon, 14 Nov, 14 Nov 2025.</summary>
    public string Brief(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        var days = (_today - local.Date).Days;
        if (days == 0) return local.ToString("HH:mm", CultureInfo.InvariantCulture);
        if (days == 1) return texts["time.yesterday"];
        if (days is > 1 and < 7) return local.ToString("ddd", texts.Culture).TrimEnd('.');
        return local.Year == _today.Year ? DayAndMonth(local) : $"{DayAndMonth(local)} {local.Year}";
    }

    /// <summary>Day and time where it was not today: Yesterday 09:12, 14 Nov 09:12.</summary>
    public string Exact(DateTimeOffset at)
    {
        var brief = Brief(at);
        return brief.Contains(':', StringComparison.Ordinal) ? brief : $"{brief} {TimeZoneInfo.ConvertTime(at, zone):HH:mm}";
    }

    /// <summary>A day that comes, with the time where it is not midnight: Mon, 7 Dec 08:00.</summary>
    public string Day(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        var day = local.Date == _today ? "" : $"{local.ToString("ddd", texts.Culture).TrimEnd('.')}, {DayAndMonth(local)}{(local.Year == _today.Year ? "" : $" {local.Year}")}";
        return local.TimeOfDay == TimeSpan.Zero && day.Length > 0 ? day : $"{day} {local:HH:mm}".TrimStart();
    }

    /// <summary>Until when something is, for people: the day before where it ends at midnight.</summary>
    public string LastDay(DateTimeOffset until)
    {
        var local = TimeZoneInfo.ConvertTime(until, zone);
        if (local.TimeOfDay != TimeSpan.Zero) return Day(until);
        var last = local.Date.AddDays(-1);
        return zone.IsInvalidTime(last) ? Day(until) : Day(new DateTimeOffset(last, zone.GetUtcOffset(last)));
    }

    /// <summary>For a tooltip: everything, with the zone's offset.</summary>
    public string Full(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        return local.ToString("dddd, d. MMMM yyyy, HH:mm:ss (zzz)".Replace("d. ", texts.Language == "de" ? "d. " : "d ", StringComparison.Ordinal), texts.Culture);
    }

    /// <summary>How long ago, in one rounded unit: 8 min, 3 h, 2 d.</summary>
    public string Since(DateTimeOffset at)
    {
        var span = now - at;
        if (span < TimeSpan.FromMinutes(1)) return texts["time.now"];
        if (span < TimeSpan.FromHours(1)) return texts["time.minutes", ("n", (int)span.TotalMinutes)];
        if (span < TimeSpan.FromDays(1)) return texts["time.hours", ("n", (int)span.TotalHours)];
        return texts["time.days", ("n", (int)span.TotalDays)];
    }

    /// <summary>How long something has lasted, for a sentence that goes on with it.</summary>
    public string Lasting(DateTimeOffset since) => now - since < TimeSpan.FromMinutes(1) ? texts["time.underMinute"] : Since(since);

    /// <summary>The machine's form, for datetime attributes.</summary>
    public static string Iso(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    /// <summary>A size in bytes as people say it: 412 KB, 1.4 MB (thousands, as file managers count).</summary>
    public string Size(long bytes) => bytes switch
    {
        < 1000 => $"{bytes} B",
        < 999_500 => $"{Math.Round(bytes / 1000d).ToString("N0", texts.Culture)} KB",
        _ => $"{(bytes / 1_000_000d).ToString("N1", texts.Culture)} MB",
    };

    private string DayAndMonth(DateTimeOffset local) =>
        texts.Language == "de" ? local.ToString("d. MMM", texts.Culture).TrimEnd('.') : local.ToString("d MMM", texts.Culture);
}
