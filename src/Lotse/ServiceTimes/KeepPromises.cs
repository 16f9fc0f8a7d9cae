using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows.Promises;
using Lotse.Domain.ServiceTimes;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Working;
using Microsoft.EntityFrameworkCore;

namespace Lotse.ServiceTimes;

/// <summary>Reckons the promises to tickets from their facts: says what is due soon or overdue, and keeps when to look again. For the desk itself, on tickets of all communities.</summary>
/// <remarks>The rows only hold what follows from the facts, so whoever does it twice finds nothing left to say. Two processes at it are told apart by the rows' version:
/// whoever is second finds it changed, and looks again.</remarks>
public sealed class KeepPromises(DeskDatabase database, Journal journal, TimeProvider clock)
{
    /// <summary>Facts that a clock follows.</summary>
    public static readonly IReadOnlyList<string> Kinds = [.. ((Type[])
    [
        typeof(TicketOpened), typeof(MessageReceived), typeof(ReplyWritten), typeof(ReplyScheduled), typeof(ReplyTakenBack), typeof(StateChanged), typeof(PriorityChanged), typeof(TeamChanged),
        typeof(Domain.Levels.TicketEscalated), typeof(Domain.Levels.TicketReturned), typeof(Domain.Levels.LevelBegunAnew), typeof(CommunityChanged), typeof(TicketMerged), typeof(MergeUndone),
        typeof(TicketMarkedSpam), typeof(TicketUnmarkedSpam),
    ]).Select(FactNames.Name)];

    private static readonly IReadOnlyList<string> s_all = [.. Kinds, .. ((Type[])[typeof(PromiseWarned), typeof(PromiseOverdue), typeof(PromiseLongOverdue)]).Select(FactNames.Name)];

    private sealed record Ground(IReadOnlyDictionary<long, PlanInForce> Plans, Dictionary<long, long> Organisations, ILookup<long, TicketPromise> Rows, ILookup<long, TicketFact> Facts);

    public Task RunAsync(IReadOnlyCollection<long> ticketIds, CancellationToken cancel) => journal.RetryAsync(async () =>
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds()); // As it is kept: else a row would differ from itself.
        // Tickets first, then rows, then facts: what is read last is never older than what guards it.
        var tickets = await database.Tickets.AsTracking().Where(t => ticketIds.Contains(t.Id)).ToListAsync(cancel);
        var ground = await GroundAsync(tickets, cancel);
        foreach (var ticket in tickets)
        {
            if (!ground.Plans.ContainsKey(ticket.CommunityId) && !ground.Rows[ticket.Id].Any()) continue;
            Reckon(ticket, ground, now);
        }
        await journal.SaveAsync(cancel);
        return true;
    });

    private async Task<Ground> GroundAsync(List<Ticket> tickets, CancellationToken cancel)
    {
        var (ids, contacts) = (tickets.ConvertAll(t => t.Id), tickets.Select(t => t.ContactId).Distinct().ToList());
        var plans = await database.PlansAsync(cancel);
        var organisations = plans.Values.Any(plan => plan.Plan.Promises.Any(row => row.OrganisationId is not null))
            ? await database.Contacts.Where(c => contacts.Contains(c.Id) && c.OrganisationId != null).ToDictionaryAsync(c => c.Id, c => c.OrganisationId!.Value, cancel) : [];
        var rows = await database.TicketPromises.AsTracking().Where(p => ids.Contains(p.TicketId)).ToListAsync(cancel);
        var lines = await database.Journal.Where(line => line.TicketId != null && ids.Contains(line.TicketId.Value) && s_all.Contains(line.Kind)).OrderBy(line => line.Id)
            .Select(line => new { line.TicketId, line.Kind, line.Data }).ToListAsync(cancel);
        return new Ground(plans, organisations, rows.ToLookup(row => row.TicketId),
            lines.Select(line => FactNames.Read(line.Kind, line.Data)).OfType<TicketFact>().ToLookup(fact => fact.TicketId));
    }

    private void Reckon(Ticket ticket, Ground ground, DateTimeOffset now)
    {
        long? organisation = ground.Organisations.TryGetValue(ticket.ContactId, out var known) ? known : null;
        var times = PromisedTimes.Of(ground.Facts[ticket.Id], ground.Plans.GetValueOrDefault, organisation, now);
        journal.Record(ticket, times.Decide(ticket, now), null);
        foreach (var kept in times.Clocks)
        {
            var row = ground.Rows[ticket.Id].FirstOrDefault(row => row.Kind == kept.Kind && row.Run == kept.Run);
            // What has ended keeps the times that were promised then.
            if (row?.EndedAt is { } ended && ended == kept.EndedAt) continue;
            if (kept.Promised is { } promised) Put(row, ticket.Id, kept, promised.Minutes, times.Next(kept));
            else if (row is not null) database.TicketPromises.Remove(row);
        }
    }

    private void Put(TicketPromise? row, long ticketId, PromiseClock kept, int minutes, DateTimeOffset? next)
    {
        var isNew = row is null;
        row ??= new TicketPromise { TicketId = ticketId, Kind = kept.Kind, Run = kept.Run, StartedAt = kept.StartedAt };
        Write(row, kept, minutes, next);
        if (isNew) database.TicketPromises.Add(row);
        else if (database.Entry(row).Properties.Any(property => property.IsModified)) row.Version++;
    }

    /// <summary>What a clock shows.</summary>
    /// <param name="minutes">That are promised.</param>
    /// <param name="next">When to look at it again; null where time alone changes nothing.</param>
    internal static void Write(TicketPromise row, PromiseClock kept, int minutes, DateTimeOffset? next)
    {
        (row.Minutes, row.DueAt, row.WarnAt, row.PausedSince, row.EndedAt) = (minutes, kept.DueAt, kept.WarnAt, kept.PausedSince, kept.EndedAt);
        row.LeftMilliseconds = kept.PausedSince is null ? null : (long)kept.Left.TotalMilliseconds;
        (row.WarnedAt, row.OverdueAt, row.ToldLeadAt, row.NextAt) = (kept.WarnedAt, kept.OverdueTold ? kept.OverdueAt : null, kept.LongOverdueAt, next);
    }
}
