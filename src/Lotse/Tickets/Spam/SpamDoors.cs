using Lotse.Adapters.Web;
using Lotse.Tickets.Api;
using Lotse.Tickets.Pages;
using Lotse.Ui.Layout;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Lotse.Tickets.Spam;

/// <summary>The doors to marking spam, for people and for programs.</summary>
public static class SpamDoors
{
    public static void MapSpam(this IEndpointRouteBuilder pages)
    {
        pages.MapPost("/tickets/{number:long}/spam", (long number, HttpContext http, Signed signed, MarkTicketSpam mark, CancellationToken cancel) => PageAsync(number, true, http, signed, mark, cancel));
        pages.MapPost("/tickets/{number:long}/spam/undo", (long number, HttpContext http, Signed signed, MarkTicketSpam mark, CancellationToken cancel) => PageAsync(number, false, http, signed, mark, cancel));
    }

    public static void MapSpamApi(this IEndpointRouteBuilder api)
    {
        var tickets = api.MapGroup("/tickets").WithTags("tickets");
        tickets.MapPost("/{number:long}/spam", (long number, Signed signed, MarkTicketSpam mark, TicketAnswers answers, CancellationToken cancel) => ApiAsync(number, true, signed, mark, answers, cancel))
            .WithName("markSpam").WithSummary("Puts the ticket aside as spam: no queue holds it, and what comes for it wakes nobody.");
        tickets.MapPost("/{number:long}/spam/undo", (long number, Signed signed, MarkTicketSpam mark, TicketAnswers answers, CancellationToken cancel) => ApiAsync(number, false, signed, mark, answers, cancel))
            .WithName("unmarkSpam").WithSummary("It is no spam after all: back to where its state says.");
    }

    private static async Task<IResult> PageAsync(long number, bool spam, HttpContext http, Signed signed, MarkTicketSpam mark, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var answer = await mark.RunAsync(signed.Acting, number, spam, cancel);
        return answer.Refusal is null ? Forms.ToTicket(http, number, form.Field("queue"), spam ? Said.MarkedSpam : Said.UnmarkedSpam) : TypedResults.NotFound();
    }

    private static async Task<Results<Ok<TicketJson>, NotFound>> ApiAsync(long number, bool spam, Signed signed, MarkTicketSpam mark, TicketAnswers answers, CancellationToken cancel)
    {
        var answer = await mark.RunAsync(signed.Acting, number, spam, cancel);
        return answer.Refusal is null ? TypedResults.Ok((await answers.ReadAsync(signed.Acting, number, cancel))!) : TypedResults.NotFound();
    }
}
