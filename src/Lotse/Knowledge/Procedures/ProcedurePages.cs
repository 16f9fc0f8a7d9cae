using System.Globalization;
using Lotse.Adapters.Web;
using Lotse.Domain.Knowledge;
using Lotse.Domain.Knowledge.Procedures;
using Lotse.Knowledge.Proposing;
using Lotse.Knowledge.Pages;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Layout;

namespace Lotse.Knowledge.Procedures;

/// <summary>The doors for people to procedures: the list, one with where cases leave it, and changing it.</summary>
public static class ProcedurePages
{
    public static void MapProcedurePages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(Addresses.Procedures, async (HttpContext http, Signed signed, ProcedureViews views, DeskViews desks, Viewing viewing, CancellationToken cancel) =>
            (IResult)Forms.Page<ProceduresPage>(StatusCodes.Status200OK, ("Desk", await desks.ForAsync(http, cancel)), ("View", await views.ListAsync(signed, viewing, cancel))));
        pages.MapGet("/procedures/new", NewAsync);
        pages.MapGet("/procedures/{id:long}", (long id, HttpContext http, Signed signed, ProcedureViews views, DeskViews desks, Viewing viewing, CancellationToken cancel) => ShowAsync(id, http, signed, views, desks, viewing, cancel));
        pages.MapPost(Addresses.Procedures, (HttpContext http, Signed signed, KeepProcedures keep, DraftOfCase draft, ProcedureViews views, DeskViews desks, Viewing viewing, CancellationToken cancel) =>
            SaveAsync(null, http, signed, keep, draft, views, desks, viewing, cancel));
        pages.MapPost("/procedures/{id:long}", (long id, HttpContext http, Signed signed, KeepProcedures keep, DraftOfCase draft, ProcedureViews views, DeskViews desks, Viewing viewing, CancellationToken cancel) =>
            SaveAsync(id, http, signed, keep, draft, views, desks, viewing, cancel));
    }

    private static async Task<IResult> ShowAsync(long? id, HttpContext http, Signed signed, ProcedureViews views, DeskViews desks, Viewing viewing, CancellationToken cancel) =>
        await views.OneAsync(signed, id, viewing, cancel) is { } view ? Forms.Page<ProcedurePage>(StatusCodes.Status200OK, ("Desk", await desks.ForAsync(http, cancel)), ("View", view)) : TypedResults.NotFound();

    /// <summary>Begins with nothing, or with the answer of a case.</summary>
    private static async Task<IResult> NewAsync(HttpContext http, long? ticket, Signed signed, DraftOfCase draft, ProcedureViews views, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        if (ticket is not { } number) return await ShowAsync(null, http, signed, views, desks, viewing, cancel);
        if (await views.OneAsync(signed, null, viewing, cancel) is not { } blank || await draft.StepsAsync(signed.Acting, number, cancel) is not { } drafted) return TypedResults.NotFound();
        var (said, community) = (drafted.Case, drafted.Case.CommunityId.ToString(CultureInfo.InvariantCulture));
        var view = blank with
        {
            From = number.ToString(CultureInfo.InvariantCulture), German = said.Language == "en" ? "" : said.Title, English = said.Language == "de" ? "" : said.Title, Form = said.Kind?.Form ?? "",
            Community = blank.Communities.Any(c => c.Id == community) ? community : blank.Community, State = TextBlockState.Proposed, Steps = drafted.Steps,
        };
        return Forms.Page<ProcedurePage>(StatusCodes.Status200OK, ("Desk", await desks.ForAsync(http, cancel)), ("View", view));
    }

    private static async Task<IResult> SaveAsync(long? id, HttpContext http, Signed signed, KeepProcedures keep, DraftOfCase draft, ProcedureViews views, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var written = ReadProcedureForm.Of(form);
        if (id is null && await draft.OriginAsync(signed.Acting, form.Field("from"), cancel) is { } origin) written = written with { FromTicketId = origin.TicketId, CaseReason = origin.Kind?.Reason };
        var answer = await keep.RunAsync(signed.Acting, id, written, cancel);
        if (answer.Refusal == Tickets.Refusals.NotFound || (answer.Refusal is not null && await views.OneAsync(signed, id, viewing, cancel) is null)) return TypedResults.NotFound();
        if (answer.Refusal is { } refusal)
        {
            var view = (await views.OneAsync(signed, id, viewing, cancel))! with
            {
                German = written.Title.German, English = written.Title.English, Community = written.CommunityId?.ToString(CultureInfo.InvariantCulture) ?? "", Form = written.Form, State = written.State,
                Version = written.Version ?? 0, Steps = written.Steps, Owner = written.OwnerId?.ToString(CultureInfo.InvariantCulture) ?? "", Review = ReadBlockForm.Day(written.ReviewAt), Refusals = [ProcedureText.Say(viewing, written.Steps, refusal)],
            };
            return Forms.Page<ProcedurePage>(answer.Refusal == Tickets.Refusals.Changed ? StatusCodes.Status409Conflict : StatusCodes.Status422UnprocessableEntity, ("Desk", await desks.ForAsync(http, cancel)), ("View", view));
        }
        JustSaid.Say(http, Said.Saved);
        return Answers.SeeOther(Addresses.Procedure(answer.Value!.Id.ToString(CultureInfo.InvariantCulture)));
    }
}
