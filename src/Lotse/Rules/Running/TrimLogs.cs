using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Writing;
using Lotse.Domain.Rules;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Rules.Running;

/// <summary>Keeps the logs of rules and webhooks short: thirty days, and the newest of each.</summary>
public sealed class TrimLogs(DeskDatabase database, WriteGate gate, TimeProvider clock)
{
    /// <summary>Lines that are kept of one rule or webhook.</summary>
    public const int Newest = 1000;

    public static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    public async Task RunAsync(CancellationToken cancel)
    {
        var old = Ids.First(clock.GetUtcNow() - Longest);
        foreach (var rule in await database.Rules.Select(r => r.Id).ToListAsync(cancel))
        {
            var runs = database.RuleRuns.Where(run => run.RuleId == rule);
            var last = await runs.OrderByDescending(run => run.Id).Select(run => run.Id).Skip(Newest - 1).FirstOrDefaultAsync(cancel);
            var before = Math.Max(old, last);
            using var pass = await gate.EnterAsync(cancel);
            await runs.Where(run => run.Id < before).ExecuteDeleteAsync(cancel);
        }
        foreach (var webhook in await database.Webhooks.Select(w => w.Id).ToListAsync(cancel))
        {
            var done = database.WebhookDeliveries.Where(d => d.WebhookId == webhook && d.Step != WebhookStep.Waiting);
            var last = await done.OrderByDescending(d => d.Id).Select(d => d.Id).Skip(Newest - 1).FirstOrDefaultAsync(cancel);
            var before = Math.Max(old, last);
            using var pass = await gate.EnterAsync(cancel);
            await done.Where(d => d.Id < before).ExecuteDeleteAsync(cancel);
        }
    }
}
