using System.Globalization;

namespace Lotse.Adapters.Database.Searching;

/// <summary>Keys from <paramref name="From"/> up to, not including, <paramref name="Before"/>, and the marks that all tickets between have one of; none where a window is too far back for marks.</summary>
internal sealed record TimeWindow(long From, long Before, IReadOnlyList<string> Marks);

/// <summary>When a ticket was opened, as marks among its words: in which day and a half, in which span of four times that, and so on up to four years. A search goes through windows of time, the newest first and
/// each about four times as long as the one before, until it has enough. A frequent word is found in the first, and a rare one has few tickets in any: so the number of tickets there are matters for neither.</summary>
/// <remarks>Keys are in order of time (<see cref="Ids"/>): what they have in front says when. A window is the span of its level in which it begins and the one before, so that two marks tell it and no ticket is looked
/// for under twenty: with each mark of a question the index looks once more for each ticket that has the word.</remarks>
internal static class TimeMarks
{
    /// <summary>2^27 ms (a day and a half), and each level four times that, behind the 22 bits of process and count.</summary>
    private const int Finest = 49, Step = 2, Levels = 6;

    /// <summary>2^25 ms (nine hours), of which so many may tell one window: who asks of a day and no more is not to look through three.</summary>
    private const int Narrow = 47, NarrowMost = 4;

    public static IEnumerable<string> Of(long ticketId) => Enumerable.Range(0, Levels).Select(level => Mark(level, ticketId >> Shift(level))).Append(NarrowMark(ticketId >> Narrow));

    /// <summary>The same window of time for one community alone, so that what others write in it is not gone through. It is said shortly, and may be that of another community as well: the community is asked for beside it.</summary>
    /// <param name="community">Its mark.</param>
    public static string In(string community, string mark)
    {
        var sum = 2_166_136_261U;
        foreach (var sign in community) sum = (sum ^ sign) * 16_777_619U; // Fowler, Noll and Vo's: the same in every process.
        return string.Create(CultureInfo.InvariantCulture, $"{mark}{sum >> 20:x3}");
    }

    /// <summary>From the last key down to the first, without a gap.</summary>
    /// <param name="rare">Few tickets are expected: after four windows all that is left is one: each costs a look into the index.</param>
    public static IEnumerable<TimeWindow> Between(long from, long before, bool rare = false)
    {
        var (end, newest) = (before, before - 1);
        if (end > from && (newest >> Narrow) - (from >> Narrow) is < NarrowMost and var more)
        {
            yield return new TimeWindow(from, before, [.. Enumerable.Range(0, (int)more + 1).Select(back => NarrowMark((newest >> Narrow) - back))]);
            yield break;
        }
        for (var level = 0; level < (rare ? 4 : Levels) && end > from; level++)
        {
            var first = First(newest, level);
            if (first >= end) continue; // All of it was in the window before.
            var (latest, earlier) = (newest >> Shift(level), first >> Shift(level));
            IReadOnlyList<string> marks = latest == earlier ? [Mark(level, latest)] : [Mark(level, latest), Mark(level, earlier)];
            yield return new TimeWindow(Math.Max(from, first), end, marks);
            end = Math.Max(from, first);
        }
        if (end > from) yield return new TimeWindow(from, end, []);
    }

    private static long First(long newest, int level) => Math.Max(0, (newest >> Shift(level)) - 1) << Shift(level);

    private static int Shift(int level) => Finest + (Step * level);

    private static string NarrowMark(long span) => string.Create(CultureInfo.InvariantCulture, $"N{span}");

    private static string Mark(int level, long span) => string.Create(CultureInfo.InvariantCulture, $"{(char)('A' + level)}{span}");
}
