using System.Globalization;
using Lotse.Adapters.Web;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Layout;

namespace Lotse.Tickets.Merging;

/// <summary>The doors for people to merging, and to undoing it.</summary>
public static class MergePages
{
    public static void MapMerging(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/tickets/{number:long}/merge", ShowAsync);
        pages.MapPost("/tickets/{number:long}/merges", JoinAsync);
        pages.MapPost("/tickets/{number:long}/merges/undo", UndoAsync);
    }

    private static Task<IResult> ShowAsync(long number, string? into, HttpContext http, Signed signed, MergeViews views, DeskViews desks, Viewing viewing, CancellationToken cancel) =>
        PageAsync(number, into, http, signed, views, desks, viewing, StatusCodes.Status200OK, null, cancel);

    private static async Task<IResult> PageAsync(
        long number, string? into, HttpContext http, Signed signed, MergeViews views, DeskViews desks, Viewing viewing, int status, Domain.Refusal? refusal, CancellationToken cancel)
    {
        if (await views.ForAsync(signed.Acting, number, into, cancel) is not { } view) return TypedResults.NotFound();
        view = view with { Refusals = refusal is not null ? [Forms.Say(viewing.T, refusal)] : [.. view.Refusals.Select(r => Forms.Say(viewing.T, new Domain.Refusal(r.Text, r.Field)))] };
        return Forms.Page<MergePage>(status, ("Desk", await desks.ForAsync(http, cancel)), ("View", view));
    }

    private static async Task<IResult> JoinAsync(
        long number, HttpContext http, Signed signed, JoinTickets join, MergeViews views, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var into = form.Field("into")?.Trim().TrimStart('#');
        var known = long.TryParse(into, NumberStyles.None, CultureInfo.InvariantCulture, out var other);
        if (known && form.Field("seen") != into)
        {
            // Nobody puts people's messages together unseen.
            if (await views.ForAsync(signed.Acting, number, into, cancel) is not { } view) return TypedResults.NotFound();
            if (view is { Other: not null, SamePeople: false }) return await PageAsync(number, into, http, signed, views, desks, viewing, StatusCodes.Status422UnprocessableEntity, new Domain.Refusal("other-people"), cancel);
        }
        var answer = known ? await join.RunAsync(signed.Acting, number, other, cancel) : new Domain.Refusal("no-such-ticket", "into");
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        return answer.Refusal is null
            ? Forms.ToTicket(http, answer.Value, null, Said.Merged)
            : await PageAsync(number, into, http, signed, views, desks, viewing, StatusCodes.Status422UnprocessableEntity, answer.Refusal, cancel);
    }

    private static async Task<IResult> UndoAsync(long number, HttpContext http, Signed signed, UndoMerge undo, CancellationToken cancel)
    {
        var answer = await undo.RunAsync(signed.Acting, number, cancel);
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        return Forms.ToTicket(http, number, null, answer.Refusal is null ? Said.MergeUndone : Said.AlreadyDone);
    }
}
