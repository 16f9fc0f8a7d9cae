using System.Globalization;
using System.Text.Json;
using Lotse.Adapters.Database;
using Lotse.Adapters.Web;
using Lotse.Domain;
using Lotse.Domain.Levels;
using Lotse.Domain.Tickets;
using Lotse.Levels.Answering;
using Lotse.Levels.Escalating;
using Lotse.Levels.Keeping;
using Lotse.Tickets;
using Lotse.Tickets.Api;
using Lotse.Tickets.Working;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Levels;

/// <param name="To">secretariat, first, second or third; left out for the next level up.</param>
/// <param name="Answers">By the questions' keys.</param>
/// <param name="Emergency">Why it passes without the answers: nothing works any more.</param>
public sealed record EscalationJson(string? Reason, string? Tried = null, string? Form = null, IReadOnlyDictionary<string, string?>? Answers = null, string? To = null, string? Emergency = null);

/// <param name="With">question or answer.</param>
/// <param name="BelowNextTime">With an answer: whether the level below could have solved it.</param>
public sealed record ReturnJson(string? With, string? Text, bool? BelowNextTime = null);

/// <param name="Below">The level below can do it the next time.</param>
public sealed record NextTimeJson(bool Below);

/// <summary>One way up and what became of it.</summary>
public sealed record HandOverJson(
    string Id, string From, string To, DateTimeOffset At, string? By, string Reason, string Tried, string Form, IReadOnlyDictionary<string, string> Answers, string? Emergency,
    DateTimeOffset? AcceptedAt, string? AcceptedBy, DateTimeOffset? ReturnedAt, string? ReturnedBy, string? ReturnedWith, bool? BelowNextTime);

/// <param name="Waiting">Handed up, and not accepted yet.</param>
/// <param name="Entered">What was entered before a gate that did not open.</param>
public sealed record TicketLevelsJson(string Level, DateTimeOffset Since, bool Waiting, int Changes, IReadOnlyList<HandOverJson> HandOvers, JsonElement? Entered);

/// <summary>The door for programs to levels: hand up, accept, return; and what a community has set up.</summary>
public static class LevelsApi
{
    public static void MapLevelsApi(this IEndpointRouteBuilder api)
    {
        api.MapGet("/tickets/{number:long}/levels", ShowAsync).WithTags("levels").WithName("ticketLevels").WithSummary("The ticket's way through the levels.");
        api.MapPost("/tickets/{number:long}/escalations", EscalateAsync).WithTags("levels").WithName("escalateTicket").WithSummary("Hands the ticket up a level, through its gate.");
        api.MapPost("/tickets/{number:long}/acceptances", AcceptAsync).WithTags("levels").WithName("acceptTicket").WithSummary("Takes a ticket that was handed up.");
        api.MapPost("/tickets/{number:long}/returns", ReturnAsync).WithTags("levels").WithName("returnTicket").WithSummary("Hands the ticket back down, with a question or the answer.");
        api.MapPost("/tickets/{number:long}/next-time", NextTimeAsync).WithTags("levels").WithName("answerNextTime").WithSummary("Says of a case that was solved above whether the level below can do it the next time.");
        api.MapGet("/communities/{id:long}/levels", LevelsAsync).WithTags("levels").WithName("communityLevels").WithSummary("A community's levels, reasons and forms.");
        api.MapPut("/communities/{id:long}/levels", KeepAsync).WithTags("levels").WithName("setCommunityLevels").WithSummary("Says what a community's levels are; for leads and admins. If-Match with the ETag of what was read guards it.");
    }

    private static async Task<Results<Ok<TicketLevelsJson>, NotFound>> ShowAsync(long number, Signed signed, DeskDatabase database, CancellationToken cancel)
    {
        if (await database.ReadTicketAsync(signed.Acting, number, cancel) is not { Ticket: var ticket }) return TypedResults.NotFound();
        var people = await People.LoadAsync(database, cancel);
        string? Name(long? id) => id is { } one ? people.Agent(one)?.Name : null;
        var rows = await database.HandOvers.Where(h => h.TicketId == ticket.Id).OrderBy(h => h.Id).ToListAsync(cancel);
        var entered = await database.HandOverDrafts.Where(d => d.TicketId == ticket.Id).Select(d => d.Entered).SingleOrDefaultAsync(cancel);
        return TypedResults.Ok(new TicketLevelsJson(Word(ticket.Level), ticket.LevelSince, ticket is { HandOverId: not null, HandOverAccepted: false }, ticket.LevelChanges,
            [.. rows.Select(h => new HandOverJson(h.Id.ToString(CultureInfo.InvariantCulture), Word(h.FromLevel), Word(h.ToLevel), h.At, Name(h.AgentId), h.Reason, h.Tried, h.Form,
                JsonSerializer.Deserialize<Dictionary<string, string>>(h.Answers) ?? [], h.Emergency, h.AcceptedAt, Name(h.AcceptedById), h.ReturnedAt, Name(h.ReturnedById), h.ReturnedWith, h.BelowNextTime))],
            entered is null ? null : JsonSerializer.Deserialize<JsonElement>(entered)));
    }

