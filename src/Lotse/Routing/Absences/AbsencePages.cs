using System.Globalization;
using Lotse.Adapters.Web;
using Lotse.Domain.Routing;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Layout;

namespace Lotse.Routing.Absences;

/// <summary>The doors for people to who is away and who stands in.</summary>
public static class AbsencePages
{
    public static void MapAbsencePages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(Addresses.Absences, ListAsync);
        pages.MapGet("/absences/new", NewAsync);
        pages.MapPost(Addresses.Absences, SaveAsync);
        pages.MapPost("/absences/{id:long}/end", EndAsync);
        pages.MapGet("/absences/people/{id:long}", (long id, HttpContext http, Signed signed, AbsenceViews views, DeskViews desks, CancellationToken cancel) => PersonAsync(id, http, signed, views, desks, cancel));
        pages.MapPost("/absences/people/{id:long}", StandInsAsync);
        pages.MapPost("/absences/people/{id:long}/return", TakeBackAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext http, Signed signed, AbsenceViews views, DeskViews desks, CancellationToken cancel) =>
        Forms.Page<AbsencesPage>(StatusCodes.Status200OK, ("Desk", await desks.ForAsync(http, cancel)), ("View", await views.ListAsync(signed, cancel)));

    /// <summary>With the kind in the address, the effect stands there at once: a sick call is two clicks.</summary>
    private static Task<IResult> NewAsync(string? agent, string? kind, HttpContext http, Signed signed, AbsenceViews views, EffectOfAbsence effect, DeskViews desks, Viewing viewing, CancellationToken cancel) =>
        FormAsync(new AbsenceTyped(agent ?? signed.AgentId.ToString(CultureInfo.InvariantCulture), kind == "sick" ? "sick" : "holiday", null, null, "handOver", ""), kind == "sick", StatusCodes.Status200OK, [], http, signed, views, effect, desks, viewing, cancel);

    private static async Task<IResult> SaveAsync(HttpContext http, Signed signed, KeepAbsences keep, RelieveAgents relieve, AbsenceViews views, EffectOfAbsence effect, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var typed = new AbsenceTyped(form.Field("agent"), form.Field("kind") ?? "other", form.Field("from"), form.Field("until"), form.Field("tickets") ?? "handOver", form.Field("note") ?? "");
        if (form.Field("show") is not null) return await FormAsync(typed, true, StatusCodes.Status200OK, [], http, signed, views, effect, desks, viewing, cancel);
        if (!long.TryParse(typed.Agent, NumberStyles.None, CultureInfo.InvariantCulture, out var agent)) return TypedResults.NotFound();
        if (WishOf(typed, viewing) is not { } wish) return await AgainAsync(new Domain.Refusal(KeepAbsences.EndsFirst, "until"));
        var answer = await keep.SaveAsync(signed.Acting, agent, null, wish, cancel);
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        if (answer.Refusal is { } refusal) return await AgainAsync(refusal);
        if (answer.Value!.From <= viewing.Now.AddMinutes(1)) await relieve.RunAsync(cancel); // At once: whoever is ill does not wait for a worker.
        return Forms.Saved(http, Addresses.Absences);

        Task<IResult> AgainAsync(Domain.Refusal why) => FormAsync(typed, false, StatusCodes.Status422UnprocessableEntity, [RoutingWords.Say(viewing.T, why)], http, signed, views, effect, desks, viewing, cancel);
    }

    private static async Task<IResult> FormAsync(AbsenceTyped typed, bool withEffect, int status, IReadOnlyList<Ui.Refusal> refusals, HttpContext http, Signed signed, AbsenceViews views, EffectOfAbsence effect,
        DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        var view = await views.FormAsync(signed, typed, cancel) with { Refusals = refusals };
        if (view.People.All(one => one.Id != typed.Agent)) return TypedResults.NotFound();
        if (withEffect && WishOf(typed, viewing) is { } wish)
        {
            var absence = new Absence(0, long.Parse(typed.Agent!, CultureInfo.InvariantCulture), wish.Kind, wish.From ?? viewing.Now, wish.Until, wish.Tickets);
            view = view with { Effect = await effect.ForAsync(signed.Acting, absence, cancel) };
        }
        return Forms.Page<AbsenceFormPage>(status, ("Desk", await desks.ForAsync(http, cancel)), ("View", view));
    }

