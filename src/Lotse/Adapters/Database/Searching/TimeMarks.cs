using System.Globalization;

namespace Lotse.Adapters.Database.Searching;

/// <summary>Keys up to, not including, <paramref name="Before"/>, and the marks that exactly the tickets between have.</summary>
internal sealed record TimeWindow(long From, long Before, IReadOnlyList<string> Marks);

/// <summary>When a ticket was opened, as marks among its words: by a day and a half, by twelve days, by a hundred. A search goes through windows of time, the newest first and each four times as long as the one before,
/// until it has enough. A frequent word is found in the first, and a rare one has few tickets in any: so the number of tickets there are matters for neither.</summary>
/// <remarks>Keys are in order of time (<see cref="Ids"/>): what they have in front says when.</remarks>
internal static class TimeMarks
{
    /// <summary>2^27 ms, 2^30 and 2^33, behind the 22 bits of process and count.</summary>
    private const int Finest = 49, Step = 3, Levels = 3;

    public static IEnumerable<string> Of(long ticketId) => Enumerable.Range(0, Levels).Select(level => Mark(level, ticketId >> (Finest + (Step * level))));

    /// <summary>From a key down to the first that there can be.</summary>
    public static IEnumerable<TimeWindow> Before(long before)
    {
        var end = ((before - 1) >> Finest) + 1;
        for (var length = 1L; end > 0; length *= 4)
        {
            var from = Math.Max(0, end - length);
            yield return new TimeWindow(from << Finest, Math.Min(before, end << Finest), [.. Covering(from, end)]);
            end = from;
        }
    }

    /// <summary>As few marks as possible for these segments of the finest level.</summary>
    private static IEnumerable<string> Covering(long from, long end)
    {
        while (from < end)
        {
            var level = 0;
            while (level + 1 < Levels && from % (1L << (Step * (level + 1))) == 0 && from + (1L << (Step * (level + 1))) <= end) level++;
            yield return Mark(level, from >> (Step * level));
            from += 1L << (Step * level);
        }
    }

    private static string Mark(int level, long segment) => string.Create(CultureInfo.InvariantCulture, $"{(char)('A' + level)}{segment}");
}
