using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain;
using Lotse.Domain.Problems;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Lotse.Tickets.Bulk;
using Lotse.Tickets.Working;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Replies.Informing;

/// <summary>Rings when customers are to be told something.</summary>
public sealed class InformBell : RunBell;

/// <summary>Says that the customers of a problem are to be told something, stops that, goes on with it and takes it back. The worker does it, ticket by ticket.</summary>
public sealed class InformCustomers(DeskDatabase database, Journal journal, InformBell bell, Ids ids, TimeProvider clock)
{
    /// <returns>The informing's id.</returns>
    public Task<Answer<long>> StartAsync(Acting by, long problemId, InformWords words, CancellationToken cancel) => RungAsync(async () =>
    {
        if (await database.FindProblemAsync(by, problemId, cancel) is not { } problem) return Refusals.NotFound;
        var community = await database.Communities.Where(c => c.Id == problem.CommunityId).Select(c => c.Language).SingleAsync(cancel);
        var tickets = await OpenTickets(problem).Select(t => new { t.Id, t.Language, t.NewestMessageId, t.MergedIntoId }).ToListAsync(cancel);
        var german = tickets.Count(t => InformWords.IsGerman(t.Language, community));
        var last = await database.Informings.Where(i => i.ProblemId == problemId).OrderByDescending(i => i.Id).FirstOrDefaultAsync(cancel);
        var why = StartInforming.WhyNot(by, problem, words, last is { FinishedAt: null, StoppedAt: null } or { FinishedAt: null, UndoAt: not null },
            last is null ? null : new InformWords(last.German, last.English), german, tickets.Count - german);
        if ((why ?? (await database.StandingAsync(by, problem.CommunityId, cancel)).WhyNotWrite()) is { } refusal) return refusal;
        var now = clock.GetUtcNow();
        if (last is { FinishedAt: null }) (await database.Informings.AsTracking().SingleAsync(i => i.Id == last.Id, cancel)).FinishedAt = now; // It was stopped, and something newer is said.
        var informing = new InformRun { Id = ids.Next(), ProblemId = problemId, AgentId = by.AgentId, At = now, German = words.German, English = words.English };
        database.Informings.Add(informing);
        database.InformItems.AddRange(tickets.Select(t => new InformItem { InformingId = informing.Id, TicketId = t.Id, Seen = Seen(t.MergedIntoId, t.NewestMessageId) }));
        journal.Record(problem, [new CustomersInformed(problemId, informing.Id, CustomersInformed.Begun, tickets.Count, now)], by.AgentId);
        await journal.SaveAsync(cancel);
        return informing.Id;
    });

    /// <summary>Nobody more is told until somebody goes on with it.</summary>
    public Task<Answer<long>> StopAsync(Acting by, long id, CancellationToken cancel) => ChangeAsync(by, id, (problem, informing, now) =>
    {
        if (informing.FinishedAt is not null || informing.StoppedAt is not null) return Task.FromResult<IReadOnlyList<Fact>?>([]);
        informing.StoppedAt = now;
        return Task.FromResult<IReadOnlyList<Fact>?>([new CustomersInformed(problem.Id, id, CustomersInformed.Stopped, 0, now)]);
    }, cancel);

    /// <summary>Takes back what has not left; who has been told stays told.</summary>
    public Task<Answer<long>> TakeBackAsync(Acting by, long id, CancellationToken cancel) => ChangeAsync(by, id, async (problem, informing, now) =>
    {
        if (informing.UndoAt is not null) return [];
        (informing.UndoAt, informing.StoppedAt, informing.FinishedAt) = (now, null, null);
        foreach (var item in await database.InformItems.AsTracking().Where(i => i.InformingId == id && i.Step == InformStep.Told && i.Refusal != null).ToListAsync(cancel)) item.Refusal = null;
        return [new CustomersInformed(problem.Id, id, CustomersInformed.TakenBack, 0, now)];
    }, cancel);

