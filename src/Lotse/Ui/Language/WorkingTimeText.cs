namespace Lotse.Ui.Language;

/// <summary>Working time in words. In hours and minutes only: how long a working day is, differs from community to community.</summary>
public static class WorkingTimeText
{
    public static string Of(Texts t, TimeSpan time) => ((int)time.TotalHours, time.Minutes) switch
    {
        (0, 0) => t["time.underMinute"],
        (0, var minutes) => t["time.minutes", ("n", minutes)],
        (var hours, 0) => t["time.hours", ("n", hours)],
        var (hours, minutes) => t["time.hoursMinutes", ("h", hours), ("m", minutes)],
    };

    /// <summary>What is left of a promised time, or since when it is over.</summary>
    public static string Left(Texts t, Moments moments, DueTime due, DateTimeOffset now) => due.IsOver(now)
        ? t["due.overdue", ("time", moments.Exact(due.At))]
        : t["due.left", ("time", Of(t, due.Left(now)))];
}
