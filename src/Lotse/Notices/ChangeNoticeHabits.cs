using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Writing;
using Lotse.Domain;
using Lotse.Domain.Notices;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Notices;

/// <summary>What an agent wants to be told. Other habits that stand in the same place, and are changed at the same time, stay.</summary>
public sealed class ChangeNoticeHabits(DeskDatabase database, WriteGate gate)
{
    public const string TimeUnknown = "time-of-day-unknown";

    public async Task<NoticeHabits> OfAsync(long agentId, CancellationToken cancel) =>
        NoticeHabits.Of(await database.Users.Where(a => a.Id == agentId).Select(a => a.Habits).SingleAsync(cancel));

    public async Task<Refusal?> RunAsync(long agentId, NoticeHabits wanted, CancellationToken cancel)
    {
        if (wanted.DailyAt is < 0 or >= 24 * 60) return new Refusal(TimeUnknown, "dailyAt");
        for (var changed = 0; changed == 0;)
        {
            var before = await database.Users.Where(a => a.Id == agentId).Select(a => a.Habits).SingleAsync(cancel);
            var after = wanted.Into(before);
            using var pass = await gate.EnterAsync(cancel);
            changed = await database.Users.Where(a => a.Id == agentId && a.Habits == before).ExecuteUpdateAsync(set => set.SetProperty(a => a.Habits, after), cancel);
        }
        return null;
    }
}
