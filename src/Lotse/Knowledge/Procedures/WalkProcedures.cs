using System.Text.Json;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain;
using Lotse.Domain.Knowledge.Procedures;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Lotse.Tickets.Working;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Knowledge.Procedures;

/// <summary>Walks a procedure inside a ticket: begins it, goes on by a step, leaves the path. What is found out on the way stands in the hand-over form as well.</summary>
public sealed class WalkProcedures(DeskDatabase database, Journal journal, KeepEntered entered, Ids ids, TimeProvider clock)
{
    public const string NoSuchProcedure = "no-such-procedure", WalkedAlready = "procedure-under-way";

    public Task<Answer<ProcedureRun>> StartAsync(Acting by, long number, long procedureId, CancellationToken cancel) => journal.RetryAsync<Answer<ProcedureRun>>(async () =>
    {
        if (await database.FindTicketAsync(by, number, cancel) is not { } ticket) return Refusals.NotFound;
        if (await database.Procedures.VisibleTo(by).OfferedIn(ticket.CommunityId).SingleOrDefaultAsync(p => p.Id == procedureId, cancel) is not { } procedure) return new Refusal(NoSuchProcedure);
        if (await database.ProcedureRuns.AnyAsync(r => r.TicketId == ticket.Id && r.ProcedureId == procedureId && r.EndedAt == null, cancel)) return new Refusal(WalkedAlready);
        var now = clock.GetUtcNow();
        var run = new ProcedureRun { Id = ids.Next(), ProcedureId = procedureId, TicketId = ticket.Id, AgentId = by.AgentId, At = now, Steps = procedure.Steps };
        database.ProcedureRuns.Add(run);
        await CountAsync(procedureId, WalkOf(run).At, reached: 1, left: 0, cancel);
        journal.Record(ticket, [new ProcedureStarted(ticket.Id, run.Id, procedureId, now)], by.AgentId);
        await journal.SaveAsync(cancel);
        return run;
    });

    /// <param name="step">The step that whoever walks has before them.</param>
    public Task<Answer<ProcedureRun>> StepAsync(Acting by, long number, long runId, string step, string answer, CancellationToken cancel) => journal.RetryAsync<Answer<ProcedureRun>>(async () =>
    {
        if (await FindAsync(by, number, runId, cancel) is not ({ } ticket, { } run)) return Refusals.NotFound;
        var (walk, now) = (WalkOf(run), clock.GetUtcNow());
        var decision = new TakeStep(step, answer).Decide(ticket, walk, now);
        if (decision.Refusal is { } refusal) return refusal;
        var taken = walk.Current!;
        (run.Done, run.Version) = (JsonSerializer.Serialize(walk.Done.Append(new Walked(taken.Key, answer)), StepsAsJson.Options), run.Version + 1);
        if (taken.Fills.Length > 0 && answer.Length > 0) await FillAsync(by, ticket, run, taken.Fills, answer, cancel);
        if (decision.Facts.OfType<ProcedureEnded>().SingleOrDefault() is { } ended) (run.EndedAt, run.Outcome) = (now, ended.Outcome);
        else await CountAsync(run.ProcedureId, WalkOf(run).At, reached: 1, left: 0, cancel);
        journal.Record(ticket, decision.Facts, by.AgentId);
        await journal.SaveAsync(cancel);
        return run;
    });

    public Task<Answer<ProcedureRun>> LeaveAsync(Acting by, long number, long runId, string why, CancellationToken cancel) => journal.RetryAsync<Answer<ProcedureRun>>(async () =>
    {
        if (await FindAsync(by, number, runId, cancel) is not ({ } ticket, { } run)) return Refusals.NotFound;
        var (walk, now) = (WalkOf(run), clock.GetUtcNow());
        var decision = new LeaveProcedure(why).Decide(ticket, walk, now);
        if (decision.Refusal is { } refusal) return refusal;
        (run.EndedAt, run.Outcome, run.Why, run.Version) = (now, LeaveProcedure.Left, why, run.Version + 1);
        await CountAsync(run.ProcedureId, walk.At, reached: 0, left: 1, cancel);
        journal.Record(ticket, decision.Facts, by.AgentId);
        await journal.SaveAsync(cancel);
        return run;
    });

    /// <summary>A ticket that goes over the wall leaves procedures behind that are not for all communities.</summary>
    public static async Task<IReadOnlyList<Fact>> BeforeMoveAsync(DeskDatabase database, Ticket ticket, DateTimeOffset now, CancellationToken cancel)
    {
        var facts = new List<Fact>();
        foreach (var run in await database.ProcedureRuns.AsTracking().Where(r => r.TicketId == ticket.Id && r.EndedAt == null && database.Procedures.Any(p => p.Id == r.ProcedureId && p.CommunityId != null)).ToListAsync(cancel))
        {
            facts.AddRange(LeaveProcedure.AtTheWall(ticket, WalkOf(run), now).Facts);
            (run.EndedAt, run.Outcome, run.Version) = (now, LeaveProcedure.Left, run.Version + 1);
        }
        return facts;
    }

    internal static Walk WalkOf(ProcedureRun run) => new(
        run.Id, JsonSerializer.Deserialize<ProcedureSteps>(run.Steps, StepsAsJson.Options)!, JsonSerializer.Deserialize<List<Walked>>(run.Done, StepsAsJson.Options)!, run.EndedAt is not null);

    private async Task<(Ticket? Ticket, ProcedureRun? Run)> FindAsync(Acting by, long number, long runId, CancellationToken cancel)
    {
        var visible = database.Procedures.VisibleTo(by);
        return await database.FindTicketAsync(by, number, cancel) is { } ticket
            ? (ticket, await database.ProcedureRuns.AsTracking().SingleOrDefaultAsync(r => r.Id == runId && r.TicketId == ticket.Id && visible.Any(p => p.Id == r.ProcedureId), cancel)) : (null, null);
    }

    /// <summary>The form is that of the procedure, unless somebody has begun with another one.</summary>
    private async Task FillAsync(Acting by, Ticket ticket, ProcedureRun run, string question, string answer, CancellationToken cancel)
    {
        var form = await database.Procedures.Where(p => p.Id == run.ProcedureId).Select(p => p.Form).SingleOrDefaultAsync(cancel) ?? "";
        await entered.PutAsync(by, ticket.Id, kept => kept with
        {
            Form = kept.Form.Length > 0 ? kept.Form : form,
            Answers = new Dictionary<string, string>(kept.Answers) { [question] = answer },
        }, cancel);
    }

    private async Task CountAsync(long procedureId, string step, int reached, int left, CancellationToken cancel)
    {
        var count = database.ProcedureStepCounts.Local.FirstOrDefault(c => c.ProcedureId == procedureId && c.Step == step)
            ?? await database.ProcedureStepCounts.AsTracking().SingleOrDefaultAsync(c => c.ProcedureId == procedureId && c.Step == step, cancel);
        if (count is null) database.ProcedureStepCounts.Add(count = new ProcedureStepCount { ProcedureId = procedureId, Step = step });
        count.Reached += reached;
        count.Left += left;
    }
}
