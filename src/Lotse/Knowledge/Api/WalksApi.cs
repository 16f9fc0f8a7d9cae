using System.Globalization;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Web;
using Lotse.Domain;
using Lotse.Domain.Knowledge.Procedures;
using Lotse.Knowledge.Procedures;
using Lotse.Tickets;
using Lotse.Tickets.Api;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Lotse.Knowledge.Api;

/// <param name="Answer">What was found out, or the key of the way that was taken; empty for what was checked off.</param>
public sealed record WalkedJson(string Step, string Answer);

/// <param name="Procedure">Id.</param>
/// <param name="Step">The one it stands at; null where it has ended.</param>
/// <param name="Outcome">solved, escalate or left; null while it is under way.</param>
/// <param name="Why">The path was left.</param>
public sealed record WalkJson(string Id, string Procedure, DateTimeOffset At, StepJson? Step, IReadOnlyList<WalkedJson> Done, string? Outcome, string? Why)
{
    internal static WalkJson Of(ProcedureRun run)
    {
        var walk = WalkProcedures.WalkOf(run);
        return new WalkJson(ProcedureJson.Text(run.Id), ProcedureJson.Text(run.ProcedureId), run.At, walk.Current is { } step ? StepJson.Of(step) : null, [.. walk.Done.Select(done => new WalkedJson(done.Step, done.Answer))], run.Outcome, run.Why);
    }
}

public sealed record OfferedProcedureJson(string Id, WordsJson Title);

/// <param name="Offered">Those that may be begun.</param>
/// <param name="Walks">Newest first.</param>
public sealed record TicketProceduresJson(IReadOnlyList<OfferedProcedureJson> Offered, IReadOnlyList<WalkJson> Walks);

/// <param name="Procedure">Id.</param>
public sealed record BeginWalkJson(string? Procedure);

/// <param name="Step">The step that the caller has seen; refused where somebody has gone on since.</param>
/// <param name="Answer">Words, or the key of a way; left out for what is checked off.</param>
public sealed record TakeStepJson(string? Step, string? Answer = null);

public sealed record LeaveWalkJson(string? Why);

/// <summary>The program's door to walking a procedure in a ticket.</summary>
public static class WalksApi
{
    public static void MapWalksApi(this IEndpointRouteBuilder api)
    {
        var walks = api.MapGroup("/tickets/{number:long}/procedures").WithTags("procedures");
        walks.MapGet("", ListAsync).WithName("listTicketProcedures").WithSummary("Procedures that may be walked in a ticket, and those that were or are.");
        walks.MapPost("", BeginAsync).WithName("beginWalk").WithSummary("Begins a procedure in a ticket.");
        walks.MapPost("/{run:long}/steps", StepAsync).WithName("takeStep").WithSummary("Checks off or answers the step at which a walk stands.");
        walks.MapPost("/{run:long}/leaving", LeaveAsync).WithName("leaveWalk").WithSummary("Leaves the path, and says why.");
    }

    private static async Task<Results<Ok<TicketProceduresJson>, NotFound>> ListAsync(long number, Signed signed, ProcedurePanels panels, CancellationToken cancel) =>
        await panels.FindAsync(signed.Acting, number, cancel) is { } found
            ? TypedResults.Ok(new TicketProceduresJson([.. found.Offered.Select(one => new OfferedProcedureJson(ProcedureJson.Text(one.Id), new WordsJson(one.German, one.English)))], [.. found.Runs.Select(one => WalkJson.Of(one.Run))])) : TypedResults.NotFound();

    private static async Task<Results<Created<WalkJson>, NotFound, ProblemHttpResult>> BeginAsync(long number, BeginWalkJson body, Signed signed, WalkProcedures walk, CancellationToken cancel)
    {
        var id = long.TryParse(body.Procedure, NumberStyles.None, CultureInfo.InvariantCulture, out var known) ? known : 0;
        var answer = await walk.StartAsync(signed.Acting, number, id, cancel);
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        return answer.Refusal is { } refusal ? TicketsApi.Refused(refusal) : TypedResults.Created($"/api/v1/tickets/{number}/procedures", WalkJson.Of(answer.Value!));
    }

    private static async Task<Results<Ok<WalkJson>, NotFound, ProblemHttpResult>> StepAsync(long number, long run, TakeStepJson body, Signed signed, WalkProcedures walk, CancellationToken cancel) =>
        Answered(await walk.StepAsync(signed.Acting, number, run, body.Step ?? "", Words(body.Answer), cancel));

    private static async Task<Results<Ok<WalkJson>, NotFound, ProblemHttpResult>> LeaveAsync(long number, long run, LeaveWalkJson body, Signed signed, WalkProcedures walk, CancellationToken cancel) =>
        Answered(await walk.LeaveAsync(signed.Acting, number, run, Words(body.Why), cancel));

    private static Results<Ok<WalkJson>, NotFound, ProblemHttpResult> Answered(Answer<ProcedureRun> answer) => answer.Refusal == Refusals.NotFound ? TypedResults.NotFound()
        : answer.Refusal is { } refusal ? TicketsApi.Refused(refusal) : TypedResults.Ok(WalkJson.Of(answer.Value!));

    private static string Words(string? typed) => (typed ?? "").ReplaceLineEndings("\n").Trim();
}
