using Lotse.Adapters.Web;
using Lotse.Tickets.Api;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Lotse.Tickets.Merging;

/// <param name="Into">Number of the ticket that it becomes part of.</param>
public sealed record MergeJson(long Into);

/// <summary>The program's door to merging, and to undoing it.</summary>
public static class MergingApi
{
    public static void MapMergingApi(this IEndpointRouteBuilder api)
    {
        var tickets = api.MapGroup("/tickets").WithTags("tickets");
        tickets.MapPost("/{number:long}/merges", JoinAsync).WithName("mergeTicket")
            .WithSummary("Makes the ticket part of another; answers with that one, as every request for the old number does from then on.");
        tickets.MapPost("/{number:long}/merges/undo", UndoAsync).WithName("undoMerge").WithSummary("Takes a ticket out of the one it has become part of, with what it brought there.");
    }

    private static async Task<Results<Ok<TicketJson>, NotFound, ProblemHttpResult>> JoinAsync(
        long number, MergeJson body, Signed signed, JoinTickets join, TicketAnswers answers, CancellationToken cancel)
    {
        var answer = await join.RunAsync(signed.Acting, number, body.Into, cancel);
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        return answer.Refusal is { } refusal ? TicketsApi.Refused(refusal) : TypedResults.Ok((await answers.ReadAsync(signed.Acting, answer.Value, cancel))!);
    }

    private static async Task<Results<Ok<TicketJson>, NotFound, ProblemHttpResult>> UndoAsync(
        long number, Signed signed, UndoMerge undo, TicketAnswers answers, CancellationToken cancel)
    {
        var answer = await undo.RunAsync(signed.Acting, number, cancel);
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        return answer.Refusal is { } refusal ? TicketsApi.Refused(refusal) : TypedResults.Ok((await answers.ReadAsync(signed.Acting, answer.Value, cancel))!);
    }
}
