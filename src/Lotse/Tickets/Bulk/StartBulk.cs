using System.Text.Json;
using System.Text.Json.Serialization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Writing;
using Lotse.Domain;
using Lotse.Domain.Tickets;
using Lotse.Domain.Tickets.Bulk;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Bulk;

/// <summary>Puts down what is to be done to many tickets; the worker does it. Only tickets that the agent sees are among them.</summary>
public sealed class StartBulk(DeskDatabase database, WriteGate gate, BulkBell bell, Ids ids, TimeProvider clock)
{
    /// <summary>How steps, and tickets as they were, stand in the rows of runs.</summary>
    internal static readonly JsonSerializerOptions AsKept = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <returns>The run's id.</returns>
    public async Task<Answer<long>> RunAsync(Acting by, IReadOnlyCollection<long> numbers, TicketSteps steps, CancellationToken cancel)
    {
        if (BulkRules.Check(steps, numbers.Count) is { } wrong) return wrong;
        var tickets = await database.Tickets.VisibleTo(by).Where(t => numbers.Contains(t.Number)).OrderBy(t => t.Id).Select(t => t.Id).ToListAsync(cancel);
        if (BulkRules.Check(steps, tickets.Count) is { } none) return none;
        await ForgetAsync(by.AgentId, cancel);
        var run = new BulkRun { Id = ids.Next(), AgentId = by.AgentId, At = clock.GetUtcNow(), Action = JsonSerializer.Serialize(steps, AsKept), Total = tickets.Count };
        database.BulkRuns.Add(run);
        database.BulkItems.AddRange(tickets.Select(id => new BulkItem { BulkRunId = run.Id, TicketId = id }));
        using (await gate.EnterAsync(cancel)) await database.SaveChangesAsync(cancel);
        database.ChangeTracker.Clear();
        bell.Ring();
        return run.Id;
    }

    /// <summary>What was done long ago is not taken back any more: the journal knows of it.</summary>
    private async Task ForgetAsync(long agentId, CancellationToken cancel)
    {
        var before = clock.GetUtcNow() - Kept;
        var old = await database.BulkRuns.Where(r => r.AgentId == agentId && r.At < before && r.FinishedAt != null).OrderBy(r => r.Id).Take(20).Select(r => r.Id).ToListAsync(cancel);
        if (old.Count == 0) return;
        using var pass = await gate.EnterAsync(cancel);
        await database.BulkItems.Where(i => old.Contains(i.BulkRunId)).ExecuteDeleteAsync(cancel);
        await database.BulkRuns.Where(r => old.Contains(r.Id)).ExecuteDeleteAsync(cancel);
    }

    /// <summary>Takes a run back; one that still goes on stops at the ticket it is at.</summary>
    /// <returns>False where it is not there or not this agent's.</returns>
    public async Task<bool> TakeBackAsync(Acting by, long runId, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        using (await gate.EnterAsync(cancel))
        {
            await database.BulkRuns.Where(r => r.Id == runId && r.AgentId == by.AgentId && r.UndoAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(r => r.UndoAt, now).SetProperty(r => r.FinishedAt, (DateTimeOffset?)null), cancel);
        }
        bell.Ring();
        return await database.BulkRuns.AnyAsync(r => r.Id == runId && r.AgentId == by.AgentId, cancel);
    }
}
