using System.Diagnostics;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Claiming;
using Lotse.Adapters.Database.Forgetting;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Writing;
using Lotse.Domain;
using Lotse.Domain.Contacts;
using Lotse.Domain.Retention;
using Lotse.Domain.Tickets;
using Lotse.Retention.Keeping;
using Lotse.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Retention;

/// <summary>Does what the rules of communities say, with a few tickets in a transaction: deletes them with all that hangs on them, and says in the journal how many and by which rule; or takes the words off them; or
/// puts them away. Ended in the middle it has done all of a few or nothing of them. One process at a time does it, and none while others wait to write.</summary>
public sealed class RetainTickets(DeskDatabase database, Journal journal, WriteGate gate, HeldWork held, Ids ids, TimeProvider clock)
{
    /// <summary>Tickets in one transaction.</summary>
    public const int AtOnce = 20;

    private static readonly TimeSpan Busy = TimeSpan.FromMilliseconds(100);

    private static readonly Acting s_by = Acting.Desk("retention");

    /// <returns>How many tickets were put away; 0 where there are none, somebody else does it, or the desk is busy.</returns>
    public async Task<int> StepAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var plans = await database.RetentionPlans.ToListAsync(cancel);
        if (plans.Count == 0 || await IsBusyAsync(cancel) || await Leases.HoldAsync(database, gate, held, Setting.RetentionLease, cancel) is not { } claim) return 0;
        try
        {
            foreach (var row in plans)
            {
                var (community, plan) = (row.CommunityId, await DueTickets.MeantAsync(database, RetentionPlan.Read(row.Plan), cancel));
                foreach (var rule in plan.Rules)
                {
                    foreach (var lane in rule.Lanes)
                    {
                        if (await PutAwayAsync(community, plan, rule, lane, now, cancel) is > 0 and var count) return count;
                    }
                }
            }
            return 0;
        }
        finally
        {
            await Leases.GiveBackAsync(database, gate, Setting.RetentionLease, claim);
        }
    }

    private async Task<bool> IsBusyAsync(CancellationToken cancel)
    {
        var begun = Stopwatch.GetTimestamp();
        using (await gate.EnterAsync(cancel)) return Stopwatch.GetElapsedTime(begun) > Busy;
    }

    private async Task<int> PutAwayAsync(long community, RetentionPlan plan, RetentionRule rule, Lane lane, DateTimeOffset now, CancellationToken cancel)
    {
        var (count, all) = (0, new List<Ticket>());
        var refusal = await journal.TogetherAsync(async () =>
        {
            (count, all) = await DueAsync(community, plan, rule, lane, now, cancel);
            if (count == 0) return Journal.Taken;
            await ActAsync(community, rule, count, all, now, cancel);
            return null;
        }, cancel, async (_, inside) =>
        {
            if (rule.Act == RetentionAct.Archive) return true;
            var tickets = all.ConvertAll(t => t.Id);
            await ForgetTickets.BeginAsync(database, inside);
            // Tags may have been made one since they were looked up. Whoever does that waits for us now, or is seen.
            if ((await DueTickets.HeldAsync(database, tickets, (await DueTickets.MeantAsync(database, plan, inside)).Holds, inside)).Count > 0) return false;
            await ForgetTickets.RunAsync(database, tickets, stay: rule.Act == RetentionAct.Anonymise, inside);
            return true;
        });
        return refusal is null ? count : 0;
    }

    /// <summary>The next few that are due, with all that goes with them.</summary>
    private async Task<(int Heads, List<Ticket> All)> DueAsync(long community, RetentionPlan plan, RetentionRule rule, Lane lane, DateTimeOffset now, CancellationToken cancel)
    {
        var due = DueTickets.Of(database, database.Tickets.AsTracking().VisibleTo(s_by), community, rule, lane, plan.Holds, now).OrderBy(t => t.UpdatedAt).ThenBy(t => t.Id);
        for (Ticket? last = null; ;)
        {
            var (at, id) = (last?.UpdatedAt ?? DateTimeOffset.UnixEpoch, last?.Id ?? 0);
            var found = await due.Where(t => t.UpdatedAt > at || (t.UpdatedAt == at && t.Id > id)).Take(AtOnce).ToListAsync(cancel);
            if (found.Count == 0 || rule.Act == RetentionAct.Archive) return (found.Count, found);
            // Those of which only a part far down is held are told here: the next few are taken, or none behind them ever would be.
            if (await WithPartsAsync(found, plan.Holds, cancel) is { Heads: > 0 } some) return some;
            last = found[^1];
        }
    }

    private async Task ActAsync(long community, RetentionRule rule, int count, List<Ticket> all, DateTimeOffset now, CancellationToken cancel)
    {
        switch (rule.Act)
        {
            case RetentionAct.Archive:
                foreach (var ticket in all) journal.Record(ticket, [new TicketArchived(ticket.Id, now)], null);
                break;
            case RetentionAct.Anonymise:
                var nobody = await NobodyAsync(community, now, cancel);
                foreach (var ticket in all) journal.Record(ticket, [new TicketAnonymised(ticket.Id, nobody, now)], null);
                break;
            default:
                database.Tickets.RemoveRange(all);
                journal.Record(new TicketsForgotten(community, rule, count, all.ConvertAll(t => t.Id)), community, null);
                break;
        }
    }

    /// <summary>The contact without a name and an address whom all of a community's tickets without words share.</summary>
    private async Task<long> NobodyAsync(long community, DateTimeOffset now, CancellationToken cancel)
    {
        var known = await database.Tickets.VisibleTo(s_by).Where(t => t.CommunityId == community && t.Lane == Lane.Anonymised)
            .Where(t => database.Contacts.Any(c => c.Id == t.ContactId && c.Name == "") && !database.ContactAddresses.Any(a => a.ContactId == t.ContactId))
            .Select(t => (long?)t.ContactId).FirstOrDefaultAsync(cancel);
        if (known is { } there) return there;
        var nobody = new Contact { Id = ids.Next(), CommunityId = community, CreatedAt = now };
        database.Contacts.Add(nobody);
        return nobody.Id;
    }

    /// <summary>Heads with all that has become part of them, at whatever depth; without those of which any part is held.</summary>
    private async Task<(int Heads, List<Ticket> All)> WithPartsAsync(List<Ticket> heads, IReadOnlyList<long> holds, CancellationToken cancel)
    {
        var of = heads.ToDictionary(t => t.Id, t => t.Id); // Of each the head that it goes with.
        var all = new List<Ticket>(heads);
        var last = heads.ConvertAll(t => t.Id);
        while (last.Count > 0)
        {
            var parts = (await database.Tickets.AsTracking().VisibleTo(s_by).Where(t => t.MergedIntoId != null && last.Contains(t.MergedIntoId.Value)).ToListAsync(cancel)).Where(t => of.TryAdd(t.Id, of[t.MergedIntoId!.Value])).ToList();
            all.AddRange(parts);
            last = parts.ConvertAll(t => t.Id);
        }
        var kept = holds.Count == 0 ? [] : (await DueTickets.HeldAsync(database, [.. of.Keys], holds, cancel)).Select(id => of[id]).ToHashSet();
        return (heads.Count - kept.Count, [.. all.Where(t => !kept.Contains(of[t.Id]))]);
    }
}
