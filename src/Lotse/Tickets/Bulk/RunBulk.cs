using System.Text.Json;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Claiming;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Writing;
using Lotse.Domain;
using Lotse.Domain.Tickets;
using Lotse.Domain.Tickets.Bulk;
using Lotse.Tickets.Spam;
using Lotse.Tickets.Working;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Bulk;

/// <summary>Carries a run on, ticket by ticket, each through the handler that a single ticket goes through. What is done is put down ticket by ticket, so that a
/// desk that stops goes on where it was; a ticket that was at work at that moment is done once more, which changes nothing.</summary>
public sealed class RunBulk(DeskDatabase database, IServiceScopeFactory scopes, WriteGate gate, HeldWork held, TimeProvider clock)
{
    /// <summary>After so many tickets it looks whether the run is still wanted, and still its own.</summary>
    private const int AtOnce = 10;

    /// <returns>False where there was no run.</returns>
    public async Task<bool> RunAsync(CancellationToken cancel)
    {
        var until = held.Until;
        if (await BulkClaims.ClaimAsync(database, gate, held.Expired, until, cancel) is not { } run) return false;
        using var claim = held.Hold(until, (db, old, next, token) => BulkClaims.RenewAsync(db, run.Id, old, next, token));
        var by = await database.ActingAsync(run.AgentId, cancel);
        var steps = JsonSerializer.Deserialize<TicketSteps>(run.Action, StartBulk.AsKept)!;
        while (true)
        {
            if (!await claim.IsSureAsync(cancel)) return true; // Another desk goes on with it; so where the row says so.
            if (await claim.AsItStandsAsync(its => database.BulkRuns.Where(r => r.Id == run.Id && r.LeasedUntil == its).Select(r => new { r.UndoAt }).SingleOrDefaultAsync(cancel), cancel) is not { } now) return true;
            var back = now.UndoAt is not null;
            var items = await database.BulkItems.Where(i => i.BulkRunId == run.Id && (back ? i.Step == BulkStep.Done && i.Refusal == null : i.Step == BulkStep.Waiting))
                .OrderBy(i => i.TicketId).Take(AtOnce).ToListAsync(cancel);
            foreach (var item in items) await OneAsync(item, by, run.AgentId, steps, back, cancel);
            if (items.Count == 0 && await FinishAsync(run.Id, back, cancel)) return true;
        }
    }

    /// <returns>False where it is to be taken back since a moment ago.</returns>
    private async Task<bool> FinishAsync(long runId, bool back, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        return await UpdateAsync(database.BulkRuns.Where(r => r.Id == runId && (r.UndoAt != null) == back),
            set => set.SetProperty(r => r.FinishedAt, now).SetProperty(r => r.LeasedUntil, (DateTimeOffset?)null), cancel) > 0;
    }

    private async Task OneAsync(BulkItem item, Acting? by, long agentId, TicketSteps steps, bool back, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope(); // Each ticket with a memory of its own: none grows with the run.
        var refusal = by is null ? Refusals.Forbidden
            : await new OneTicket(scope.ServiceProvider.GetRequiredService<DeskDatabase>(), scope.ServiceProvider.GetRequiredService<WorkTicket>(),
                    scope.ServiceProvider.GetRequiredService<MarkTicketSpam>(), gate, clock)
                .RunAsync(item, by, steps, back, cancel);
        var step = back ? (refusal is null ? BulkStep.Undone : BulkStep.Done) : refusal is null ? BulkStep.Done : BulkStep.Refused;
        using var pass = await gate.EnterAsync(cancel);
        await using var together = await database.Database.BeginTransactionAsync(cancel);
        // Whoever works on the same ticket by a lease that ran out counts it once.
        var counted = await database.BulkItems.Where(i => i.BulkRunId == item.BulkRunId && i.TicketId == item.TicketId && i.Step == item.Step && i.Refusal == null)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.Step, step).SetProperty(i => i.Refusal, refusal == null ? null : refusal.Code), cancel);
        if (counted > 0 && !back)
        {
            var (done, refused) = refusal is null ? (1, 0) : (0, 1);
            await database.BulkRuns.Where(r => r.Id == item.BulkRunId)
                .ExecuteUpdateAsync(set => set.SetProperty(r => r.Done, r => r.Done + done).SetProperty(r => r.Refused, r => r.Refused + refused), cancel);
        }
        await together.CommitAsync(cancel);
    }

    private async Task<int> UpdateAsync(IQueryable<BulkRun> runs, Action<Microsoft.EntityFrameworkCore.Query.UpdateSettersBuilder<BulkRun>> set, CancellationToken cancel)
    {
        using var pass = await gate.EnterAsync(cancel);
        return await runs.ExecuteUpdateAsync(set, cancel);
    }
}

