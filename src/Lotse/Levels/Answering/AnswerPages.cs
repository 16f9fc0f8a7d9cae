using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Web;
using Lotse.Domain.Levels;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Lotse.Tickets.Pages;
using Lotse.Tickets.Working;
using Lotse.Ui;
using Lotse.Ui.Layout;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Levels.Answering;

/// <summary>The doors for people to what a level does with a ticket that came up: accept it, or return it with a question or the answer.</summary>
public static class AnswerPages
{
    public static void MapAnswering(this IEndpointRouteBuilder pages)
    {
        pages.MapPost("/tickets/{number:long}/acceptances", AcceptAsync);
        pages.MapGet("/tickets/{number:long}/return", (long number, HttpContext http, Signed signed, DeskDatabase database, DeskNames names, DeskViews desks, Viewing viewing, CancellationToken cancel) =>
            ShowAsync(number, http, signed, database, names, desks, viewing, view => view, StatusCodes.Status200OK, cancel));
        pages.MapPost("/tickets/{number:long}/returns", ReturnAsync);
        pages.MapPost("/tickets/{number:long}/next-time", NextTimeAsync);
    }

    private static async Task<IResult> AcceptAsync(long number, HttpContext http, Signed signed, AnswerHandOvers handOvers, TicketPages page, Viewing viewing, CancellationToken cancel)
    {
        var queue = (await http.Request.ReadFormAsync(cancel)).Field("queue");
        var answer = await handOvers.AcceptAsync(signed.Acting, number, cancel);
        if (answer.Refusal == Tickets.Refusals.NotFound) return TypedResults.NotFound();
        return answer.Refusal is { } refusal
            ? await page.ShowAsync(http, signed, number, queue, cancel, StatusCodes.Status422UnprocessableEntity, view => view with { Refusals = [LevelRefusals.Say(viewing.T, refusal)] })
            : Forms.ToTicket(http, number, queue, Said.HandOverAccepted);
    }

    /// <summary>Yes leads to what the level below then needs: a text block, or steps.</summary>
    private static async Task<IResult> NextTimeAsync(long number, HttpContext http, Signed signed, AnswerHandOvers handOvers, TicketPages page, Viewing viewing, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var (below, queue, text) = (form.Field("below"), form.Field("queue"), number.ToString(CultureInfo.InvariantCulture));
        var answer = await handOvers.NextTimeAsync(signed.Acting, number, below is "block" or "procedure", cancel);
        if (answer.Refusal == Tickets.Refusals.NotFound) return TypedResults.NotFound();
        if (answer.Refusal is { } refusal) return await page.ShowAsync(http, signed, number, queue, cancel, StatusCodes.Status422UnprocessableEntity, view => view with { Refusals = [LevelRefusals.Say(viewing.T, refusal)] });
        if (below is "block" or "procedure") return Answers.SeeOther(below == "block" ? Addresses.ProposedFrom(text) : Addresses.ProcedureFrom(text));
        return Forms.ToTicket(http, number, queue, Said.Saved);
    }

    private static async Task<IResult> ReturnAsync(
        long number, HttpContext http, Signed signed, AnswerHandOvers handOvers, DeskDatabase database, DeskNames names, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var (withAnswer, text) = (form.Field("with") == "answer", form["text"].ToString().ReplaceLineEndings("\n").Trim());
        bool? nextTime = form.Field("nextTime") switch { "yes" => true, "no" => false, _ => null };
        var answer = await handOvers.ReturnAsync(signed.Acting, number, withAnswer, text, nextTime, cancel);
        if (answer.Refusal == Tickets.Refusals.NotFound) return TypedResults.NotFound();
        if (answer.Refusal is not { } refusal)
        {
            if (!withAnswer || nextTime != true) return Forms.ToTicket(http, number, form.Field("queue"), Said.Returned);
            // Then the level below is given what it needs for the next time.
            JustSaid.Say(http, Said.Returned);
            return Answers.SeeOther(Addresses.ProposedFrom(number.ToString(CultureInfo.InvariantCulture)));
        }
        return await ShowAsync(number, http, signed, database, names, desks, viewing,
            view => view with { WithAnswer = withAnswer, Text = text, NextTime = nextTime, Refusals = [LevelRefusals.Say(viewing.T, refusal)] }, StatusCodes.Status422UnprocessableEntity, cancel);
    }

    private static async Task<IResult> ShowAsync(
        long number, HttpContext http, Signed signed, DeskDatabase database, DeskNames names, DeskViews desks, Viewing viewing, Func<ReturnView, ReturnView> change, int status, CancellationToken cancel)
    {
        if (await database.ReadTicketAsync(signed.Acting, number, cancel) is not { Ticket: var ticket }) return TypedResults.NotFound();
        var (standing, known) = (await database.StandingAsync(signed.Acting, ticket.CommunityId, cancel), await names.NowAsync(cancel));
        var row = ticket.HandOverId is { } id ? await database.HandOvers.SingleOrDefaultAsync(h => h.Id == id && h.TicketId == ticket.Id, cancel) : null;
        var hindrance = row is null ? ReturnTicket.NotHandedUp : ticket.Lane.IsAside() ? ReturnTicket.TicketDone : standing.Works(ticket.Level) ? null : Standing.NotOfThisLevel;
        var to = row?.AssigneeBeforeId ?? row?.AgentId;
        var view = new ReturnView(ticket.Number.ToString(CultureInfo.InvariantCulture), ticket.Subject, (int)(row?.FromLevel ?? ticket.Level),
            to is { } one && known.Agents.TryGetValue(one, out var agent) && agent.Active && agent.Sees(ticket.CommunityId) ? agent.Name : null,
            hindrance is null ? null : LevelRefusals.Words(viewing.T, new(hindrance)), true, "", null, []);
        return Forms.Page<ReturnPage>(status, ("Desk", await desks.ForAsync(http, cancel)), ("View", change(view)));
    }
}
