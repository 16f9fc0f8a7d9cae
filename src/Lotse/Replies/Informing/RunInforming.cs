using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Claiming;
using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Writing;
using Lotse.Domain;
using Lotse.Domain.Problems;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Lotse.Tickets.Bulk;
using Lotse.Tickets.Working;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Replies.Informing;

/// <summary>Looks after informings.</summary>
public sealed class InformWorker(IServiceScopeFactory scopes, InformBell bell, WriteGate gate, DatabaseLocation location, TimeProvider clock, ILogger<InformWorker> log)
    : RunWorker(scopes, bell, location, clock, log)
{
    protected override Task ReleaseAsync(IServiceProvider scope, CancellationToken cancel) => InformClaims.ReleaseAllAsync(scope.GetRequiredService<DeskDatabase>(), gate, cancel);

    protected override Task<bool> RunAsync(IServiceProvider scope, CancellationToken cancel) => scope.GetRequiredService<RunInforming>().RunAsync(cancel);
}

/// <summary>Carries an informing on, ticket by ticket, each with a memory of its own. What was done before a stop or a kill stands in the rows.</summary>
public sealed class RunInforming(DeskDatabase database, IServiceScopeFactory scopes, WriteGate gate, HeldWork held, TimeProvider clock)
{
    /// <summary>After so many tickets it looks whether it is still wanted, and still its own.</summary>
    private const int AtOnce = 10;

    /// <returns>False where there was nothing to do.</returns>
    public async Task<bool> RunAsync(CancellationToken cancel)
    {
        var until = held.Until;
        if (await InformClaims.ClaimAsync(database, gate, held.Expired, until, cancel) is not { } informing) return false;
        using var claim = held.Hold(until, (db, old, next, token) => InformClaims.RenewAsync(db, informing.Id, old, next, token));
        while (true)
        {
            if (!await claim.IsSureAsync(cancel)) return true; // Another desk goes on with it; so where the row says so.
            if (await claim.AsItStandsAsync(its => database.Informings.Where(i => i.Id == informing.Id && i.LeasedUntil == its).Select(i => new { i.UndoAt, i.StoppedAt }).SingleOrDefaultAsync(cancel), cancel) is not { } now) return true;
            var back = now.UndoAt is not null;
            if (!back && now.StoppedAt is not null) return await UpdateAsync(informing.Id, i => i.SetProperty(x => x.LeasedUntil, (DateTimeOffset?)null), cancel) >= 0;
            var items = await database.InformItems.Where(i => i.InformingId == informing.Id && (back
                    ? i.Refusal == null && (i.Step == InformStep.Told || database.InformedCustomers.Any(c => c.InformingId == i.InformingId && c.TicketId == i.TicketId))
                    : i.Step == InformStep.Waiting))
                .OrderBy(i => i.TicketId).Take(AtOnce).Select(i => i.TicketId).ToListAsync(cancel);
            var by = items.Count == 0 ? null : await database.ActingAsync(informing.AgentId, cancel); // As they may now: an account may have been closed since.
            foreach (var ticket in items) await OneAsync(informing, ticket, by, back, cancel);
            if (items.Count == 0 && await FinishAsync(informing.Id, back, cancel)) return true;
        }
    }

    private async Task OneAsync(InformRun informing, long ticketId, Acting? by, bool back, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var tell = scope.ServiceProvider.GetRequiredService<TellTicket>();
        var refusal = by is null ? Refusals.Forbidden : back ? await tell.BackAsync(by, informing, ticketId, cancel) : await tell.TellAsync(by, informing, ticketId, cancel);
        if (refusal is null || refusal.Code == TellCustomer.Settled) return;
        // A ticket that has told one of its customers before still has: it can be taken back. So has one that got only a note for another one later.
        var stays = back || await database.InformedCustomers.AnyAsync(c => c.InformingId == informing.Id && c.TicketId == ticketId, cancel);
        var (step, code) = (stays ? InformStep.Told : InformStep.Refused, refusal.About is { } about && !back ? $"{refusal.Code} {about}" : refusal.Code);
        using var pass = await gate.EnterAsync(cancel);
        await database.InformItems.Where(i => i.InformingId == informing.Id && i.TicketId == ticketId && (i.Step == InformStep.Waiting || (back && (i.Step == InformStep.Told || i.Step == InformStep.Noted))))
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.Step, step).SetProperty(i => i.Refusal, code), cancel);
    }

    /// <returns>False where something else is wanted since a moment ago.</returns>
    private async Task<bool> FinishAsync(long id, bool back, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        using var pass = await gate.EnterAsync(cancel);
        return await database.Informings.Where(i => i.Id == id && (i.UndoAt != null) == back && !database.InformItems.Any(x => x.InformingId == id && !back && x.Step == InformStep.Waiting))
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.FinishedAt, now).SetProperty(i => i.LeasedUntil, (DateTimeOffset?)null), cancel) > 0;
    }

    private async Task<int> UpdateAsync(long id, Action<Microsoft.EntityFrameworkCore.Query.UpdateSettersBuilder<InformRun>> set, CancellationToken cancel)
    {
        using var pass = await gate.EnterAsync(cancel);
        return await database.Informings.Where(i => i.Id == id).ExecuteUpdateAsync(set, cancel);
    }
}
