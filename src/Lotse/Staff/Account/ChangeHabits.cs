using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Writing;
using Lotse.Domain;
using Lotse.Domain.Staff;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Staff.Account;

/// <summary>How the agent likes to work. Only what is said changes; all other habits stay.</summary>
public sealed class ChangeHabits(DeskDatabase database, WriteGate gate)
{
    public const string DensityUnknown = "density-unknown";

    /// <param name="density">comfortable or compact.</param>
    public async Task<Refusal?> RunAsync(long agentId, string? density, CancellationToken cancel)
    {
        if (density is not (null or "comfortable" or "compact")) return new(DensityUnknown, Habits.DensityName);
        if (density is not null) await KeepAsync(agentId, habits => habits.With(Habits.DensityName, density), cancel);
        return null;
    }

    /// <summary>Two windows may change two habits at once: whoever comes second reads again, so that neither is lost.</summary>
    private async Task KeepAsync(long agentId, Func<Habits, Habits> change, CancellationToken cancel)
    {
        for (var tries = 0; tries < 5; tries++)
        {
            var was = await database.Users.Where(a => a.Id == agentId).Select(a => a.Habits).SingleOrDefaultAsync(cancel);
            if (was is null) return;
            var now = change(Habits.Read(was)).Json;
            using var pass = await gate.EnterAsync(cancel);
            if (await database.Users.Where(a => a.Id == agentId && a.Habits == was).ExecuteUpdateAsync(set => set.SetProperty(a => a.Habits, now), cancel) > 0) return;
        }
    }
}
