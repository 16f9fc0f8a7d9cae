using Lotse.Adapters.Database;
using Lotse.Domain.Knowledge.Board;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Knowledge.Board;

/// <summary>Cases of one kind in one community.</summary>
/// <param name="Lately">Handed up within <see cref="CaseTrend.Days"/>.</param>
/// <param name="Below">Of those, how many the level below could do the next time, as said above.</param>
/// <param name="PerDay">Handed up by day; the days are numbered.</param>
public sealed record CasesOfKind(long CommunityId, CaseKind Kind, int Lately, int Below, IReadOnlyDictionary<int, int> PerDay);

/// <summary>Counts by kind what was handed up. One walk along an index that has all of it, as far back as a trend looks.</summary>
public sealed class CountCases(DeskDatabase database, TimeProvider clock)
{
    /// <summary>Days back: so long after a publication its trend is told.</summary>
    public const int DaysBack = 90;

    private static readonly long s_perDay = Ids.First(Ids.TimeOf(0).AddDays(1));

    /// <summary>The number of a day.</summary>
    public static int Day(DateTimeOffset at) => (int)(Ids.First(at) / s_perDay);

    public async Task<IReadOnlyList<CasesOfKind>> RunAsync(Acting by, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var (from, communities, all, perDay) = (Ids.First(now.AddDays(-DaysBack - CaseTrend.Days)), by.Communities, by.SeesAll, s_perDay);
        var counts = await database.HandOvers.Where(h => h.Id >= from && (all || communities.Contains(h.CommunityId)))
            .GroupBy(h => new { h.CommunityId, h.Form, h.Reason, h.BelowNextTime, Day = h.Id / perDay })
            .Select(g => new { g.Key.CommunityId, g.Key.Form, g.Key.Reason, g.Key.BelowNextTime, g.Key.Day, Count = g.Count() }).ToListAsync(cancel);
        var lately = Day(now) - CaseTrend.Days;
        return [.. counts.GroupBy(one => (one.CommunityId, Kind: new CaseKind(one.Form, one.Reason))).Select(of => new CasesOfKind(of.Key.CommunityId, of.Key.Kind,
            of.Where(one => one.Day > lately).Sum(one => one.Count), of.Where(one => one.Day > lately && one.BelowNextTime == true).Sum(one => one.Count),
            of.GroupBy(one => (int)one.Day).ToDictionary(day => day.Key, day => day.Sum(one => one.Count))))
            .OrderByDescending(one => one.Lately).ThenBy(one => one.CommunityId)];
    }
}
