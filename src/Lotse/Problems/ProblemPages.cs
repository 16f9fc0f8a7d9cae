using System.Globalization;
using Lotse.Adapters.Web;
using Lotse.Domain.Problems;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Layout;

namespace Lotse.Problems;

/// <summary>The door for people to problems.</summary>
public static class ProblemPages
{
    public static void MapProblemPages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").ExcludeFromDescription();
        pages.MapGet(Addresses.Problems, ListAsync);
        pages.MapGet("/problems/new", NewAsync);
        pages.MapPost(Addresses.Problems, OpenAsync);
        pages.MapGet("/problems/{id:long}", (long id, string? after, HttpContext http, Signed signed, ProblemViews views, DeskViews desks, CancellationToken cancel) =>
            ShowAsync(id, http, signed, views, desks, cancel, after: after));
        pages.MapPost("/problems/{id:long}", ChangeAsync);
        pages.MapPost("/problems/{id:long}/tickets", JoinAsync);
        pages.MapPost("/problems/{id:long}/tickets/{number:long}/removal", LeaveAsync);
        pages.MapPost("/problems/{id:long}/solution", (long id, HttpContext http, Signed signed, KeepProblems keep, ProblemViews views, DeskViews desks, Viewing viewing, CancellationToken cancel) =>
            StateAsync(id, http, signed, keep.SolveAsync, views, desks, viewing, cancel));
        pages.MapPost("/problems/{id:long}/reopening", (long id, HttpContext http, Signed signed, KeepProblems keep, ProblemViews views, DeskViews desks, Viewing viewing, CancellationToken cancel) =>
            StateAsync(id, http, signed, keep.ReopenAsync, views, desks, viewing, cancel));
        pages.MapPost("/problems/{id:long}/resolutions", ResolveAsync);
    }

    private static async Task<IResult> ListAsync(string? state, string? community, string? after, HttpContext http, Signed signed, ProblemViews views, DeskViews desks, CancellationToken cancel) =>
        Forms.Page<ProblemsPage>(StatusCodes.Status200OK, ("Desk", await desks.ForAsync(http, cancel)), ("View", await views.ListAsync(signed, state, community, after, cancel)));

    private static async Task<IResult> ShowAsync(long id, HttpContext http, Signed signed, ProblemViews views, DeskViews desks, CancellationToken cancel, string? after = null,
        int status = StatusCodes.Status200OK, Func<ProblemView, ProblemView>? change = null)
    {
        if (await views.ForAsync(signed, id, after, cancel) is not { } view) return TypedResults.NotFound();
        return Forms.Page<ProblemPage>(status, ("Desk", await desks.ForAsync(http, cancel)), ("View", change is null ? view : change(view)));
    }

    /// <param name="tickets">Numbers, separated by commas: from a ticket and those that are like it.</param>
    private static async Task<IResult> NewAsync(string? tickets, HttpContext http, Signed signed, ProblemViews views, DeskViews desks, CancellationToken cancel) =>
        Forms.Page<NewProblemPage>(StatusCodes.Status200OK, ("Desk", await desks.ForAsync(http, cancel)), ("View", await views.NewAsync(signed, Numbers(tickets), null, new ProblemTyped(), cancel)));

    private static async Task<IResult> OpenAsync(HttpContext http, Signed signed, KeepProblems keep, ProblemViews views, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var (typed, picked) = (Typed(form), form["ticket"].Select(ProblemViews.NumberOf).OfType<long>().ToHashSet());
        var answer = await keep.OpenAsync(signed.Acting, ProblemViews.NumberOf(typed.Community), WordsOf(typed), picked, cancel);
        if (answer.Refusal is { } refusal)
        {
            var offered = Numbers(form.Field("offered"));
            var view = await views.NewAsync(signed, [.. offered.Concat(picked).Distinct()], picked, typed with { Refusals = [Forms.Say(viewing.T, refusal)] }, cancel);
            return Forms.Page<NewProblemPage>(StatusCodes.Status422UnprocessableEntity, ("Desk", await desks.ForAsync(http, cancel)), ("View", view));
        }
        return Saved(http, answer.Value!.Id);
    }

    private static async Task<IResult> ChangeAsync(long id, HttpContext http, Signed signed, KeepProblems keep, ProblemViews views, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        var typed = Typed(await http.Request.ReadFormAsync(cancel));
        ProblemState? state = typed.State switch { "working" => ProblemState.Working, "open" => ProblemState.Open, _ => null };
        var answer = await keep.ChangeAsync(signed.Acting, id, WordsOf(typed), state, ProblemViews.NumberOf(typed.Version), cancel);
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        if (answer.Refusal is not { } refusal) return Saved(http, id);
        return await ShowAsync(id, http, signed, views, desks, cancel, status: StatusCodes.Status422UnprocessableEntity,
            change: view => view with { Editing = true, Typed = typed with { Version = view.Typed.Version, Refusals = [Forms.Say(viewing.T, refusal)] } });
    }

    private static async Task<IResult> JoinAsync(long id, HttpContext http, Signed signed, GroupTickets group, ProblemViews views, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var typed = form.Field("numbers");
        var answer = await group.JoinAsync(signed.Acting, id, [.. Numbers(typed).Concat(form["ticket"].Select(ProblemViews.NumberOf).OfType<long>()).Distinct()], cancel);
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        if (answer is { Refusal: null, Value.Refused.Count: 0 }) return Saved(http, id);
        IReadOnlyList<Ui.Refusal> why = answer.Refusal is { } refusal ? [Forms.Say(viewing.T, refusal)]
            : [.. answer.Value!.Refused.Take(20).Select(one => new Ui.Refusal(null, $"#{one.Number.ToString(CultureInfo.InvariantCulture)}: {Forms.Say(viewing.T, one.Refusal).Text}"))];
        return await ShowAsync(id, http, signed, views, desks, cancel, status: StatusCodes.Status422UnprocessableEntity,
            change: view => view with { Refusals = why, NumbersTyped = typed ?? string.Join(' ', form["ticket"].ToArray()) });
    }

    private static async Task<IResult> LeaveAsync(long id, long number, HttpContext http, Signed signed, GroupTickets group, CancellationToken cancel)
    {
        var answer = await group.LeaveAsync(signed.Acting, id, number, cancel);
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        // One that has left already is where it was to be.
        return answer.Refusal is null ? Saved(http, id) : Answers.SeeOther(Addresses.Problem(id.ToString(CultureInfo.InvariantCulture)));
    }

    private static async Task<IResult> StateAsync(long id, HttpContext http, Signed signed, Func<Acting, long, CancellationToken, Task<Answer<Problem>>> act, ProblemViews views, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        var answer = await act(signed.Acting, id, cancel);
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        if (answer.Refusal is null) return Saved(http, id);
        return await ShowAsync(id, http, signed, views, desks, cancel, status: StatusCodes.Status422UnprocessableEntity, change: view => view with { Refusals = [Forms.Say(viewing.T, answer.Refusal)] });
    }

    private static async Task<IResult> ResolveAsync(long id, HttpContext http, Signed signed, ResolveTickets resolve, ProblemViews views, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        var answer = await resolve.RunAsync(signed.Acting, id, cancel);
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        if (answer.Refusal is null) return Answers.SeeOther(Addresses.BulkRun(answer.Value.ToString(CultureInfo.InvariantCulture)));
        return await ShowAsync(id, http, signed, views, desks, cancel, status: StatusCodes.Status422UnprocessableEntity, change: view => view with { Refusals = [new Ui.Refusal(null, viewing.T["problem.noneOpen"])] });
    }

    private static ProblemTyped Typed(IFormCollection form) => new()
    {
        Title = form.Field("title") ?? "", Product = form.Field("product") ?? "", Owner = form.Field("owner"), German = form.Field("german") ?? "", English = form.Field("english") ?? "",
        State = form.Field("state"), Community = form.Field("community"), Version = form.Field("version"),
    };

    private static ProblemWords WordsOf(ProblemTyped typed) => new(typed.Title, typed.Product, ProblemViews.NumberOf(typed.Owner), typed.German, typed.English);

    private static List<long> Numbers(string? typed) =>
        [.. (typed ?? "").Split([',', ';', ' ', '\n', '\r', '#'], StringSplitOptions.RemoveEmptyEntries).Take(GroupTickets.AtOnce + 1).Select(ProblemViews.NumberOf).OfType<long>().Distinct()];

    private static SeeOther Saved(HttpContext http, long id)
    {
        JustSaid.Say(http, Said.Saved);
        return Answers.SeeOther(Addresses.Problem(id.ToString(CultureInfo.InvariantCulture)));
    }
}
