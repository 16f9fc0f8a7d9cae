using System.Globalization;
using Lotse.Adapters.Web;
using Lotse.Domain.Replies;
using Lotse.Domain.Replies.Macros;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Lotse.Tickets.Macros;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Layout;

namespace Lotse.Replies.Macros;

/// <summary>The doors for people to macros: making them, looking at what one would do, and running it.</summary>
public static class MacroPages
{
    public static void MapMacroPages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").ExcludeFromDescription();
        pages.MapGet(Addresses.Macros, (HttpContext http, Signed signed, MacroViews views, CancellationToken cancel) => views.ShowAsync(http, signed, new MacroForm(), cancel));
        pages.MapGet("/macros/{id:long}", EditAsync);
        pages.MapPost(Addresses.Macros, (HttpContext http, Signed signed, KeepMacros macros, MacroViews views, Viewing viewing, CancellationToken cancel) =>
            SaveAsync(null, http, signed, macros, views, viewing, cancel));
        pages.MapPost("/macros/{id:long}", (long id, HttpContext http, Signed signed, KeepMacros macros, MacroViews views, Viewing viewing, CancellationToken cancel) =>
            SaveAsync(id, http, signed, macros, views, viewing, cancel));
        pages.MapPost("/macros/{id:long}/removal", async (long id, HttpContext http, Signed signed, KeepMacros macros, CancellationToken cancel) =>
            Done(http, await macros.RemoveAsync(signed.Acting, id, cancel)));
        pages.MapPost("/macros/{id:long}/position", async (long id, HttpContext http, Signed signed, KeepMacros macros, CancellationToken cancel) =>
            Done(http, await macros.RaiseAsync(signed.Acting, id, cancel)));
        pages.MapGet("/tickets/{number:long}/macros/{id:long}", PreviewAsync);
        pages.MapPost("/tickets/{number:long}/macro-runs", RunAsync);
    }

    private static async Task<IResult> EditAsync(long id, HttpContext http, Signed signed, KeepMacros macros, MacroViews views, CancellationToken cancel)
    {
        var macro = (await macros.ListAsync(signed.Acting, cancel)).Find(m => m.Id == id);
        if (macro is null || !MacroAccess.MayChange(signed.Acting, macro)) return TypedResults.NotFound();
        return await views.ShowAsync(http, signed, ReadMacroForm.Of(macro, MacroSteps.Read(macro.Steps) ?? new TicketSteps()), cancel);
    }

    private static async Task<IResult> SaveAsync(long? id, HttpContext http, Signed signed, KeepMacros macros, MacroViews views, Viewing viewing, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var typed = ReadMacroForm.Typed(form, id?.ToString(CultureInfo.InvariantCulture));
        var answer = await macros.SaveAsync(signed.Acting, id, typed.Name, ReadMacroForm.Id(typed.Community), ReadMacroForm.Steps(typed), typed.Version, cancel);
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        return answer.Refusal is { } refusal ? await views.ShowAsync(http, signed, typed with { Refusals = [MacroWords.Of(viewing.T, refusal)] }, cancel, Forms.StatusOf(refusal)) : Done(http, true);
    }

    private static async Task<IResult> PreviewAsync(long number, long id, HttpContext http, Signed signed, RunMacro run, TicketViews tickets, DeskViews desks, DeskNames names, CancellationToken cancel)
    {
        if (await run.PreviewAsync(signed.Acting, number, id, cancel) is not { } preview || await tickets.ForAsync(signed, number, null, cancel) is not { } ticket) return TypedResults.NotFound();
        var view = new MacroRunView(ticket.Number, ticket.Subject, MacroItems.Of(preview.Macro.Id, preview.Macro.Name, preview.Steps, await names.NowAsync(cancel)), ticket.Newest);
        return Forms.Page<MacroRunPage>(StatusCodes.Status200OK, ("Desk", await desks.ForAsync(http, cancel)), ("View", view));
    }

    private static async Task<IResult> RunAsync(long number, HttpContext http, Signed signed, RunMacro run, TicketPages page, Viewing viewing, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var queue = form.Field("queue");
        if (ReadMacroForm.Id(form.Field("macro")) is not { } macro) return TypedResults.BadRequest();
        var outcome = await run.RunAsync(signed.Acting, number, macro, ReadMacroForm.Id(form.Field("lastSeen")), cancel);
        if (outcome.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        if (outcome.Refusal is not { } refusal) return Forms.ToTicket(http, number, queue, Said.MacroDone);
        var status = refusal.Code == WriteReply.NewerMessage ? StatusCodes.Status409Conflict : StatusCodes.Status422UnprocessableEntity;
        return await page.ShowAsync(http, signed, number, queue, cancel, status, view => view with { Refusals = [MacroWords.Of(viewing.T, outcome)] });
    }

    private static IResult Done(HttpContext http, bool there)
    {
        if (!there) return TypedResults.NotFound();
        JustSaid.Say(http, Said.Saved);
        return Answers.SeeOther(Addresses.Macros);
    }
}
