using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Claiming;
using Lotse.Domain;
using Lotse.Domain.Rules;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Rules.Running;

/// <summary>Puts rules that wait for time to the tickets whose time has come since they were last looked at: each ticket once for each time, a few in one save.</summary>
public sealed class RunTimedRules(DeskDatabase database, Journal journal, RunRules run, KnownRules known, TimeProvider clock)
{
    private const int AtOnce = 50;

    private static readonly Refusal s_nothing = new("nothing-to-do");

    private sealed record Due(long Id, DateTimeOffset Since);

    /// <returns>True where more may be due.</returns>
    public async Task<bool> RunAsync(CancellationToken cancel)
    {
        var now = await known.NowAsync(database, cancel);
        var more = false;
        foreach (var rule in now.Rules.Where(rule => rule.Since is not null)) more |= await RunAsync(rule, now, cancel);
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
        await journal.TogetherAsync(async () =>
        {
            foreach (var one in due) await PutAsync(rule, one.Id, now, cancel);
            return null;
        }, cancel, (db, token) => RuleClaims.LookedAsync(db, rule.Id, from, until, token));
        return more;
    }

    private async Task PutAsync(Rule rule, long ticketId, RulesNow now, CancellationToken cancel)
    {
        var ticket = await database.Tickets.AsTracking().SingleAsync(t => t.Id == ticketId, cancel);
        // What a rule did is a change too, and must not set off the same rule when its hours are over once more.
        var cause = await database.Journal.Where(line => line.TicketId == ticketId).OrderByDescending(line => line.Id).Select(line => line.Cause).FirstOrDefaultAsync(cancel);
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
