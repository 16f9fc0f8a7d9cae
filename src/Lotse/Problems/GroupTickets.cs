using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain;
using Lotse.Domain.Problems;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Problems;

/// <summary>A ticket that does not join, and why.</summary>
public sealed record NotJoined(long Number, Refusal Refusal);

/// <param name="Count">Those that were not in it before.</param>
public sealed record Joined(int Count, IReadOnlyList<NotJoined> Refused);

/// <summary>Has tickets join a problem and leave it, and keeps count of them and of their customers.</summary>
public sealed class GroupTickets(DeskDatabase database, Journal journal, TimeProvider clock)
{
    public const string NothingChosen = "bulk-nothing-chosen", TooMany = "bulk-too-many";

    /// <summary>Joined in one save.</summary>
    public const int AtOnce = 500;

    /// <summary>Those that fit join; what stands in the way of the others is said one by one. A single one that does not is refused as a whole.</summary>
    public Task<Answer<Joined>> JoinAsync(Acting by, long problemId, IReadOnlyCollection<long> numbers, CancellationToken cancel) => journal.RetryAsync<Answer<Joined>>(async () =>
    {
        if (await database.FindProblemAsync(by, problemId, cancel) is not { } problem) return Refusals.NotFound;
        if (numbers.Count == 0) return new Refusal(NothingChosen, "tickets");
        if (numbers.Count > AtOnce) return new Refusal(TooMany, "tickets");
        var joined = await AddAsync(by, problem, numbers, cancel);
        if (numbers.Count == 1 && joined.Refused is [var only]) return only.Refusal == Refusals.NotFound ? new Refusal("no-such-ticket", "tickets") : only.Refusal;
        await journal.SaveAsync(cancel);
        return joined;
    });

    /// <summary>The caller saves.</summary>
    internal async Task<Joined> AddAsync(Acting by, Problem problem, IReadOnlyCollection<long> numbers, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var found = await TicketsAsync(by, numbers, cancel);
        var (tickets, contacts) = (found.Values.Select(t => t.Id).ToList(), found.Values.Select(t => t.ContactId).Distinct().ToList());
        var isIn = await database.ProblemTickets.Where(l => tickets.Contains(l.TicketId)).ToDictionaryAsync(l => l.TicketId, l => l.ProblemId, cancel);
        var known = (await database.ProblemTickets.Where(l => l.ProblemId == problem.Id && contacts.Contains(l.ContactId)).Select(l => l.ContactId).Distinct().ToListAsync(cancel)).ToHashSet();
        var (count, refused) = (0, new List<NotJoined>());
        foreach (var number in numbers)
        {
            if (!found.TryGetValue(number, out var ticket))
            {
                refused.Add(new NotJoined(number, Refusals.NotFound));
                continue;
            }
            var decision = JoinProblem.Decide(problem, ticket, isIn.TryGetValue(ticket.Id, out var other) ? other : null, now);
            if (decision.Refusal is { } refusal) refused.Add(new NotJoined(number, refusal));
            if (decision.Facts.Count == 0) continue;
            database.ProblemTickets.Add(new ProblemTicket { TicketId = ticket.Id, ProblemId = problem.Id, ContactId = ticket.ContactId, At = now, AgentId = by.AgentId });
            isIn[ticket.Id] = problem.Id;
            problem.Gain(known.Add(ticket.ContactId) ? 1 : 0);
            journal.Record(ticket, decision.Facts, by.AgentId);
            count++;
        }
        return new Joined(count, refused);
    }

    public Task<Answer<Problem>> LeaveAsync(Acting by, long problemId, long number, CancellationToken cancel) => journal.RetryAsync<Answer<Problem>>(async () =>
    {
        if (await database.FindProblemAsync(by, problemId, cancel) is not { } problem || await database.FindPartAsync(by, number, cancel) is not { } ticket) return Refusals.NotFound;
        var decision = await LetGoAsync(database, problem, ticket, clock.GetUtcNow(), cancel);
        if (decision.Refusal is { } refusal) return refusal;
        journal.Record(ticket, decision.Facts, by.AgentId);
        await journal.SaveAsync(cancel);
        return problem;
    });

    /// <summary>A ticket that goes over the wall leaves its problem behind.</summary>
    public static async Task<IReadOnlyList<Fact>> BeforeMoveAsync(DeskDatabase database, Ticket ticket, DateTimeOffset now, CancellationToken cancel)
    {
        if (await database.ProblemTickets.Where(l => l.TicketId == ticket.Id).Select(l => (long?)l.ProblemId).SingleOrDefaultAsync(cancel) is not { } id) return [];
        return (await LetGoAsync(database, await database.Problems.AsTracking().SingleAsync(p => p.Id == id, cancel), ticket, now, cancel)).Facts;
    }

    private static async Task<Decision> LetGoAsync(DeskDatabase database, Problem problem, Ticket ticket, DateTimeOffset now, CancellationToken cancel)
    {
        var row = await database.ProblemTickets.AsTracking().SingleOrDefaultAsync(l => l.TicketId == ticket.Id, cancel);
        var decision = JoinProblem.Leave(problem, ticket, row?.ProblemId, now);
        if (decision.Refusal is not null) return decision;
        problem.Lose(await database.ProblemTickets.AnyAsync(l => l.ProblemId == problem.Id && l.ContactId == row!.ContactId && l.TicketId != ticket.Id, cancel) ? 0 : 1);
        database.ProblemTickets.Remove(row!);
        return decision;
    }

    /// <summary>By the numbers that were named. What has become part of another ticket is led on to that one.</summary>
    private async Task<Dictionary<long, Ticket>> TicketsAsync(Acting by, IReadOnlyCollection<long> numbers, CancellationToken cancel)
    {
        var found = await database.Tickets.AsTracking().VisibleTo(by).Where(t => numbers.Contains(t.Number)).ToDictionaryAsync(t => t.Number, cancel);
        foreach (var part in found.Values.Where(t => t.MergedIntoId is not null).ToList())
        {
            if (await database.FindTicketAsync(by, part.Number, cancel) is { } whole) found[part.Number] = whole;
        }
        return found;
    }
}