    private static async Task<IResult> EndAsync(long id, HttpContext http, Signed signed, KeepAbsences keep, CancellationToken cancel)
    {
        var answer = await keep.EndAsync(signed.Acting, id, cancel);
        // One that is over already is as it was to be.
        if (answer.Refusal is { } refusal && refusal.Code != KeepAbsences.Over) return refusal.Code == KeepAbsences.NotYours ? TypedResults.Forbid() : TypedResults.NotFound();
        return Forms.Saved(http, answer.Value is { } row ? $"{Addresses.Absences}/people/{row.AgentId.ToString(CultureInfo.InvariantCulture)}" : Addresses.Absences);
    }

    private static async Task<IResult> PersonAsync(long id, HttpContext http, Signed signed, AbsenceViews views, DeskViews desks, CancellationToken cancel, int status = StatusCodes.Status200OK, Func<StandInsView, StandInsView>? change = null)
    {
        if (await views.StandInsAsync(signed, id, cancel) is not { } view) return TypedResults.NotFound();
        return Forms.Page<StandInsPage>(status, ("Desk", await desks.ForAsync(http, cancel)), ("View", change is null ? view : change(view)));
    }

    private static async Task<IResult> StandInsAsync(long id, HttpContext http, Signed signed, KeepAbsences keep, AbsenceViews views, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var deputies = form["deputy"].OfType<string>().Where(one => one.Length > 0).ToList();
        var weekly = form["day"].Zip(form["from"], form["until"]).Where(one => !string.IsNullOrEmpty(one.First)).Select(one => new WeeklyLine(one.First!, one.Second ?? "", one.Third ?? "")).ToList();
        var answer = await keep.StandInsAsync(signed.Acting, id, [.. deputies.Select(one => long.TryParse(one, NumberStyles.None, CultureInfo.InvariantCulture, out var agent) ? agent : 0)],
            [.. weekly.Select(one => new WeeklyAbsence((DayOfWeek)(int.TryParse(one.Day, NumberStyles.None, CultureInfo.InvariantCulture, out var day) ? day : -1), AbsenceViews.Minutes(one.From), one.Until is "00:00" ? 1440 : AbsenceViews.Minutes(one.Until)))], cancel);
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        if (answer.Refusal is not { } refusal) return Forms.Saved(http, Addresses.Absences);
        return await PersonAsync(id, http, signed, views, desks, cancel, StatusCodes.Status422UnprocessableEntity, view => view with { Deputies = deputies, Weekly = weekly, Refusals = [RoutingWords.Say(viewing.T, refusal)] });
    }

    private static async Task<IResult> TakeBackAsync(long id, HttpContext http, Signed signed, TakeBackTickets take, AbsenceViews views, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var numbers = form["ticket"].Select(one => long.TryParse(one, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).ToList();
        var answer = await take.RunAsync(signed.Acting, id, numbers, cancel);
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        if (answer.Refusal is not { } refusal) return Forms.Saved(http, $"{Addresses.Absences}/people/{id.ToString(CultureInfo.InvariantCulture)}");
        return await PersonAsync(id, http, signed, views, desks, cancel, StatusCodes.Status422UnprocessableEntity, view => view with { Refusals = [RoutingWords.Say(viewing.T, refusal)] });
    }

    /// <summary>Null where what was typed is no time.</summary>
    private static AbsenceWish? WishOf(AbsenceTyped typed, Viewing viewing)
    {
        var (from, until) = (Moment(typed.From), Moment(typed.Until));
        if ((!string.IsNullOrEmpty(typed.From) && from is null) || (!string.IsNullOrEmpty(typed.Until) && until is null)) return null;
        var kind = Enum.TryParse<AbsenceKind>(typed.Kind, ignoreCase: true, out var named) && Enum.IsDefined(named) ? named : AbsenceKind.Other;
        return new AbsenceWish(kind, from, until, typed.Tickets == "keep" ? WithTickets.Keep : WithTickets.HandOver, typed.Note);

        DateTimeOffset? Moment(string? local) => LaterTimes.Of(LaterTimes.Own, local, viewing.Now, viewing.Zone);
    }
}
