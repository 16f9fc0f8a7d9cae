using System.Globalization;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Web;
using Lotse.Domain.Knowledge.Procedures;
using Lotse.Tickets;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Language;
using Lotse.Ui.Layout;

namespace Lotse.Knowledge.Procedures;

/// <summary>The doors for people to walking a procedure in a ticket.</summary>
public static class WalkPages
{
    public static void MapWalking(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/tickets/{number:long}/procedures", async (long number, Signed signed, ProcedurePanels panels, Viewing viewing, CancellationToken cancel) =>
            await panels.ForAsync(signed, number, viewing, cancel) is { } view ? (IResult)Forms.Page<ProcedurePanel>(StatusCodes.Status200OK, ("View", view)) : TypedResults.NotFound());
        pages.MapPost("/tickets/{number:long}/procedures", async (long number, HttpContext http, Signed signed, WalkProcedures walk, TicketPages page, Viewing viewing, CancellationToken cancel) =>
        {
            var form = await http.Request.ReadFormAsync(cancel);
            var chosen = long.TryParse(form.Field("procedure"), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;
            return await DoneAsync(await walk.StartAsync(signed.Acting, number, chosen, cancel), number, http, signed, page, viewing, cancel);
        });
        pages.MapPost("/tickets/{number:long}/procedures/{run:long}/steps", async (long number, long run, HttpContext http, Signed signed, WalkProcedures walk, TicketPages page, Viewing viewing, CancellationToken cancel) =>
        {
            var form = await http.Request.ReadFormAsync(cancel);
            return await DoneAsync(await walk.StepAsync(signed.Acting, number, run, form.Field("step") ?? "", Words(form["answer"]), cancel), number, http, signed, page, viewing, cancel);
        });
        pages.MapPost("/tickets/{number:long}/procedures/{run:long}/leaving", async (long number, long run, HttpContext http, Signed signed, WalkProcedures walk, TicketPages page, Viewing viewing, CancellationToken cancel) =>
            await DoneAsync(await walk.LeaveAsync(signed.Acting, number, run, Words((await http.Request.ReadFormAsync(cancel))["why"]), cancel), number, http, signed, page, viewing, cancel));
    }

    private static async Task<IResult> DoneAsync(Answer<ProcedureRun> answer, long number, HttpContext http, Signed signed, TicketPages page, Viewing viewing, CancellationToken cancel)
    {
        if (answer.Refusal == Tickets.Refusals.NotFound) return TypedResults.NotFound();
        if (answer.Refusal is { } refusal)
        {
            return await page.ShowAsync(http, signed, number, null, cancel, StatusCodes.Status422UnprocessableEntity, view => view with { Refusals = [new Refusal(null, WalkRefusal(viewing.T, refusal))] });
        }
        return Forms.ToTicket(http, number, null, Said.Saved);
    }

    internal static string WalkRefusal(Texts t, Domain.Refusal refusal) => refusal.Code switch
    {
        TakeStep.WalkOver => t["procedure.refused.over"],
        TakeStep.NotAtThisStep => t["procedure.refused.notAtThisStep"],
        TakeStep.AnswerMissing or LeaveProcedure.WhyMissing => t["refused.nothingWritten"],
        TakeStep.NoSuchWay => t["procedure.refused.noSuchWay"],
        TakeStep.TooLong => t["refused.answerTooLong"],
        TakeStep.RoundAndRound => t["procedure.refused.roundAndRound"],
        WalkProcedures.NoSuchProcedure => t["procedure.refused.noSuchProcedure"],
        WalkProcedures.WalkedAlready => t["procedure.refused.underWay"],
        _ => t["refused.other"],
    };

    private static string Words(string? typed) => (typed ?? "").ReplaceLineEndings("\n").Trim();
}
