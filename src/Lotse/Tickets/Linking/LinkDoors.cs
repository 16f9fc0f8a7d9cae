using System.Globalization;
using Lotse.Adapters.Web;
using Lotse.Domain;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Api;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Layout;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Lotse.Tickets.Linking;

/// <param name="To">Number of the other ticket.</param>
public sealed record LinkJson(long To);

/// <summary>The doors to links between tickets, for people and for programs.</summary>
public static class LinkDoors
{
    public static void MapLinking(this IEndpointRouteBuilder pages)
    {
        pages.MapPost("/tickets/{number:long}/links", LinkAsync);
        pages.MapPost("/tickets/{number:long}/links/{other:long}/removal", UnlinkAsync);
    }

    public static void MapLinkingApi(this IEndpointRouteBuilder api)
    {
        var tickets = api.MapGroup("/tickets").WithTags("tickets");
        tickets.MapPost("/{number:long}/links", (long number, LinkJson body, Signed signed, LinkTickets link, TicketAnswers answers, CancellationToken cancel) =>
            ApiAsync(signed, link.RunAsync(signed.Acting, number, body.To, true, cancel), answers, cancel)).WithName("linkTicket").WithSummary("Links the ticket with another of its community.");
        tickets.MapDelete("/{number:long}/links/{other:long}", (long number, long other, Signed signed, LinkTickets link, TicketAnswers answers, CancellationToken cancel) =>
            ApiAsync(signed, link.RunAsync(signed.Acting, number, other, false, cancel), answers, cancel)).WithName("unlinkTicket").WithSummary("Takes the link between two tickets away.");
    }

    private static async Task<IResult> LinkAsync(long number, HttpContext http, Signed signed, LinkTickets link, TicketPages page, Viewing viewing, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var (queue, typed) = (form.Field("queue"), form.Field("to")?.Trim().TrimStart('#'));
        Answer<Ticket> answer = long.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var to)
            ? await link.RunAsync(signed.Acting, number, to, true, cancel) : new Domain.Refusal("no-such-ticket", "to");
        if (answer.Refusal == Tickets.Refusals.NotFound) return TypedResults.NotFound();
        if (answer.Refusal is null) return Forms.ToTicket(http, number, queue, Said.Linked);
        return await page.ShowAsync(http, signed, number, queue, cancel, StatusCodes.Status422UnprocessableEntity,
            view => view with { Refusals = [Forms.Say(viewing.T, answer.Refusal)], LinkTyped = typed });
    }

    private static async Task<IResult> UnlinkAsync(long number, long other, HttpContext http, Signed signed, LinkTickets link, CancellationToken cancel)
    {
        var answer = await link.RunAsync(signed.Acting, number, other, false, cancel);
        return answer.Refusal is null ? Forms.ToTicket(http, number, null, Said.Unlinked) : TypedResults.NotFound();
    }

    private static async Task<Results<Ok<TicketJson>, NotFound, ProblemHttpResult>> ApiAsync(Signed signed, Task<Answer<Ticket>> doing, TicketAnswers answers, CancellationToken cancel)
    {
        var answer = await doing;
        if (answer.Refusal == Tickets.Refusals.NotFound) return TypedResults.NotFound();
        return answer.Refusal is { } refusal ? TicketsApi.Refused(refusal) : TypedResults.Ok((await answers.ReadAsync(signed.Acting, answer.Value!.Number, cancel))!);
    }
}
