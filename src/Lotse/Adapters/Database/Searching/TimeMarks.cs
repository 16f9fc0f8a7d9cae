using System.Globalization;

namespace Lotse.Adapters.Database.Searching;

/// <summary>Keys from <paramref name="From"/> up to, not including, <paramref name="Before"/>, and the marks that all tickets between have one of; none where a window is too far back for marks.</summary>
internal sealed record TimeWindow(long From, long Before, IReadOnlyList<string> Marks);

/// <summary>When a ticket was opened, as marks among its words: in which two hours and twenty minutes, in which span of four times that, and so on up to four years. A search goes through windows of time, the newest first and
/// each about four times as long as the one before, until it has enough. A frequent word is found in the first, and a rare one has few tickets in any: so the number of tickets there are matters for neither.</summary>
/// <remarks>Keys are in order of time (<see cref="Ids"/>): what they have in front says when. A window is the span of its level in which it begins and the one before, so that two marks tell it and no ticket is looked
/// for under twenty: with each mark of a question the index looks once more for each ticket that has the word.</remarks>
internal static class TimeMarks
{
    /// <summary>2^23 ms (two hours and twenty minutes), and each level four times that, behind the 22 bits of process and count.</summary>
    private const int Finest = 45, Step = 2, Levels = 8;

    public static IEnumerable<string> Of(long ticketId) => Enumerable.Range(0, Levels).Select(level => Mark(level, ticketId >> Shift(level)));

    /// <summary>From a key down to the first that there can be.</summary>
    public static IEnumerable<TimeWindow> Before(long before)
    {
        var (end, newest) = (before, before - 1);
        for (var level = 0; level < Levels && end > 0; level++)
        {
            var span = newest >> Shift(level);
            var first = Math.Max(0, span - 1);
            yield return new TimeWindow(first << Shift(level), end, first == span ? [Mark(level, span)] : [Mark(level, span), Mark(level, first)]);
            end = first << Shift(level);
        }
        if (end > 0) yield return new TimeWindow(0, end, []);
    }

    private static int Shift(int level) => Finest + (Step * level);

    private static string Mark(int level, long span) => string.Create(CultureInfo.InvariantCulture, $"{(char)('A' + level)}{span}");
}
