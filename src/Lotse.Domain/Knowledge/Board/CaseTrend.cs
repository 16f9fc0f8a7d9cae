namespace Lotse.Domain.Knowledge.Board;

/// <summary>How often a kind of case went up a week, before something was published for it and since.</summary>
/// <param name="After">Null while it is too early to say.</param>
public readonly record struct CaseTrend(double Before, double? After)
{
    /// <summary>Days looked at on either side; and how many have to have passed.</summary>
    public const int Days = 28, DaysAtLeast = 7;

    public bool Fell => After < Before;

    /// <param name="perDay">Escalations by day; the days are numbered. The day of publication itself counts on neither side.</param>
    /// <param name="published">Its number.</param>
    /// <param name="today">Not over yet, and so not counted.</param>
    public static CaseTrend Of(IReadOnlyDictionary<int, int> perDay, int published, int today)
    {
        var before = Enumerable.Range(published - Days, Days).Sum(day => perDay.GetValueOrDefault(day));
        var days = Math.Min(Days, today - published - 1);
        return new(before * 7d / Days, days < DaysAtLeast ? null : Enumerable.Range(published + 1, days).Sum(day => perDay.GetValueOrDefault(day)) * 7d / days);
    }
}
