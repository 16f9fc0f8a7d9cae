using Lotse.Adapters.Database;
using Lotse.Domain.Rules;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Rules;

/// <param name="Why">What of the condition held, or the code of what stood in the way.</param>
public sealed record LoggedRun(long Id, DateTimeOffset At, RuleOutcome Outcome, string Why, long Number, string Subject);

/// <summary>What a rule did and why, newest first, in tickets that whoever asks may see.</summary>
public sealed class RuleLog(DeskDatabase database)
{
    /// <param name="after">Id of the last line of the page before.</param>
    public Task<List<LoggedRun>> RunAsync(Acting by, long ruleId, long? after, int atMost, CancellationToken cancel)
    {
        var runs = database.RuleRuns.Where(run => run.RuleId == ruleId);
        if (after is { } last) runs = runs.Where(run => run.Id < last);
        return runs.Join(database.Tickets.VisibleTo(by), run => run.TicketId, t => t.Id, (run, t) => new { run, t.Number, t.Subject }).OrderByDescending(one => one.run.Id).Take(atMost)
            .Select(one => new LoggedRun(one.run.Id, one.run.At, one.run.Outcome, one.run.Why, one.Number, one.Subject)).ToListAsync(cancel);
    }
}
