using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Claiming;
using Lotse.Domain.Rules;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Rules.Running;

/// <summary>Puts rules that wait for time to the tickets whose time has come since they were last looked at: each ticket once for each time, a few in one save.</summary>
public sealed class RunTimedRules(DeskDatabase database, Journal journal, RunRules run, KnownRules known, TimeProvider clock, ILogger<RunTimedRules> log)
{
    private const int AtOnce = 50;

    private sealed record Due(long Id, DateTimeOffset Since);

    /// <returns>True where more may be due.</returns>
    public async Task<bool> RunAsync(CancellationToken cancel)
    {
        var now = await known.NowAsync(database, cancel);
        var more = false;
        foreach (var rule in now.Rules.Where(rule => rule.Since is not null))
        {
            try
            {
                more |= await RunAsync(rule, now, cancel);
            }
            catch (Exception e) when (RunRules.IsItsOwn(e))
            {
                log.LogError("Rule {Rule} cannot look for its tickets: {Trouble}", rule.Id, e.ToString()); // The others do not wait for it.
                journal.Forget();
            }
        }
        return more;
    }

    private async Task<bool> RunAsync(Rule rule, RulesNow now, CancellationToken cancel)
    {
        if (await database.Rules.Where(r => r.Id == rule.Id && r.Enabled && r.PausedAt == null).Select(r => r.LookedUntil).SingleOrDefaultAsync(cancel) is not { } from) return false;
        var (until, hours) = (clock.GetUtcNow(), TimeSpan.FromHours(rule.Hours));
        var due = await DueAsync(rule, from - hours, until - hours, AtOnce + 1, cancel);
        var more = due.Count > AtOnce;
        if (more)
        {
            // Those that have the same moment belong together: many mails may have come in one.
            var last = due[^1].Since;
            due = due.FindAll(one => one.Since < last) is { Count: > 0 } earlier ? earlier : await DueAsync(rule, last.AddMilliseconds(-1), last, int.MaxValue, cancel);
            until = due[^1].Since + hours;
        }
        else if (due.Count == 0 && until - from < TimeSpan.FromMinutes(1)) return false; // Nobody's time has come: no need to write that down every time.
        try
        {
            await journal.TogetherAsync(async () =>
            {
                foreach (var one in due)
                {
                    if (await database.Tickets.AsTracking().SingleOrDefaultAsync(t => t.Id == one.Id, cancel) is { } ticket) await PutAsync(rule, ticket, now, cancel);
                }
                return null;
            }, cancel, (db, token) => RuleClaims.LookedAsync(db, rule.Id, from, until, token));
        }
        catch (Exception e) when (RunRules.IsItsOwn(e))
        {
            log.LogWarning("Rule {Rule} cannot be put to {Count} tickets at once: {Trouble}", rule.Id, due.Count, e.ToString());
            journal.Forget();
            await OneByOneAsync(rule, due, now, from, until, cancel);
        }
        return more;
    }

    /// <summary>Each in a save of its own: one that fails costs only itself.</summary>
    private async Task OneByOneAsync(Rule rule, List<Due> due, RulesNow now, DateTimeOffset from, DateTimeOffset until, CancellationToken cancel)
    {
        for (var i = 0; i < due.Count; i++)
        {
            // Those of one moment have been looked at when the last of them has.
            var (one, before) = (due[i], from);
            if (i == due.Count - 1) from = until;
            else if (due[i + 1].Since > one.Since) from = one.Since + TimeSpan.FromHours(rule.Hours);
            var after = from;
            var refusal = await run.AloneAsync(one.Id, rule, ticket => PutAsync(rule, ticket, now, cancel), cancel, (db, token) => RuleClaims.LookedAsync(db, rule.Id, before, after, token));
            if (refusal == Journal.Taken) return;
        }
    }

    private async Task PutAsync(Rule rule, Ticket ticket, RulesNow now, CancellationToken cancel)
    {
        // What a rule did is a change too, and must not set off the same rule when its hours are over once more.
        var cause = await database.Journal.Where(line => line.TicketId == ticket.Id).OrderByDescending(line => line.Id).Select(line => line.Cause).FirstOrDefaultAsync(cancel);
        await run.RunAsync(ticket, [rule], now, LoopGuard.Chain(cause), cancel);
    }

    /// <summary>By an index in both cases: ids are in the order in which tickets are opened.</summary>
    private Task<List<Due>> DueAsync(Rule rule, DateTimeOffset after, DateTimeOffset until, int atMost, CancellationToken cancel)
    {
        var tickets = database.Tickets.Where(t => t.Lane != Lane.Merged).NotPutAway();
        if (rule.CommunityId is { } community) tickets = tickets.Where(t => t.CommunityId == community);
        if (rule.Since == RuleSince.LastChange)
        {
            return tickets.Where(t => t.UpdatedAt > after && t.UpdatedAt <= until).OrderBy(t => t.UpdatedAt).ThenBy(t => t.Id).Select(t => new Due(t.Id, t.UpdatedAt)).Take(atMost).ToListAsync(cancel);
        }
        var (first, end) = (Ids.First(after.AddMilliseconds(-1)), Ids.First(until.AddMinutes(1)));
        return tickets.Where(t => t.Id >= first && t.Id < end && t.CreatedAt > after && t.CreatedAt <= until).OrderBy(t => t.CreatedAt).ThenBy(t => t.Id).Select(t => new Due(t.Id, t.CreatedAt)).Take(atMost).ToListAsync(cancel);
    }
}