    private static async Task<Results<Created<TicketJson>, NotFound, ProblemHttpResult>> EscalateAsync(
        long number, EscalationJson body, Signed signed, EscalateTicket escalate, TicketAnswers answers, CancellationToken cancel)
    {
        if (LevelOf(body.To) is not { } to) return TicketsApi.Refused(new Refusal(Escalate.NotUpwards, "to"));
        var answer = await escalate.RunAsync(signed.Acting, number, new Entered(to.Value, body.Reason ?? "", body.Tried ?? "", body.Form ?? "", (body.Answers ?? new Dictionary<string, string?>()).ToDictionary(a => a.Key, a => a.Value ?? "", StringComparer.Ordinal), body.Emergency), cancel);
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        return answer.Refusal is { } refusal ? TicketsApi.Refused(refusal) : TypedResults.Created($"/api/v1/tickets/{number}/levels", await answers.ReadAsync(signed.Acting, number, cancel));
    }

    private static async Task<Results<Ok<TicketJson>, NotFound, ProblemHttpResult>> AcceptAsync(long number, Signed signed, AnswerHandOvers handOvers, TicketAnswers answers, CancellationToken cancel) =>
        await AnsweredAsync(await handOvers.AcceptAsync(signed.Acting, number, cancel), number, signed, answers, cancel);

    private static async Task<Results<Ok<TicketJson>, NotFound, ProblemHttpResult>> ReturnAsync(
        long number, ReturnJson body, Signed signed, AnswerHandOvers handOvers, TicketAnswers answers, CancellationToken cancel)
    {
        if (body.With is not ("question" or "answer")) return TicketsApi.Refused(new Refusal("return-with-what", "with"));
        return await AnsweredAsync(await handOvers.ReturnAsync(signed.Acting, number, body.With == "answer", body.Text ?? "", body.BelowNextTime, cancel), number, signed, answers, cancel);
    }

    private static async Task<Results<Ok<TicketJson>, NotFound, ProblemHttpResult>> NextTimeAsync(long number, NextTimeJson body, Signed signed, AnswerHandOvers handOvers, TicketAnswers answers, CancellationToken cancel) =>
        await AnsweredAsync(await handOvers.NextTimeAsync(signed.Acting, number, body.Below, cancel), number, signed, answers, cancel);

    private static async Task<Results<Ok<TicketJson>, NotFound, ProblemHttpResult>> AnsweredAsync(Answer<Ticket> answer, long number, Signed signed, TicketAnswers answers, CancellationToken cancel)
    {
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        return answer.Refusal is { } refusal ? TicketsApi.Refused(refusal) : TypedResults.Ok((await answers.ReadAsync(signed.Acting, number, cancel))!);
    }

    private static async Task<Results<JsonHttpResult<CommunityLevels>, NotFound>> LevelsAsync(long id, HttpContext http, Signed signed, DeskDatabase database, CancellationToken cancel)
    {
        if (!signed.Acting.Sees(id) || !await database.Communities.AnyAsync(c => c.Id == id, cancel)) return TypedResults.NotFound();
        var (levels, version) = await database.LevelsSeenAsync(id, cancel);
        http.Response.Headers.ETag = TicketsApi.TagOf(version);
        return TypedResults.Json(levels, StandingOf.Json);
    }

    private static async Task<Results<JsonHttpResult<CommunityLevels>, NotFound, ProblemHttpResult>> KeepAsync(
        long id, JsonElement body, [FromHeader(Name = "If-Match")] string? ifMatch, HttpContext http, Signed signed, KeepLevels keep, CancellationToken cancel)
    {
        if (!TicketsApi.TryReadVersion(ifMatch, out var version)) return Answers.Problem(400, "if-match-unreadable");
        CommunityLevels? levels = null;
        try
        {
            if (!HasHoles(body)) levels = body.Deserialize<CommunityLevels>(StandingOf.Json);
        }
        catch (JsonException)
        {
            // Said below.
        }
        if (levels is not { Levels: not null, Reasons: not null, Forms: not null }) return TicketsApi.Refused(new Refusal(SetLevels.KeysNotRight));
        var answer = await keep.RunAsync(signed.Acting, id, levels, version, cancel);
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        if (answer.Refusal is { } refusal) return TicketsApi.Refused(refusal);
        http.Response.Headers.ETag = TicketsApi.TagOf(answer.Value!.Version);
        return TypedResults.Json(levels, StandingOf.Json);
    }

    /// <summary>A list with nothing in one of its places.</summary>
    private static bool HasHoles(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Array => json.EnumerateArray().Any(each => each.ValueKind == JsonValueKind.Null || HasHoles(each)),
        JsonValueKind.Object => json.EnumerateObject().Any(each => HasHoles(each.Value)),
        _ => false,
    };

    private static string Word(Level level) => JsonNamingPolicy.KebabCaseLower.ConvertName(level.ToString());

    /// <returns>A level or none, where that is said; null for what is neither.</returns>
    private static Optional<Level?>? LevelOf(string? said)
    {
        if (string.IsNullOrEmpty(said)) return new Optional<Level?>(null, false);
        if (!Enum.TryParse<Level>(said, ignoreCase: true, out var level) || !Enum.IsDefined(level) || char.IsAsciiDigit(said[0])) return null;
        return new Optional<Level?>(level, true);
    }
}
