using System.Text.Json;
using Lotse.Adapters.Database;
using Lotse.Adapters.Calendars;
using Lotse.Adapters.Database.Rows.Promises;
using Lotse.Adapters.Web;
using Lotse.Domain;
using Lotse.Domain.ServiceTimes;
using Lotse.ServiceTimes.Keeping;
using Lotse.Tickets;
using Lotse.Tickets.Api;
using Lotse.Tickets.Working;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Lotse.ServiceTimes;

/// <param name="Kind">firstAnswer, nextAnswer or resolution.</param>
/// <param name="Minutes">Of working time that were promised.</param>
/// <param name="DueAt">Null while it stands still, unless it had passed before.</param>
/// <param name="LeftMinutes">Of working time; null where it has ended or passed.</param>
/// <param name="Met">Null while it has not ended.</param>
public sealed record TicketPromiseJson(
    PromiseKind Kind, DateTimeOffset StartedAt, int Minutes, DateTimeOffset? DueAt, int? LeftMinutes, DateTimeOffset? PausedSince, DateTimeOffset? EndedAt, bool Overdue, bool? Met);

public sealed record TicketPromisesJson(DateTimeOffset? DueAt, IReadOnlyList<TicketPromiseJson> Items);

/// <summary>The door for programs to hours and promises.</summary>
public static class ServiceTimesApi
{
    public static void MapServiceTimesApi(this IEndpointRouteBuilder api)
    {
        api.MapGet("/communities/{id:long}/service-times", ShowAsync).WithTags("service-times").WithName("serviceTimes").WithSummary("When a community works, which days are closed, and what it promises.");
        api.MapPut("/communities/{id:long}/service-times", KeepAsync).WithTags("service-times").WithName("setServiceTimes").WithSummary("Says when a community works and what it promises; for leads and admins. If-Match with the ETag of what was read guards it.");
        api.MapPost("/communities/{id:long}/service-times/calendars", ImportAsync).Accepts<byte[]>("text/calendar").WithTags("service-times").WithName("importClosedDays").WithSummary("Adds the whole days of an iCalendar file to the closed days; for leads and admins.");
        api.MapGet("/tickets/{number:long}/promises", OfTicketAsync).WithTags("service-times").WithName("ticketPromises").WithSummary("What is promised to a ticket, and how much of the time is left.");
    }

    private static async Task<Results<JsonHttpResult<ServicePlan>, NotFound>> ShowAsync(long id, HttpContext http, Signed signed, DeskDatabase database, CancellationToken cancel)
    {
        if (!signed.Acting.Sees(id) || !await database.Communities.AnyAsync(c => c.Id == id, cancel)) return TypedResults.NotFound();
        var (plan, version) = await database.ServicePlanSeenAsync(id, cancel);
        http.Response.Headers.ETag = TicketsApi.TagOf(version);
        return TypedResults.Json(plan, StandingOf.Json);
    }

    private static async Task<Results<JsonHttpResult<ServicePlan>, NotFound, ProblemHttpResult>> KeepAsync(
        long id, JsonElement body, [FromHeader(Name = "If-Match")] string? ifMatch, HttpContext http, Signed signed, KeepServicePlan keep, CancellationToken cancel)
    {
        if (!TicketsApi.TryReadVersion(ifMatch, out var version)) return Answers.Problem(400, "if-match-unreadable");
        ServicePlan? plan = null;
        try
        {
            if (!HasHoles(body)) plan = body.Deserialize<ServicePlan>(StandingOf.Json);
        }
        catch (JsonException)
        {
            // Said below.
        }
        if (plan is not { Hours.Spans: not null, Own: not null, Closed.Own: not null, Promises: not null }) return TicketsApi.Refused(new Refusal("service-times-not-readable"));
        return Answered(await keep.RunAsync(signed.Acting, id, plan, version, cancel), plan, http);
    }

    private static Results<JsonHttpResult<ServicePlan>, NotFound, ProblemHttpResult> Answered(Answer<ServicePlanRow> answer, ServicePlan plan, HttpContext http)
    {
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        if (answer.Refusal is { } refusal) return TicketsApi.Refused(refusal);
        http.Response.Headers.ETag = TicketsApi.TagOf(answer.Value!.Version);
        return TypedResults.Json(plan, StandingOf.Json);
    }

    private static async Task<Results<JsonHttpResult<ServicePlan>, NotFound, ProblemHttpResult>> ImportAsync(
        long id, HttpContext http, Signed signed, DeskDatabase database, KeepServicePlan keep, TimeProvider clock, CancellationToken cancel)
    {
        if (!signed.Acting.Sees(id)) return TypedResults.NotFound();
        var bytes = await BytesAsync(http.Request, cancel);
        var (kept, version) = await database.ServicePlanSeenAsync(id, cancel);
        var (plan, unreadable) = bytes is null ? (null, new Refusal(AddDays.NotReadable)) : AddDays.To(kept, bytes, clock.GetUtcNow());
        if (plan is null) return TicketsApi.Refused(unreadable!);
        return Answered(await keep.RunAsync(signed.Acting, id, plan, version, cancel), plan, http);
    }

    /// <returns>Null for more than a calendar is long.</returns>
    private static async Task<byte[]?> BytesAsync(HttpRequest request, CancellationToken cancel)
    {
        var bytes = new byte[CalendarDays.LongestFile + 1];
        var length = await request.Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancel);
        return length > CalendarDays.LongestFile ? null : bytes[..length];
    }

    private static async Task<Results<Ok<TicketPromisesJson>, NotFound>> OfTicketAsync(long number, Signed signed, DeskDatabase database, TimeProvider clock, CancellationToken cancel)
    {
        if (await database.ReadTicketAsync(signed.Acting, number, cancel) is not { Ticket: var ticket }) return TypedResults.NotFound();
        var (now, rows) = (clock.GetUtcNow(), await database.TicketPromises.Where(p => p.TicketId == ticket.Id).OrderBy(p => p.StartedAt).ThenBy(p => p.Kind).ToListAsync(cancel));
        var work = (await database.PlansAsync(cancel)).GetValueOrDefault(ticket.CommunityId)?.Of(ticket.TeamId, ticket.Level);
        return TypedResults.Ok(new TicketPromisesJson(ticket.DueAt, [.. rows.Select(row => Of(row, work, now))]));
    }

    private static TicketPromiseJson Of(Adapters.Database.Rows.Promises.TicketPromise row, WorkingTime? work, DateTimeOffset now)
    {
        var overdue = row.DueAt <= (row.EndedAt ?? now);
        int? left = row.EndedAt is not null || overdue ? null : row.LeftMilliseconds is { } paused ? (int)(paused / 60_000) : row.DueAt is { } due ? (int?)work?.Between(now, due).TotalMinutes : null;
        return new TicketPromiseJson(row.Kind, row.StartedAt, row.Minutes, row.DueAt, left, row.PausedSince, row.EndedAt, overdue, row.EndedAt is null ? null : !overdue);
    }

    /// <summary>A list with nothing in one of its places.</summary>
    private static bool HasHoles(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Array => json.EnumerateArray().Any(each => each.ValueKind == JsonValueKind.Null || HasHoles(each)),
        JsonValueKind.Object => json.EnumerateObject().Any(each => HasHoles(each.Value)),
        _ => false,
    };
}
