namespace Lotse.Domain.Routing;

public enum AbsenceKind { Holiday = 0, Sick = 1, PartTime = 2, Other = 3 }

/// <summary>What becomes of the open tickets of somebody who goes.</summary>
public enum WithTickets
{
    /// <summary>They go to whoever acts, at once.</summary>
    HandOver = 0,

    /// <summary>They stay until the customer writes; then they go to whoever acts.</summary>
    Keep = 1,
}

/// <summary>A time in which somebody does no work.</summary>
/// <param name="Until">The moment at which they are back; null while nobody knows.</param>
public sealed record Absence(long Id, long AgentId, AbsenceKind Kind, DateTimeOffset From, DateTimeOffset? Until, WithTickets Tickets)
{
    public bool Covers(DateTimeOffset at) => From <= at && (Until is null || at < Until);
}

/// <summary>A time of each week in which somebody does no work, on the clock where they are.</summary>
/// <param name="From">Minutes since midnight.</param>
/// <param name="Until">Minutes since midnight, later than <paramref name="From"/>; 1440 for the end of the day.</param>
public sealed record WeeklyAbsence(DayOfWeek Day, int From, int Until);

/// <summary>When somebody is there.</summary>
/// <param name="Weekly">In <paramref name="Zone"/>.</param>
public sealed record Presence(IReadOnlyList<Absence> Absences, IReadOnlyList<WeeklyAbsence> Weekly, string Zone)
{
    public static Presence Always { get; } = new([], [], "UTC");

    /// <summary>Steps over absences that follow each other; past this many nobody knows.</summary>
    private const int MostSteps = 60;

    public Away? At(DateTimeOffset at)
    {
        if (Covering(at) is not { } first) return null;
        DateTimeOffset? back = first.Until;
        for (var step = 0; back is { } then && Covering(then) is { } next; step++) back = step < MostSteps ? next.Until : null;
        return new Away(back, first.Kind);
    }

    /// <summary>The absence that counts at this moment; of several, the one that lasts longest.</summary>
    public Absence? AbsenceAt(DateTimeOffset at) => Absences.Where(one => one.Covers(at)).MaxBy(one => one.Until ?? DateTimeOffset.MaxValue);

    private Away? Covering(DateTimeOffset at) => AbsenceAt(at) is { } absence ? new Away(absence.Until, absence.Kind) : Weekly.Count > 0 ? OfTheWeek(at) : null;

    private Away? OfTheWeek(DateTimeOffset at)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(Zone);
        var there = TimeZoneInfo.ConvertTime(at, zone);
        var minute = there.TimeOfDay.TotalMinutes;
        if (Weekly.FirstOrDefault(one => one.Day == there.DayOfWeek && one.From <= minute && minute < one.Until) is not { } free) return null;
        var end = there.Date.AddMinutes(free.Until);
        // An end that the clock jumps over comes when the clock has jumped.
        while (zone.IsInvalidTime(end)) end = end.AddMinutes(1);
        var back = new DateTimeOffset(end, zone.GetUtcOffset(end)).ToUniversalTime();
        return new Away(back > at ? back : at.AddMinutes(1), AbsenceKind.PartTime);
    }
}

/// <param name="Until">When they are back; null while nobody knows.</param>
public sealed record Away(DateTimeOffset? Until, AbsenceKind Kind);
