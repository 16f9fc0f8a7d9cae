using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Web;
using Lotse.Domain;
using Lotse.Domain.Levels;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Lotse.Tickets.Pages;
using Lotse.Tickets.Working;
using Lotse.Ui;
using Lotse.Ui.Language;
using Lotse.Ui.Layout;

namespace Lotse.Levels.Consulting;

/// <summary>The doors for people to consultations.</summary>
public static class ConsultPages
{
    public static void MapConsulting(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(Addresses.Consultations, ListAsync);
        pages.MapGet("/tickets/{number:long}/consultation", FormAsync);
        pages.MapPost("/tickets/{number:long}/consultations", AskAsync);
        pages.MapPost("/tickets/{number:long}/consultations/{id:long}/words", SayAsync);
        pages.MapPost("/tickets/{number:long}/consultations/{id:long}/closing", CloseAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext http, Signed signed, ConsultationViews views, DeskViews desks, Viewing viewing, CancellationToken cancel) =>
        Forms.Page<ConsultationsPage>(StatusCodes.Status200OK, ("Desk", await desks.ForAsync(http, cancel)), ("View", await views.ForAsync(signed, viewing.T, cancel)));

    private static Task<IResult> FormAsync(long number, HttpContext http, Signed signed, DeskDatabase database, DeskNames names, DeskViews desks, Viewing viewing, CancellationToken cancel) =>
        ShowAsync(number, http, signed, database, names, desks, viewing, null, "", null, cancel);

    private static async Task<IResult> AskAsync(
        long number, HttpContext http, Signed signed, ConsultColleagues consult, DeskDatabase database, DeskNames names, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var (chosen, words) = (form.Field("asked"), Words(form));
        var (level, asked) = ReadAsked(chosen);
        var answer = await consult.AskAsync(signed.Acting, number, level, asked, words, cancel);
        if (answer.Refusal == Tickets.Refusals.NotFound) return TypedResults.NotFound();
        return answer.Refusal is { } refusal ? await ShowAsync(number, http, signed, database, names, desks, viewing, chosen, words, refusal, cancel) : Forms.ToTicket(http, number, form.Field("queue"), Said.Consulted);
    }

    private static async Task<IResult> ShowAsync(
        long number, HttpContext http, Signed signed, DeskDatabase database, DeskNames names, DeskViews desks, Viewing viewing, string? chosen, string text, Domain.Refusal? refusal, CancellationToken cancel)
    {
        if (await database.ReadTicketAsync(signed.Acting, number, cancel) is not { Ticket: var ticket }) return TypedResults.NotFound();
        var (levels, known) = (await database.LevelsAsync(ticket.CommunityId, cancel), await names.NowAsync(cancel));
        var view = new ConsultView(Text(ticket.Number), ticket.Subject,
            [.. levels.Levels.Where(plan => plan.InUse && plan.Level != ticket.Level).OrderByDescending(plan => plan.Level).Select(plan => new Named($"level-{(int)plan.Level}", Ui.Language.Words.Level(viewing.T, (int)plan.Level)))],
            [.. known.Agents.Values.Where(a => a.Active && a.Id != signed.AgentId && a.Sees(ticket.CommunityId)).OrderBy(a => a.Name, StringComparer.CurrentCulture).Select(a => new Named(Text(a.Id), a.Name))],
            chosen ?? (levels.Above(ticket.Level) is { } above ? $"level-{(int)above}" : null), text, refusal is null ? [] : [LevelRefusals.Say(viewing.T, refusal)]);
        return Forms.Page<ConsultPage>(refusal is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity, ("Desk", await desks.ForAsync(http, cancel)), ("View", view));
    }

    private static async Task<IResult> SayAsync(long number, long id, HttpContext http, Signed signed, ConsultColleagues consult, TicketPages page, Viewing viewing, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        return await DoneAsync(await consult.SayAsync(signed.Acting, number, id, Words(form), cancel), Said.ConsultationAnswered, number, http, signed, page, viewing, cancel);
    }

    private static async Task<IResult> CloseAsync(long number, long id, HttpContext http, Signed signed, ConsultColleagues consult, TicketPages page, Viewing viewing, CancellationToken cancel) =>
        await DoneAsync(await consult.CloseAsync(signed.Acting, number, id, cancel), Said.Saved, number, http, signed, page, viewing, cancel);

    private static async Task<IResult> DoneAsync(Answer<Consultation> answer, Said said, long number, HttpContext http, Signed signed, TicketPages page, Viewing viewing, CancellationToken cancel)
    {
        if (answer.Refusal == Tickets.Refusals.NotFound) return TypedResults.NotFound();
        var queue = (await http.Request.ReadFormAsync(cancel)).Field("queue");
        return answer.Refusal is { } refusal
            ? await page.ShowAsync(http, signed, number, queue, cancel, StatusCodes.Status422UnprocessableEntity, view => view with { Refusals = [LevelRefusals.Say(viewing.T, refusal)] })
            : Forms.ToTicket(http, number, queue, said);
    }

    private static (Level? Level, long? Asked) ReadAsked(string? chosen) => chosen switch
    {
        ['l', 'e', 'v', 'e', 'l', '-', var digit] when char.IsAsciiDigit(digit) && Enum.IsDefined((Level)(digit - '0')) => ((Level)(digit - '0'), null),
        _ => (null, long.TryParse(chosen, NumberStyles.None, CultureInfo.InvariantCulture, out var agent) ? agent : null),
    };

    private static string Words(IFormCollection form) => form["text"].ToString().ReplaceLineEndings("\n").Trim();

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