    /// <summary>Goes on after a stop, and tells those who have not been told: by tickets that joined since, were refused or were taken back.</summary>
    public Task<Answer<long>> GoOnAsync(Acting by, long id, CancellationToken cancel) => ChangeAsync(by, id, async (problem, informing, now) =>
    {
        if (informing is { FinishedAt: null, StoppedAt: null }) return null;
        var (again, known) = (await AgainAsync(informing, cancel), await database.InformItems.Where(i => i.InformingId == id).Select(i => i.TicketId).ToListAsync(cancel));
        var here = known.ToHashSet();
        var open = await OpenTickets(problem).Select(t => new { t.Id, t.NewestMessageId, t.MergedIntoId }).ToListAsync(cancel);
        var seen = open.ToDictionary(t => t.Id, t => Seen(t.MergedIntoId, t.NewestMessageId));
        foreach (var item in again) (item.Step, item.Refusal, item.Seen) = (InformStep.Waiting, null, seen.GetValueOrDefault(item.TicketId, item.Seen));
        var joined = open.Where(t => !here.Contains(t.Id)).ToList();
        database.InformItems.AddRange(joined.Select(t => new InformItem { InformingId = id, TicketId = t.Id, Seen = seen[t.Id] }));
        (informing.FinishedAt, informing.StoppedAt, informing.UndoAt, informing.LeasedUntil) = (null, null, null, null);
        return [new CustomersInformed(problem.Id, id, CustomersInformed.Continued, again.Count + joined.Count, now)];
    }, cancel);

    /// <summary>Those of its tickets that are gone about once more. Where somebody took an answer back in its ticket, that customer has not been told.</summary>
    private async Task<List<InformItem>> AgainAsync(InformRun informing, CancellationToken cancel)
    {
        var items = await database.InformItems.AsTracking().Where(i => i.InformingId == informing.Id && i.Step != InformStep.Waiting).ToListAsync(cancel);
        var customers = await database.InformedCustomers.AsTracking().Where(c => c.InformingId == informing.Id).ToListAsync(cancel);
        var there = await database.Messages.Where(m => database.InformedCustomers.Any(c => c.InformingId == informing.Id && c.Answer == m.Id)).Select(m => m.Id).ToHashSetAsync(cancel);
        var gone = customers.FindAll(c => !there.Contains(c.Answer));
        database.InformedCustomers.RemoveRange(gone);
        var told = customers.Except(gone).Select(c => c.Customer).ToHashSet(StringComparer.Ordinal);
        foreach (var item in items.Where(i => i.Step == InformStep.Told)) item.Refusal = null; // It could not be taken back, which was then.
        return items.FindAll(i => TellCustomer.Again(i.Step, i.Customers?.Split('\n') ?? [], told));
    }

    /// <param name="change">Null where it is under way.</param>
    private Task<Answer<long>> ChangeAsync(
        Acting by, long id, Func<Problem, InformRun, DateTimeOffset, Task<IReadOnlyList<Fact>?>> change, CancellationToken cancel) => RungAsync(async () =>
    {
        if (await database.Informings.AsTracking().SingleOrDefaultAsync(i => i.Id == id, cancel) is not { } informing) return Refusals.NotFound;
        if (await database.FindProblemAsync(by, informing.ProblemId, cancel) is not { } problem) return Refusals.NotFound;
        if (!ProblemRights.MayLead(by, problem)) return new Refusal(ProblemRights.NotYours);
        if (await change(problem, informing, clock.GetUtcNow()) is not { } facts) return new Refusal(StartInforming.UnderWay);
        if (facts.Count == 0) return id;
        journal.Record(problem, facts, by.AgentId);
        await journal.SaveAsync(cancel);
        return id;
    });

    private async Task<Answer<long>> RungAsync(Func<Task<Answer<long>>> act)
    {
        var answer = await journal.RetryAsync(act);
        if (answer.Refusal is null) bell.Ring();
        return answer;
    }

    /// <summary>Whose customers wait for word.</summary>
    private IQueryable<Ticket> OpenTickets(Problem problem) => database.TicketsOf(problem).Where(t => t.Lane != Lane.Done && t.Lane != Lane.Spam).NotPutAway();

    /// <summary>What has become part of another ticket is answered there: all that is in it by now counts as seen.</summary>
    private long Seen(long? mergedInto, long newest) => mergedInto is null ? newest : ids.Next();
}
