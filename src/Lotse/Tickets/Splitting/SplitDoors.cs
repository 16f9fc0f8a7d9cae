using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Web;
using Lotse.Tickets.Api;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Layout;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Splitting;

/// <param name="Message">Id of the message that gets a ticket of its own.</param>
/// <param name="AndLater">Those after it move too.</param>
/// <param name="Subject">Left out for the message's own.</param>
public sealed record SplitJson(string Message, bool AndLater = false, string? Subject = null);

/// <summary>The form for splitting, as it was typed.</summary>
public sealed record SplitView(string Message, string Ticket, string From, string Subject, string Words, bool AndLater, IReadOnlyList<Refusal> Refusals);

/// <summary>The doors to splitting, for people and for programs.</summary>
public static class SplitDoors
{
    public static void MapSplitting(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/messages/{id:long}/split", (long id, HttpContext http, Signed signed, DeskDatabase database, DeskViews desks, CancellationToken cancel) =>
            ShowAsync(id, http, signed, database, desks, view => view, StatusCodes.Status200OK, cancel));
        pages.MapPost("/messages/{id:long}/splits", SplitAsync);
    }

    public static void MapSplittingApi(this IEndpointRouteBuilder api) => api.MapPost("/tickets/{number:long}/splits", ApiAsync).WithTags("tickets").WithName("splitTicket")
        .WithSummary("Gives a message of the ticket a ticket of its own; answers with that one.");

    private static async Task<IResult> ShowAsync(
        long id, HttpContext http, Signed signed, DeskDatabase database, DeskViews desks, Func<SplitView, SplitView> change, int status, CancellationToken cancel)
    {
        var found = await database.Messages.VisibleTo(database, signed.Acting).Where(m => m.Id == id)
            .Join(database.Tickets, m => m.TicketId, t => t.Id, (m, t) => new { Message = m, t.Number }).SingleOrDefaultAsync(cancel);
        if (found is null) return TypedResults.NotFound();
        var m = found.Message;
        var view = new SplitView(Text(id), Text(found.Number), m.FromName.Length > 0 ? m.FromName : m.FromAddress, m.Subject, Domain.Tickets.Snippets.Of(m.Visible ?? m.Text, 400), false, []);
        return Forms.Page<SplitPage>(status, ("Desk", await desks.ForAsync(http, cancel)), ("View", change(view)));
    }

    private static async Task<IResult> SplitAsync(
        long id, HttpContext http, Signed signed, SplitTicket split, DeskDatabase database, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var (subject, later) = (form["subject"].ToString(), form.Field("later") is not null);
        var answer = await split.RunAsync(signed.Acting, id, later, subject, cancel);
        if (answer.Refusal == Tickets.Refusals.NotFound) return TypedResults.NotFound();
        if (answer.Refusal is null) return Forms.ToTicket(http, answer.Value!.Number, null, Said.Split);
        return await ShowAsync(id, http, signed, database, desks, view => view with { Subject = subject, AndLater = later, Refusals = [Forms.Say(viewing.T, answer.Refusal)] },
            StatusCodes.Status422UnprocessableEntity, cancel);
    }

    private static async Task<Results<Created<TicketJson>, NotFound, ProblemHttpResult>> ApiAsync(
        long number, SplitJson body, Signed signed, SplitTicket split, DeskDatabase database, TicketAnswers answers, CancellationToken cancel)
    {
        // The message has to be of the ticket that the address names.
        if (!long.TryParse(body.Message, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            || await database.FindTicketAsync(signed.Acting, number, cancel) is not { } ticket
            || !await database.Messages.AnyAsync(m => m.Id == id && m.TicketId == ticket.Id, cancel)) return TypedResults.NotFound();
        var answer = await split.RunAsync(signed.Acting, id, body.AndLater, body.Subject, cancel);
        if (answer.Refusal == Tickets.Refusals.NotFound) return TypedResults.NotFound();
        return answer.Refusal is { } refusal ? TicketsApi.Refused(refusal)
            : TypedResults.Created($"/api/v1/tickets/{Text(answer.Value!.Number)}", await answers.ReadAsync(signed.Acting, answer.Value.Number, cancel));
    }

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
