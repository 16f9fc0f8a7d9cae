using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Web;
using Lotse.Domain;
using Lotse.Domain.Problems;
using Lotse.Tickets;
using Lotse.Tickets.Api;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Problems;

/// <param name="German">What its customers may be told, in German.</param>
/// <param name="Tickets">How many are in it; customers: of how many contacts.</param>
/// <param name="Version">Goes into If-Match to guard a change.</param>
public sealed record ProblemJson(
    string Id, NamedJson Community, string Title, string Product, ProblemState State, PersonJson? Owner, string German, string English, int Tickets, int Customers,
    DateTimeOffset OpenedAt, PersonJson? OpenedBy, DateTimeOffset? SolvedAt, PersonJson? SolvedBy, long Version);

public sealed record ProblemListJson(IReadOnlyList<ProblemJson> Items, string? Next);

/// <param name="Community">Its id; left out for that of the tickets.</param>
/// <param name="Owner">An agent's id; left out for whoever opens it.</param>
/// <param name="Tickets">Numbers of tickets that it begins with.</param>
public sealed record OpenProblemJson(
    string? Title, string? Community = null, string? Product = null, string? Owner = null, string? German = null, string? English = null, IReadOnlyList<long>? Tickets = null);

/// <summary>What is left out stays as it is.</summary>
/// <param name="Owner">An agent's id, empty for nobody.</param>
/// <param name="State">open or working.</param>
public sealed record ChangeProblemJson(string? Title = null, string? Product = null, string? Owner = null, string? German = null, string? English = null, ProblemState? State = null);

/// <param name="Tickets">Numbers; at most 500.</param>
public sealed record JoinProblemJson(IReadOnlyList<long>? Tickets);

/// <param name="Why">The code of what stood in the way.</param>
public sealed record NotJoinedJson(long Ticket, string Why);

public sealed record JoinedJson(int Joined, IReadOnlyList<NotJoinedJson> Refused);

public sealed record ProblemTicketsJson(IReadOnlyList<long> Items, string? Next);

/// <param name="Run">The run that resolves its tickets, as of /bulk; null where they stay as they are.</param>
public sealed record SolvedJson(ProblemJson Problem, string? Run);

/// <param name="ResolveTickets">Resolve the tickets that are not done yet.</param>
public sealed record SolveProblemJson(bool ResolveTickets = false);

/// <summary>The door for programs to problems.</summary>
public static class ProblemsApi
{
    private const int TicketsAtMost = 200;

    public static void MapProblemsApi(this IEndpointRouteBuilder api)
    {
        var problems = api.MapGroup("/problems").WithTags("problems");
        problems.MapGet("", ListAsync).WithName("listProblems").WithSummary("Problems, newest first: those that are not solved, or those in one state.");
        problems.MapPost("", OpenAsync).WithName("openProblem").WithSummary("Opens a problem, with the tickets that it begins with.");
        problems.MapGet("/{id:long}", ReadAsync).WithName("readProblem").WithSummary("A problem.");
        problems.MapPatch("/{id:long}", ChangeAsync).WithName("changeProblem").WithSummary("Changes what is given; If-Match with the version guards it. Leads, admins and its owner only.");
        problems.MapGet("/{id:long}/tickets", TicketsAsync).WithName("listProblemTickets").WithSummary("Numbers of its tickets, oldest first, page by page.");
        problems.MapPost("/{id:long}/tickets", JoinAsync).WithName("joinProblem").WithSummary("Puts tickets into the problem. Those that do not fit are named, the others join.");
        problems.MapDelete("/{id:long}/tickets/{number:long}", LeaveAsync).WithName("leaveProblem").WithSummary("Takes a ticket out of the problem.");
        problems.MapPost("/{id:long}/solutions", SolveAsync).WithName("solveProblem").WithSummary("Says that the problem is solved, and resolves its tickets where that is wanted.");
        problems.MapPost("/{id:long}/reopenings", ReopenAsync).WithName("reopenProblem").WithSummary("Says that the problem is not solved after all.");
    }

    private static async Task<Results<Ok<ProblemListJson>, ProblemHttpResult>> ListAsync(
        Signed signed, ListProblems list, DeskDatabase database, CancellationToken cancel, string? community = null, string? state = null, string? after = null, int limit = 50)
    {
        if (!TryState(state, out var wanted)) return Answers.Problem(400, "state-unknown", "state");
        var page = await list.RunAsync(signed.Acting, NumberOf(community), wanted, after, limit, cancel);
        var people = await People.LoadAsync(database, cancel);
        return TypedResults.Ok(new ProblemListJson([.. page.Items.Select(p => Json(p, people))], page.Next));
    }

    private static async Task<Results<Created<ProblemJson>, ProblemHttpResult>> OpenAsync(OpenProblemJson body, Signed signed, KeepProblems keep, DeskDatabase database, CancellationToken cancel)
    {
        if (body.Owner is not null && NumberOf(body.Owner) is null) return TicketsApi.Refused(new Refusal(KeepProblems.OwnerUnfit, "owner"));
        var words = new ProblemWords(body.Title ?? "", body.Product ?? "", NumberOf(body.Owner), body.German ?? "", body.English ?? "");
        var answer = await keep.OpenAsync(signed.Acting, NumberOf(body.Community), words, (body.Tickets ?? []).ToHashSet(), cancel);
        if (answer.Refusal is { } refusal) return TicketsApi.Refused(refusal);
        return TypedResults.Created($"/api/v1/problems/{ToJson.Id(answer.Value!.Id)}", Json(answer.Value, await People.LoadAsync(database, cancel)));
    }

