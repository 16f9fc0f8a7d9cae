using System.Globalization;
using Lotse.Adapters.Web;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Api;
using Lotse.Ui.Language;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Lotse.Tickets.Bulk;

/// <param name="Tickets">Numbers; at most 1000.</param>
/// <param name="Assignee">An agent's id, 0 for nobody, -1 for whoever asks.</param>
/// <param name="Team">A team's id, 0 for none.</param>
public sealed record StartBulkJson(
    IReadOnlyList<long> Tickets, TicketState? State, Priority? Priority, long? Assignee, long? Team, IReadOnlyList<string>? AddTags, IReadOnlyList<string>? RemoveTags, bool? Spam = null);

/// <param name="Undone">Taken back; stayed: not taken back, for somebody has changed the same thing meanwhile.</param>
public sealed record BulkRunJson(string Id, int Total, int Done, int Refused, int Undone, int Stayed, bool Running, IReadOnlyList<BulkRefusalJson> Refusals);

public sealed record BulkRefusalJson(string Ticket, string Why);

/// <summary>The door for programs to what is done to many tickets.</summary>
public static class BulkApi
{
    public static void MapBulkApi(this IEndpointRouteBuilder api)
    {
        var bulk = api.MapGroup("/bulk").WithTags("tickets");
        bulk.MapPost("", StartAsync).WithName("startBulk").WithSummary("Does one thing to many tickets, one after the other; what is refused for one leaves the others alone.");
        bulk.MapGet("/{id:long}", ReadAsync).WithName("readBulk").WithSummary("How far it is, and what stood in the way.");
        bulk.MapPost("/{id:long}/undo", UndoAsync).WithName("undoBulk").WithSummary("Takes it back where nobody has changed the same thing meanwhile.");
    }

    private static async Task<Results<Accepted<BulkRunJson>, ProblemHttpResult>> StartAsync(StartBulkJson body, Signed signed, StartBulk start, BulkViews views, CancellationToken cancel)
    {
        var answer = await start.RunAsync(signed.Acting, (body.Tickets ?? []).ToHashSet(), new TicketSteps
        {
            State = body.State, Priority = body.Priority, Assignee = body.Assignee, Team = body.Team, AddTags = body.AddTags ?? [], RemoveTags = body.RemoveTags ?? [], Spam = body.Spam == true,
        }, cancel);
        if (answer.Refusal is { } refusal) return TicketsApi.Refused(refusal);
        return TypedResults.Accepted($"/api/v1/bulk/{answer.Value.ToString(CultureInfo.InvariantCulture)}", (await JsonAsync(signed, views, answer.Value, cancel))!);
    }

    private static async Task<Results<Ok<BulkRunJson>, NotFound>> ReadAsync(long id, Signed signed, BulkViews views, CancellationToken cancel) =>
        await JsonAsync(signed, views, id, cancel) is { } run ? TypedResults.Ok(run) : TypedResults.NotFound();

    private static async Task<Results<Accepted<BulkRunJson>, NotFound>> UndoAsync(long id, Signed signed, StartBulk start, BulkViews views, CancellationToken cancel) =>
        await start.TakeBackAsync(signed.Acting, id, cancel) ? TypedResults.Accepted($"/api/v1/bulk/{id.ToString(CultureInfo.InvariantCulture)}", (await JsonAsync(signed, views, id, cancel))!) : TypedResults.NotFound();

    private static async Task<BulkRunJson?> JsonAsync(Signed signed, BulkViews views, long id, CancellationToken cancel) =>
        await views.ForAsync(signed, id, Texts.English, true, cancel) is { } run
            ? new BulkRunJson(run.Id, run.Total, run.Done, run.Refused, run.Undone, run.Stayed, run.IsRunning, [.. run.Refusals.Select(r => new BulkRefusalJson(r.Number, r.Why))]) : null;
}
