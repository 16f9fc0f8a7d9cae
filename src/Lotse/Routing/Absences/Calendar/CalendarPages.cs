using System.Globalization;
using Lotse.Adapters.Files;
using Lotse.Adapters.Web;
using Lotse.Domain;
using Lotse.Domain.Routing;
using Lotse.Domain.Routing.Exchange;
using Lotse.Routing.Table;
using Lotse.Tickets;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Layout;

namespace Lotse.Routing.Absences.Calendar;

/// <summary>The door for people to absences out of a calendar.</summary>
public static class CalendarPages
{
    public static void MapCalendarPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(Addresses.AbsenceCalendar, (string? agent, HttpContext http, Signed signed, AbsenceViews views, DeskViews desks, CancellationToken cancel) =>
            PageAsync(new CalendarView([], agent ?? signed.AgentId.ToString(CultureInfo.InvariantCulture), "handOver", "", null, [], null, null, []), StatusCodes.Status200OK, http, signed, views, desks, cancel));
        pages.MapPost(Addresses.AbsenceCalendar, TakeAsync);
    }

    private static async Task<IResult> TakeAsync(HttpContext http, Signed signed, TakeInCalendar take, RelieveAgents relieve, AbsenceViews views, EffectOfAbsence effects, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        if (TableViews.Id(form.Field("agent")) is not { } agent) return TypedResults.NotFound();
        var tickets = form.Field("tickets") == "keep" ? WithTickets.Keep : WithTickets.HandOver;
        var (text, fresh) = await TextAsync(form, cancel);
        // A file that is chosen anew is looked at first, whatever was ticked for the one before.
        var (trying, chosen) = (fresh || form.Field("then") != "take", form["take"].OfType<string>().ToHashSet(StringComparer.Ordinal));
        var answer = await take.RunAsync(signed.Acting, agent, text, new CalendarWish(chosen, tickets, trying), cancel);
        if (answer.Refusal == Refusals.NotFound || answer.Refusal is { Code: KeepAbsences.NotYours }) return TypedResults.NotFound();
        if (!trying && answer.Value is { } done)
        {
            if (done.Taken.Any(row => row.From <= viewing.Now.AddMinutes(1))) await relieve.RunAsync(cancel);
            return Forms.Saved(http, Addresses.Absences);
        }
        var lines = answer.Value?.Lines ?? (await take.RunAsync(signed.Acting, agent, text, new CalendarWish(chosen, tickets, true), cancel)).Value?.Lines;
        var next = lines?.FirstOrDefault(line => trying ? line.Suggested : line.CanBe && chosen.Contains(line.Key));
        var effect = next is null ? null : await effects.ForAsync(signed.Acting, new Absence(0, agent, next.Kind, next.From, next.Until, tickets), cancel);
        var view = new CalendarView([], form.Field("agent"), form.Field("tickets") ?? "handOver", text.Length > Adapters.Calendars.CalendarAbsences.LongestFile ? "" : text, lines, trying ? [.. (lines ?? []).Where(line => line.Suggested).Select(line => line.Key)] : chosen, effect, next,
            answer.Refusal is { } refusal ? [RoutingWords.Say(viewing.T, refusal)] : []);
        return await PageAsync(view, answer.Refusal is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity, http, signed, views, desks, cancel);
    }

    private static async Task<IResult> PageAsync(CalendarView view, int status, HttpContext http, Signed signed, AbsenceViews views, DeskViews desks, CancellationToken cancel)
    {
        var people = (await views.FormAsync(signed, new AbsenceTyped(view.Agent, "holiday", null, null, "handOver", ""), cancel)).People;
        if (people.All(one => one.Id != view.Agent)) return TypedResults.NotFound();
        return Forms.Page<CalendarPage>(status, ("Desk", await desks.ForAsync(http, cancel)), ("View", view with { People = people }));
    }

    private static async Task<(string Text, bool Fresh)> TextAsync(IFormCollection form, CancellationToken cancel)
    {
        var file = (await form.FilesAsync(cancel)).Find(one => one.Bytes.Length > 0);
        return file is null ? (form.Field("calendar") ?? "", false) : (TextOfFile.Decode(file.Bytes).Text, true);
    }
}