/// <summary>One ticket of a run: done, or taken back.</summary>
internal sealed class OneTicket(DeskDatabase database, WorkTicket work, MarkTicketSpam spam, WriteGate gate, TimeProvider clock)
{
    private const int Tries = 3;

    public async Task<Refusal?> RunAsync(BulkItem item, Acting by, TicketSteps steps, bool back, CancellationToken cancel)
    {
        for (var tries = 1; ; tries++)
        {
            database.ChangeTracker.Clear();
            if (await database.Tickets.VisibleTo(by).SingleOrDefaultAsync(t => t.Id == item.TicketId, cancel) is not { } ticket) return Refusals.NotFound;
            if (ticket.MergedIntoId is not null) return new Refusal(MergeTickets.MergedAlready); // Its number leads to another ticket, which was not chosen.
            var tags = await database.TicketTags.Where(l => l.TicketId == ticket.Id).Join(database.Tags, l => l.TagId, t => t.Id, (_, t) => t.Name).ToListAsync(cancel);
            var refusal = back ? await BackAsync(item, by, steps, ticket, tags, cancel) : await DoAsync(item, by, steps, ticket, tags, tries > 1, cancel);
            // Somebody else was at it in between: what they did is looked at before anything is decided.
            if (refusal != Refusals.Changed || tries == Tries) return refusal;
        }
    }

    private async Task<Refusal?> DoAsync(BulkItem item, Acting by, TicketSteps steps, Ticket ticket, List<string> tags, bool again, CancellationToken cancel)
    {
        // What it was is put down first: where the desk stops in between, the second time finds it changed already.
        if (item.Before is null || again)
        {
            item.Before = JsonSerializer.Serialize(
                new TicketBefore(ticket.State, ticket.SnoozedUntil, ticket.Priority, ticket.AssigneeId, ticket.TeamId, tags, ticket.Lane == Lane.Spam), StartBulk.AsKept);
            using var pass = await gate.EnterAsync(cancel);
            await database.BulkItems.Where(i => i.BulkRunId == item.BulkRunId && i.TicketId == item.TicketId)
                .ExecuteUpdateAsync(set => set.SetProperty(i => i.Before, item.Before), cancel);
        }
        var change = new ChangeTicket(
            steps.State, steps.Priority,
            steps.Assignee is { } assignee ? new Optional<long?>(TakeBack.Who(assignee, by.AgentId), true) : default,
            steps.Team is { } team ? new Optional<long?>(TakeBack.Who(team, by.AgentId), true) : default,
            SnoozedUntil: steps.SnoozeHours is { } hours ? clock.GetUtcNow().AddHours(hours) : null);
        if ((await work.RunAsync(by, ticket.Number, change, TakeBack.TagsAfter(steps, tags), ticket.Version, cancel)).Refusal is { } refusal) return refusal;
        return steps.Spam ? (await spam.RunAsync(by, ticket.Number, true, cancel)).Refusal : null;
    }

    private async Task<Refusal?> BackAsync(BulkItem item, Acting by, TicketSteps steps, Ticket ticket, List<string> tags, CancellationToken cancel)
    {
        var was = JsonSerializer.Deserialize<TicketBefore>(item.Before!, StartBulk.AsKept)!;
        var (change, all, refusal) = TakeBack.Decide(steps, was, ticket, tags, by.AgentId);
        if ((refusal ?? (await work.RunAsync(by, ticket.Number, change!, all, ticket.Version, cancel)).Refusal) is { } stays) return stays;
        return steps.Spam && !was.Spam ? (await spam.RunAsync(by, ticket.Number, false, cancel)).Refusal : null;
    }
}
