using System.Globalization;
using Lotse.Adapters.Web;
using Lotse.Domain.Knowledge;
using Lotse.Domain.Knowledge.Board;
using Lotse.Knowledge.Keeping;
using Lotse.Knowledge.Pages;
using Lotse.Knowledge.Procedures;
using Lotse.Tickets;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Layout;

namespace Lotse.Knowledge.Board;

/// <summary>The doors for people to the board of knowledge and to the kinds of cases that go up.</summary>
public static class BoardPages
{
    public static void MapKnowledgeBoard(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(Addresses.Knowledge, (HttpContext http, Signed signed, BoardViews views, DeskViews desks, Viewing viewing, CancellationToken cancel) => BoardAsync(http, signed, views, desks, viewing, null, cancel));
        pages.MapPost("/knowledge/text-blocks/{id:long}/state", MoveAsync);
        pages.MapPost("/knowledge/procedures/{id:long}/state", MoveProcedureAsync);
        pages.MapPost("/knowledge/news/{id:long}/reading", ReadAsync);
        pages.MapGet(Addresses.KnowledgeCases, (HttpContext http, Signed signed, CasesViews views, DeskViews desks, Viewing viewing, CancellationToken cancel) => CasesAsync(http, signed, views, desks, viewing, null, null, cancel));
        pages.MapPost(Addresses.KnowledgeCases, CoverAsync);
    }

    private static async Task<IResult> BoardAsync(HttpContext http, Signed signed, BoardViews views, DeskViews desks, Viewing viewing, Domain.Refusal? refusal, CancellationToken cancel) =>
        Forms.Page<BoardPage>(refusal is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity, ("Desk", await desks.ForAsync(http, cancel)),
            ("View", await views.ForAsync(signed, viewing, refusal is null ? [] : [BlockText.Say(viewing.T, refusal)], cancel)));

    private static Task<IResult> MoveAsync(long id, HttpContext http, Signed signed, MoveTextBlock move, BoardViews views, DeskViews desks, Viewing viewing, CancellationToken cancel) =>
        MovedAsync(http, signed, async (to, version) => (await move.RunAsync(signed.Acting, id, to, version, cancel)).Refusal, views, desks, viewing, cancel);

    private static Task<IResult> MoveProcedureAsync(long id, HttpContext http, Signed signed, MoveProcedure move, BoardViews views, DeskViews desks, Viewing viewing, CancellationToken cancel) =>
        MovedAsync(http, signed, async (to, version) => (await move.RunAsync(signed.Acting, id, to, version, cancel)).Refusal, views, desks, viewing, cancel);

    private static async Task<IResult> MovedAsync(HttpContext http, Signed signed, Func<TextBlockState, int?, Task<Domain.Refusal?>> move, BoardViews views, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var version = int.TryParse(form.Field("version"), NumberStyles.None, CultureInfo.InvariantCulture, out var seen) ? seen : (int?)null;
        var refusal = TextBlockWays.Read(form.Field("state")) is { } to ? await move(to, version) : new Domain.Refusal(TextBlockWays.NoWay, "state");
        if (refusal == Tickets.Refusals.NotFound) return TypedResults.NotFound();
        if (refusal is not null) return await BoardAsync(http, signed, views, desks, viewing, refusal, cancel);
        JustSaid.Say(http, Said.Saved);
        return Answers.SeeOther(Addresses.Knowledge);
    }

    private static async Task<IResult> ReadAsync(long id, HttpContext http, Signed signed, ReadNews read, CancellationToken cancel)
    {
        var back = (await http.Request.ReadFormAsync(cancel)).Field("back");
        if (!await read.RunAsync(signed.Acting, id, cancel)) return TypedResults.NotFound();
        return Answers.SeeOther(ReadBlockForm.Id(back) is { } block ? Addresses.TextBlock(block.ToString(CultureInfo.InvariantCulture)) : Addresses.Knowledge);
    }

    private static async Task<IResult> CasesAsync(HttpContext http, Signed signed, CasesViews views, DeskViews desks, Viewing viewing, string? refused, string? typed, CancellationToken cancel) =>
        Forms.Page<CasesPage>(refused is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity, ("Desk", await desks.ForAsync(http, cancel)), ("View", await views.ForAsync(signed, viewing, refused, typed, cancel)));

    private static async Task<IResult> CoverAsync(HttpContext http, Signed signed, CoverKind cover, CasesViews views, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        if (CaseKind.Read(form.Field("case")) is not { } kind || ReadBlockForm.Id(form.Field("community")) is not { } community) return TypedResults.NotFound();
        var typed = form["shortcut"].ToString();
        var answer = await cover.RunAsync(signed.Acting, community, typed, kind, cancel);
        if (answer.Refusal == Tickets.Refusals.NotFound) return TypedResults.NotFound();
        if (answer.Refusal is { } refusal)
            return await CasesAsync(http, signed, views, desks, viewing, refusal.Code == CoverKind.NoSuchBlock ? viewing.T["cases.noSuchBlock", ("shortcut", typed)] : BlockText.Say(viewing.T, refusal).Text, typed, cancel);
        JustSaid.Say(http, Said.Saved);
        return Answers.SeeOther(Addresses.KnowledgeCases);
    }
}
