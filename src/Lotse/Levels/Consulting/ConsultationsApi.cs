using System.Globalization;
using System.Text.Json;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Web;
using Lotse.Domain;
using Lotse.Domain.Levels;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Lotse.Tickets.Api;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Levels.Consulting;

/// <param name="Level">secretariat, first, second or third; or a person.</param>
/// <param name="Agent">The mail address of the person who is asked.</param>
public sealed record ConsultJson(string? Text, string? Level = null, string? Agent = null);

public sealed record SayJson(string? Text);

/// <param name="Since">From when on an answer is waited for.</param>
public sealed record ConsultationJson(
    string Id, string? By, string? Level, string? Agent, DateTimeOffset At, DateTimeOffset Since, DateTimeOffset? AnsweredAt, DateTimeOffset? ClosedAt, IReadOnlyList<SaidJson> Words);

public sealed record SaidJson(string? By, DateTimeOffset At, string Text);

/// <summary>The door for programs to consultations.</summary>
public static class ConsultationsApi
{
    public static void MapConsultationsApi(this IEndpointRouteBuilder api)
    {
        api.MapGet("/tickets/{number:long}/consultations", ListAsync).WithTags("levels").WithName("ticketConsultations").WithSummary("What colleagues have been asked about the ticket, oldest first.");
        api.MapPost("/tickets/{number:long}/consultations", AskAsync).WithTags("levels").WithName("consult").WithSummary("Asks a level or a colleague; the ticket stays where it is.");
        api.MapPost("/tickets/{number:long}/consultations/{id:long}/words", SayAsync).WithTags("levels").WithName("sayInConsultation").WithSummary("Answers, or asks further.");
        api.MapPost("/tickets/{number:long}/consultations/{id:long}/closing", CloseAsync).WithTags("levels").WithName("closeConsultation").WithSummary("Nothing more is asked.");
    }

    private static async Task<Results<Ok<IReadOnlyList<ConsultationJson>>, NotFound>> ListAsync(long number, Signed signed, DeskDatabase database, CancellationToken cancel) =>
        await database.ReadTicketAsync(signed.Acting, number, cancel) is { Ticket: var ticket } ? TypedResults.Ok(await ReadAsync(database, ticket.Id, null, cancel)) : TypedResults.NotFound();

    private static async Task<Results<Created<ConsultationJson>, NotFound, ProblemHttpResult>> AskAsync(
        long number, ConsultJson body, Signed signed, ConsultColleagues consult, DeskDatabase database, CancellationToken cancel)
    {
        Level? level = Enum.TryParse<Level>(body.Level, ignoreCase: true, out var parsed) && Enum.IsDefined(parsed) && !char.IsAsciiDigit(body.Level![0]) ? parsed : null;
        if (level is null && !string.IsNullOrEmpty(body.Level)) return TicketsApi.Refused(new Refusal(Consult.NoSuchLevel, "level"));
        var asked = string.IsNullOrEmpty(body.Agent) ? null : await database.Users.Where(u => u.Email == body.Agent).Select(u => (long?)u.Id).FirstOrDefaultAsync(cancel);
        if (asked is null && !string.IsNullOrEmpty(body.Agent)) return TicketsApi.Refused(new Refusal(Consult.NoSuchAgent, "agent"));
        var answer = await consult.AskAsync(signed.Acting, number, level, asked, body.Text ?? "", cancel);
        if (answer.Refusal == Tickets.Refusals.NotFound) return TypedResults.NotFound();
        if (answer.Refusal is { } refusal) return TicketsApi.Refused(refusal);
        return TypedResults.Created($"/api/v1/tickets/{number.ToString(CultureInfo.InvariantCulture)}/consultations", (await ReadAsync(database, answer.Value!.TicketId, answer.Value.Id, cancel))[0]);
    }

    private static async Task<Results<Ok<ConsultationJson>, NotFound, ProblemHttpResult>> SayAsync(
        long number, long id, SayJson body, Signed signed, ConsultColleagues consult, DeskDatabase database, CancellationToken cancel) =>
        await DoneAsync(await consult.SayAsync(signed.Acting, number, id, body.Text ?? "", cancel), database, cancel);

    private static async Task<Results<Ok<ConsultationJson>, NotFound, ProblemHttpResult>> CloseAsync(
        long number, long id, Signed signed, ConsultColleagues consult, DeskDatabase database, CancellationToken cancel) =>
        await DoneAsync(await consult.CloseAsync(signed.Acting, number, id, cancel), database, cancel);

    private static async Task<Results<Ok<ConsultationJson>, NotFound, ProblemHttpResult>> DoneAsync(Answer<Consultation> answer, DeskDatabase database, CancellationToken cancel)
    {
        if (answer.Refusal == Tickets.Refusals.NotFound) return TypedResults.NotFound();
        return answer.Refusal is { } refusal ? TicketsApi.Refused(refusal) : TypedResults.Ok((await ReadAsync(database, answer.Value!.TicketId, answer.Value.Id, cancel))[0]);
    }

    /// <param name="ticketId">Of a ticket that the gate has let through.</param>
    private static async Task<IReadOnlyList<ConsultationJson>> ReadAsync(DeskDatabase database, long ticketId, long? only, CancellationToken cancel)
    {
        var rows = await database.Consultations.Where(c => c.TicketId == ticketId && (only == null || c.Id == only)).OrderBy(c => c.Id)
            .Select(c => new { Row = c, Words = database.ConsultationWords.Where(w => w.ConsultationId == c.Id).OrderBy(w => w.Id).ToList() }).AsSingleQuery().ToListAsync(cancel);
        if (rows.Count == 0) return [];
        var people = await People.LoadAsync(database, cancel);
        string? Name(long? id) => id is { } one ? people.Agent(one)?.Name : null;
        return [.. rows.Select(one => new ConsultationJson(
            one.Row.Id.ToString(CultureInfo.InvariantCulture), Name(one.Row.AgentId), one.Row.Level is { } level ? JsonNamingPolicy.KebabCaseLower.ConvertName(level.ToString()) : null, Name(one.Row.AskedId),
            one.Row.At, one.Row.Since, one.Row.AnsweredAt, one.Row.ClosedAt, [.. one.Words.Select(w => new SaidJson(Name(w.AgentId), w.At, w.Text))]))];
    }
}