    private static async Task<Results<Ok<ProblemJson>, NotFound>> ReadAsync(long id, Signed signed, DeskDatabase database, CancellationToken cancel) =>
        await database.Problems.VisibleTo(signed.Acting).SingleOrDefaultAsync(p => p.Id == id, cancel) is { } problem
            ? TypedResults.Ok(Json(problem, await People.LoadAsync(database, cancel))) : TypedResults.NotFound();

    private static async Task<Results<Ok<ProblemJson>, NotFound, ProblemHttpResult>> ChangeAsync(
        long id, ChangeProblemJson body, [FromHeader(Name = "If-Match")] string? ifMatch, Signed signed, KeepProblems keep, DeskDatabase database, CancellationToken cancel)
    {
        var version = ifMatch is null or "*" ? null : NumberOf(ifMatch.Trim().Trim('"'));
        if (ifMatch is not (null or "*") && version is null) return Answers.Problem(400, "if-match-unreadable");
        if (body.Owner is { Length: > 0 } && NumberOf(body.Owner) is null) return TicketsApi.Refused(new Refusal(KeepProblems.OwnerUnfit, "owner"));
        if (await database.Problems.VisibleTo(signed.Acting).SingleOrDefaultAsync(p => p.Id == id, cancel) is not { } now) return TypedResults.NotFound();
        var words = new ProblemWords(body.Title ?? now.Title, body.Product ?? now.Product, body.Owner is null ? now.OwnerId : NumberOf(body.Owner), body.German ?? now.German, body.English ?? now.English);
        return await AnsweredAsync(await keep.ChangeAsync(signed.Acting, id, words, body.State, version ?? now.Version, cancel), database, cancel);
    }

    private static async Task<Results<Ok<ProblemTicketsJson>, NotFound>> TicketsAsync(long id, Signed signed, DeskDatabase database, CancellationToken cancel, string? after = null)
    {
        if (await database.Problems.VisibleTo(signed.Acting).SingleOrDefaultAsync(p => p.Id == id, cancel) is not { } problem) return TypedResults.NotFound();
        var from = NumberOf(after) ?? 0;
        var rows = await database.TicketsOf(problem).Where(t => t.Id > from).OrderBy(t => t.Id).Select(t => new { t.Id, t.Number }).Take(TicketsAtMost + 1).ToListAsync(cancel);
        var more = rows.Count > TicketsAtMost;
        return TypedResults.Ok(new ProblemTicketsJson([.. rows.Take(TicketsAtMost).Select(t => t.Number)], more ? ToJson.Id(rows[TicketsAtMost - 1].Id) : null));
    }

    private static async Task<Results<Ok<JoinedJson>, NotFound, ProblemHttpResult>> JoinAsync(long id, JoinProblemJson body, Signed signed, GroupTickets group, CancellationToken cancel)
    {
        var answer = await group.JoinAsync(signed.Acting, id, (body.Tickets ?? []).ToHashSet(), cancel);
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        if (answer.Refusal is { } refusal) return TicketsApi.Refused(refusal);
        return TypedResults.Ok(new JoinedJson(answer.Value!.Count, [.. answer.Value.Refused.Select(one => new NotJoinedJson(one.Number, one.Refusal.Code))]));
    }

    private static async Task<Results<Ok<ProblemJson>, NotFound, ProblemHttpResult>> LeaveAsync(long id, long number, Signed signed, GroupTickets group, DeskDatabase database, CancellationToken cancel) =>
        await AnsweredAsync(await group.LeaveAsync(signed.Acting, id, number, cancel), database, cancel);

    private static async Task<Results<Ok<SolvedJson>, NotFound, ProblemHttpResult>> SolveAsync(
        long id, SolveProblemJson body, Signed signed, KeepProblems keep, ResolveTickets resolve, DeskDatabase database, CancellationToken cancel)
    {
        var answer = await keep.SolveAsync(signed.Acting, id, cancel);
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        if (answer.Refusal is { } refusal) return TicketsApi.Refused(refusal);
        var run = body.ResolveTickets ? await resolve.RunAsync(signed.Acting, id, cancel) : default;
        return TypedResults.Ok(new SolvedJson(Json(answer.Value!, await People.LoadAsync(database, cancel)), run.Value > 0 ? ToJson.Id(run.Value) : null));
    }

    private static async Task<Results<Ok<ProblemJson>, NotFound, ProblemHttpResult>> ReopenAsync(long id, Signed signed, KeepProblems keep, DeskDatabase database, CancellationToken cancel) =>
        await AnsweredAsync(await keep.ReopenAsync(signed.Acting, id, cancel), database, cancel);

    private static async Task<Results<Ok<ProblemJson>, NotFound, ProblemHttpResult>> AnsweredAsync(Answer<Problem> answer, DeskDatabase database, CancellationToken cancel)
    {
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        return answer.Refusal is { } refusal ? TicketsApi.Refused(refusal) : TypedResults.Ok(Json(answer.Value!, await People.LoadAsync(database, cancel)));
    }

    private static ProblemJson Json(Problem p, People people) => new(
        ToJson.Id(p.Id), new NamedJson(ToJson.Id(p.CommunityId), people.Community(p.CommunityId)), p.Title, p.Product, p.State, ToJson.Person(people.Agent(p.OwnerId)), p.German, p.English,
        p.Tickets, p.Customers, p.OpenedAt, ToJson.Person(people.Agent(p.OpenedById)), p.SolvedAt, ToJson.Person(people.Agent(p.SolvedById)), p.Version);

    private static bool TryState(string? said, out ProblemState? state)
    {
        state = null;
        if (string.IsNullOrEmpty(said)) return true;
        if (!Enum.TryParse<ProblemState>(said, ignoreCase: true, out var known) || !Enum.IsDefined(known) || char.IsAsciiDigit(said[0])) return false;
        state = known;
        return true;
    }

    private static long? NumberOf(string? said) => long.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
