using System.Globalization;
using Lotse.Adapters.Web;
using Lotse.Domain;
using Lotse.Domain.Problems;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Layout;

namespace Lotse.Replies.Informing;

/// <summary>The door for people: what would be told and to how many, the one button, how far it is, and the ways back.</summary>
public static class InformingPages
{
    public static void MapInformingPages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").ExcludeFromDescription();
        pages.MapGet("/problems/{id:long}/informings/new", NewAsync);
        pages.MapPost("/problems/{id:long}/informings", StartAsync);
        pages.MapGet("/informings/{id:long}", ShowAsync);
        pages.MapPost("/informings/{id:long}/undo", (long id, HttpContext http, Signed signed, InformCustomers inform, InformViews views, DeskViews desks, Viewing viewing, CancellationToken cancel) =>
            DoAsync(id, http, signed, inform.TakeBackAsync, views, desks, viewing, cancel));
        pages.MapPost("/informings/{id:long}/stop", (long id, HttpContext http, Signed signed, InformCustomers inform, InformViews views, DeskViews desks, Viewing viewing, CancellationToken cancel) =>
            DoAsync(id, http, signed, inform.StopAsync, views, desks, viewing, cancel));
        pages.MapPost("/informings/{id:long}/continuation", (long id, HttpContext http, Signed signed, InformCustomers inform, InformViews views, DeskViews desks, Viewing viewing, CancellationToken cancel) =>
            DoAsync(id, http, signed, inform.GoOnAsync, views, desks, viewing, cancel));
    }

    private static async Task<IResult> NewAsync(long id, HttpContext http, Signed signed, InformViews views, DeskViews desks, CancellationToken cancel) =>
        await PreviewAsync(id, http, signed, views, desks, [], StatusCodes.Status200OK, cancel);

    private static async Task<IResult> PreviewAsync(long id, HttpContext http, Signed signed, InformViews views, DeskViews desks, IReadOnlyList<Ui.Refusal> refusals, int status, CancellationToken cancel)
    {
        if (await views.PreviewAsync(signed, id, cancel) is not { } view) return TypedResults.NotFound();
        return Forms.Page<InformPage>(status, ("Desk", await desks.ForAsync(http, cancel)), ("View", view with { Refusals = refusals }));
    }

    /// <summary>What is sent is what was looked at: where somebody has changed the words since, it is shown once more.</summary>
    private static async Task<IResult> StartAsync(long id, HttpContext http, Signed signed, InformCustomers inform, InformViews views, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        if (await views.PreviewAsync(signed, id, cancel) is not { } seen) return TypedResults.NotFound();
        var same = form.Field("version") == seen.Version.ToString(CultureInfo.InvariantCulture);
        var answer = same ? await inform.StartAsync(signed.Acting, id, new InformWords(seen.German.Words, seen.English.Words), cancel) : Refusals.Changed;
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        if (answer.Refusal is { } refusal) return await PreviewAsync(id, http, signed, views, desks, [Forms.Say(viewing.T, refusal) with { Field = null }], StatusCodes.Status422UnprocessableEntity, cancel);
        return Answers.SeeOther(Addresses.Informing(answer.Value.ToString(CultureInfo.InvariantCulture)));
    }

    private static async Task<IResult> ShowAsync(long id, HttpContext http, Signed signed, InformViews views, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        var inFrame = Forms.FrameOf(http) == "inform-run";
        if (await views.ForAsync(signed, id, viewing.T, !inFrame, cancel) is not { } view) return TypedResults.NotFound();
        return inFrame ? Forms.Page<InformBar>(StatusCodes.Status200OK, ("View", view))
            : Forms.Page<InformingPage>(StatusCodes.Status200OK, ("Desk", await desks.ForAsync(http, cancel)), ("View", view));
    }

    private static async Task<IResult> DoAsync(
        long id, HttpContext http, Signed signed, Func<Acting, long, CancellationToken, Task<Answer<long>>> act, InformViews views, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        var answer = await act(signed.Acting, id, cancel);
        if (answer.Refusal == Refusals.NotFound || await views.ForAsync(signed, id, viewing.T, true, cancel) is not { } view) return TypedResults.NotFound();
        if (answer.Refusal is not { } refusal) return Answers.SeeOther(Addresses.Informing(view.Id));
        return Forms.Page<InformingPage>(StatusCodes.Status422UnprocessableEntity, ("Desk", await desks.ForAsync(http, cancel)), ("View", view), ("Refusals", (IReadOnlyList<Ui.Refusal>)[Forms.Say(viewing.T, refusal)]));
    }
}
