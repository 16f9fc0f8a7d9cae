using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Web;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Api;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Layout;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Redacting;

/// <param name="Passages">Words to black out.</param>
/// <param name="Files">Ids of attachments to take away.</param>
public sealed record RedactionJson(IReadOnlyList<string>? Passages, IReadOnlyList<string>? Files);

/// <param name="Typed">The passages, one a line.</param>
/// <param name="Files">Of the message, those that are still there.</param>
public sealed record RedactionView(
    string Message, string Ticket, string From, string Words, string Typed, IReadOnlyList<Named> Files, IReadOnlyList<string> Chosen, IReadOnlyList<Ui.Refusal> Refusals);

/// <summary>The doors to blacking out, for people and for programs: leads and admins only.</summary>
public static class RedactionDoors
{
    public static void MapRedaction(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/messages/{id:long}/redaction", (long id, HttpContext http, Signed signed, DeskDatabase database, DeskViews desks, CancellationToken cancel) =>
            ShowAsync(id, http, signed, database, desks, view => view, StatusCodes.Status200OK, cancel));
        pages.MapPost("/messages/{id:long}/redaction", RedactAsync);
    }

    public static void MapRedactionApi(this IEndpointRouteBuilder api) => api.MapPost("/tickets/{number:long}/messages/{id:long}/redactions", ApiAsync).WithTags("tickets").WithName("redactMessage")
        .WithSummary("Blacks passages and files out of a message for good, and takes the mail as it came away. Leads and admins only.");

    private static async Task<IResult> ShowAsync(
        long id, HttpContext http, Signed signed, DeskDatabase database, DeskViews desks, Func<RedactionView, RedactionView> change, int status, CancellationToken cancel)
    {
        if (signed.Acting.Role < Role.Lead) return TypedResults.StatusCode(StatusCodes.Status403Forbidden);
        var found = await database.Messages.VisibleTo(database, signed.Acting).Where(m => m.Id == id)
            .Join(database.Tickets, m => m.TicketId, t => t.Id, (m, t) => new { Message = m, t.Number }).SingleOrDefaultAsync(cancel);
        if (found is null) return TypedResults.NotFound();
        var m = found.Message;
        var attached = await database.Attachments.Where(a => a.MessageId == id && a.RemovedAt == null).OrderBy(a => a.Id).ToListAsync(cancel);
        var view = new RedactionView(Text(id), Text(found.Number), m.FromName.Length > 0 ? m.FromName : m.FromAddress, m.Text, "", [.. attached.Select(a => new Named(Text(a.Id), a.Name))], [], []);
        return Forms.Page<RedactionPage>(status, ("Desk", await desks.ForAsync(http, cancel)), ("View", change(view)));
    }

    private static async Task<IResult> RedactAsync(
        long id, HttpContext http, Signed signed, RedactMessage redact, DeskDatabase database, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var typed = form["passages"].ToString();
        var chosen = form["file"].OfType<string>().ToList();
        var wanted = new WantedRedaction(typed.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), [.. chosen.Select(Id)]);
        var answer = form.Field("sure") is null ? new Domain.Refusal("redact-not-sure", "sure") : await redact.RunAsync(signed.Acting, id, wanted, cancel);
        if (answer.Refusal == Tickets.Refusals.NotFound) return TypedResults.NotFound();
        if (answer.Refusal == Tickets.Refusals.Forbidden) return TypedResults.StatusCode(StatusCodes.Status403Forbidden);
        if (answer.Refusal is null) return Forms.ToTicket(http, answer.Value, null, Said.Redacted);
        return await ShowAsync(id, http, signed, database, desks, view => view with { Typed = typed, Chosen = chosen, Refusals = [Forms.Say(viewing.T, answer.Refusal)] },
            StatusCodes.Status422UnprocessableEntity, cancel);
    }

    private static async Task<Results<Ok<TicketJson>, NotFound, ProblemHttpResult>> ApiAsync(
        long number, long id, RedactionJson body, Signed signed, RedactMessage redact, DeskDatabase database, TicketAnswers answers, CancellationToken cancel)
    {
        if (await database.FindTicketAsync(signed.Acting, number, cancel) is not { } ticket || !await database.Messages.AnyAsync(m => m.Id == id && m.TicketId == ticket.Id, cancel)) return TypedResults.NotFound();
        var answer = await redact.RunAsync(signed.Acting, id, new WantedRedaction(body.Passages ?? [], [.. (body.Files ?? []).Select(Id)]), cancel);
        if (answer.Refusal == Tickets.Refusals.NotFound) return TypedResults.NotFound();
        if (answer.Refusal == Tickets.Refusals.Forbidden) return Answers.Problem(StatusCodes.Status403Forbidden, "not-allowed");
        return answer.Refusal is { } refusal ? TicketsApi.Refused(refusal) : TypedResults.Ok((await answers.ReadAsync(signed.Acting, answer.Value, cancel))!);
    }

    private static long Id(string typed) => long.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
