using Lotse.Adapters.Database;
using Lotse.Adapters.Web;
using Lotse.Domain.Problems;
using Lotse.Tickets;
using Lotse.Tickets.Api;
using Lotse.Ui.Language;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Replies.Informing;

/// <summary>What is left out is taken from the problem.</summary>
public sealed record InformJson(string? German = null, string? English = null);

/// <param name="Told">Tickets whose customer is told by an answer there.</param>
/// <param name="Noted">Tickets whose customer had been told by another one; a note says so.</param>
/// <param name="TakenBack">Answers that were taken back before they left.</param>
/// <param name="Stopped">Nobody more is told until somebody goes on with it.</param>
public sealed record InformingJson(
    string Id, string Problem, DateTimeOffset At, string German, string English, int Total, int Told, int Noted, int Refused, int Waiting, int TakenBack, bool Running, bool Stopped, bool Undo,
    IReadOnlyList<InformRefusalJson> Refusals);

/// <param name="Why">A code, and what it is about.</param>
public sealed record InformRefusalJson(string Ticket, string Why);

/// <summary>The door for programs to telling the customers of a problem something.</summary>
public static class InformingApi
{
    public static void MapInformingApi(this IEndpointRouteBuilder api)
    {
        api.MapPost("/problems/{id:long}/informings", StartAsync).WithTags("problems").WithName("informCustomers")
            .WithSummary("Tells the customers of all its open tickets the same, each once and in their language. Leads, admins and its owner only.");
        var informings = api.MapGroup("/informings").WithTags("problems");
        informings.MapGet("/{id:long}", ReadAsync).WithName("readInforming").WithSummary("How far it is, and what stood in the way.");
        informings.MapPost("/{id:long}/undo", (long id, Signed signed, InformCustomers inform, InformViews views, CancellationToken cancel) => DoAsync(id, signed, inform.TakeBackAsync(signed.Acting, id, cancel), views, cancel))
            .WithName("undoInforming").WithSummary("Takes back what has not left.");
        informings.MapPost("/{id:long}/stop", (long id, Signed signed, InformCustomers inform, InformViews views, CancellationToken cancel) => DoAsync(id, signed, inform.StopAsync(signed.Acting, id, cancel), views, cancel))
            .WithName("stopInforming").WithSummary("Tells nobody more until somebody goes on with it.");
        informings.MapPost("/{id:long}/continuation", (long id, Signed signed, InformCustomers inform, InformViews views, CancellationToken cancel) => DoAsync(id, signed, inform.GoOnAsync(signed.Acting, id, cancel), views, cancel))
            .WithName("continueInforming").WithSummary("Goes on after a stop, and tells those who have not been told: tickets that joined since, were refused or were taken back.");
    }

    private static async Task<Results<Accepted<InformingJson>, NotFound, ProblemHttpResult>> StartAsync(
        long id, InformJson body, Signed signed, InformCustomers inform, InformViews views, DeskDatabase database, CancellationToken cancel)
    {
        if (await database.Problems.VisibleTo(signed.Acting).SingleOrDefaultAsync(p => p.Id == id, cancel) is not { } problem) return TypedResults.NotFound();
        return await DoAsync(null, signed, inform.StartAsync(signed.Acting, id, new InformWords(Plain(body.German ?? problem.German), Plain(body.English ?? problem.English)), cancel), views, cancel);
    }

    private static async Task<Results<Ok<InformingJson>, NotFound>> ReadAsync(long id, Signed signed, InformViews views, CancellationToken cancel) =>
        await views.ForAsync(signed, id, Texts.English, true, cancel) is { } view ? TypedResults.Ok(Json(view)) : TypedResults.NotFound();

    private static async Task<Results<Accepted<InformingJson>, NotFound, ProblemHttpResult>> DoAsync(long? id, Signed signed, Task<Answer<long>> doing, InformViews views, CancellationToken cancel)
    {
        var answer = await doing;
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        if (answer.Refusal is { } refusal) return TicketsApi.Refused(refusal);
        return TypedResults.Accepted($"/api/v1/informings/{ToJson.Id(id ?? answer.Value)}", Json((await views.ForAsync(signed, id ?? answer.Value, Texts.English, true, cancel))!));
    }

    private static InformingJson Json(InformView v) => new(
        v.Id, v.Problem, v.At, v.German, v.English, v.Total, v.Told, v.Noted, v.Refused, v.Waiting, v.TakenBack, v.IsRunning, v.IsStopped, v.IsUndo, [.. v.Refusals.Select(r => new InformRefusalJson(r.Number, r.Code))]);

    private static string Plain(string text) => text.ReplaceLineEndings("\n").Trim();
}
