using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Web;
using Lotse.Domain;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Api;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Layout;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Moving;

/// <param name="Community">Id or name of where it goes.</param>
public sealed record MoveJson(string? Community);

/// <param name="Communities">Those that the agent works for, without the ticket's own.</param>
public sealed record MoveView(string Number, string Subject, string From, IReadOnlyList<Named> Communities, string? Chosen, IReadOnlyList<Ui.Refusal> Refusals);

/// <summary>The doors to moving a ticket to another community, for people and for programs.</summary>
public static class MoveDoors
{
    public static void MapMoving(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/tickets/{number:long}/move", (long number, HttpContext http, Signed signed, DeskDatabase database, DeskViews desks, CancellationToken cancel) =>
            ShowAsync(number, http, signed, database, desks, view => view, StatusCodes.Status200OK, cancel));
        pages.MapPost("/tickets/{number:long}/moves", MoveAsync);
    }

    public static void MapMovingApi(this IEndpointRouteBuilder api) => api.MapPost("/tickets/{number:long}/moves", ApiAsync).WithTags("tickets").WithName("moveTicket")
        .WithSummary("Moves the ticket to another community that the caller works for.");

    private static async Task<IResult> ShowAsync(
        long number, HttpContext http, Signed signed, DeskDatabase database, DeskViews desks, Func<MoveView, MoveView> change, int status, CancellationToken cancel)
    {
        if (await database.ReadTicketAsync(signed.Acting, number, cancel) is not { } found) return TypedResults.NotFound();
        var (desk, own) = (await desks.ForAsync(http, cancel), found.Ticket.CommunityId.ToString(CultureInfo.InvariantCulture));
        var view = new MoveView(found.Ticket.Number.ToString(CultureInfo.InvariantCulture), found.Ticket.Subject, desk.Communities.FirstOrDefault(c => c.Id == own)?.Name ?? "",
            [.. desk.Communities.Where(c => c.Id != own).Select(c => new Named(c.Id, c.Name))], null, []);
        return Forms.Page<MovePage>(status, ("Desk", desk), ("View", change(view)));
    }

    private static async Task<IResult> MoveAsync(long number, HttpContext http, Signed signed, MoveTicket move, DeskDatabase database, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var chosen = form.Field("community");
        Answer<Ticket> answer = long.TryParse(chosen, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? await move.RunAsync(signed.Acting, number, id, cancel) : new Domain.Refusal("no-such-community", "community");
        if (answer.Refusal == Tickets.Refusals.NotFound) return TypedResults.NotFound();
        if (answer.Refusal is null) return Forms.ToTicket(http, number, null, Said.Moved);
        return await ShowAsync(number, http, signed, database, desks, view => view with { Chosen = chosen, Refusals = [Forms.Say(viewing.T, answer.Refusal)] }, StatusCodes.Status422UnprocessableEntity, cancel);
    }

    private static async Task<Results<Ok<TicketJson>, NotFound, ProblemHttpResult>> ApiAsync(
        long number, MoveJson body, Signed signed, MoveTicket move, DeskDatabase database, TicketAnswers answers, CancellationToken cancel)
    {
        var id = long.TryParse(body.Community, NumberStyles.None, CultureInfo.InvariantCulture, out var typed) ? typed
            : await database.Communities.Where(c => c.Name == body.Community).Select(c => c.Id).SingleOrDefaultAsync(cancel);
        var answer = await move.RunAsync(signed.Acting, number, id, cancel);
        if (answer.Refusal == Tickets.Refusals.NotFound) return TypedResults.NotFound();
        return answer.Refusal is { } refusal ? TicketsApi.Refused(refusal) : TypedResults.Ok((await answers.ReadAsync(signed.Acting, number, cancel))!);
    }
}
