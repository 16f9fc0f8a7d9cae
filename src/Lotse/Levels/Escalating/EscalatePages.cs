using System.Globalization;
using Lotse.Adapters.Web;
using Lotse.Domain.Levels;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Lotse.Tickets.Pages;
using Lotse.Tickets.Working;
using Lotse.Ui;
using Lotse.Ui.Layout;

namespace Lotse.Levels.Escalating;

/// <summary>The doors for people to the gate: the form, what it keeps as one types, the question to the customer, and up it goes.</summary>
public static class EscalatePages
{
    public static void MapEscalating(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/tickets/{number:long}/escalation", ShowAsync);
        pages.MapPost("/tickets/{number:long}/escalations", PostAsync);
        pages.MapPost("/tickets/{number:long}/escalation/draft", KeepAsync);
    }

    private static async Task<IResult> ShowAsync(long number, HttpContext http, Signed signed, EscalationViews views, DeskViews desks, Viewing viewing, CancellationToken cancel) =>
        await views.FindAsync(signed.Acting, number, cancel) is { } gate ? await PageAsync(http, desks, await views.MakeAsync(signed, gate, null, false, null, viewing, cancel), StatusCodes.Status200OK, cancel)
            : TypedResults.NotFound();

    private static async Task<IResult> PostAsync(
        long number, HttpContext http, Signed signed, EscalationViews views, EscalateTicket escalate, KeepEntered keep, AskCustomer ask, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        if (await views.FindAsync(signed.Acting, number, cancel) is not { } gate) return TypedResults.NotFound();
        var entered = Read(form);
        switch (form.Field("then"))
        {
            case "form":
                await keep.RunAsync(signed.Acting, number, entered, cancel);
                return Answers.SeeOther(Addresses.Of(Text(number), "escalation"));
            case "ask":
                await keep.RunAsync(signed.Acting, number, entered, cancel);
                var asked = await ask.RunAsync(signed.Acting, gate, entered, viewing.Language, cancel);
                if (asked.Refusal is { } hindrance) return await AgainAsync(hindrance);
                return Forms.ToTicket(http, number, form.Field("queue"), asked.Value ? Said.QuestionBegun : Said.NothingToAsk);
            default: break;
        }
        var answer = await escalate.RunAsync(signed.Acting, number, entered, cancel);
        if (answer.Refusal == Tickets.Refusals.NotFound) return TypedResults.NotFound();
        return answer.Refusal is { } refusal ? await AgainAsync(refusal) : Forms.ToTicket(http, number, form.Field("queue"), Said.Escalated);

        async Task<IResult> AgainAsync(Domain.Refusal refusal) =>
            await PageAsync(http, desks, await views.MakeAsync(signed, gate, entered, Escalate.IsShut(refusal), refusal, viewing, cancel), StatusCodes.Status422UnprocessableEntity, cancel);
    }

    private static async Task<IResult> KeepAsync(long number, HttpContext http, Signed signed, KeepEntered keep, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var at = form.Field("at") is [var digit and >= '0' and <= '9'] ? (Level)(digit - '0') : (Level?)null;
        return await keep.RunAsync(signed.Acting, number, Read(form), cancel, at) ? TypedResults.NoContent() : TypedResults.NotFound();
    }

    private static async Task<IResult> PageAsync(HttpContext http, DeskViews desks, EscalationView view, int status, CancellationToken cancel) =>
        Forms.Page<EscalatePage>(status, ("Desk", await desks.ForAsync(http, cancel)), ("View", view));

    /// <summary>Fields of answers begin with a. and go on with the question's key.</summary>
    internal static Entered Read(IFormCollection form) => new(
        form.Field("to") is { Length: 1 } to && char.IsAsciiDigit(to[0]) && Enum.IsDefined((Level)(to[0] - '0')) ? (Level)(to[0] - '0') : null,
        form.Field("reason") ?? "", Words(form["tried"]), form.Field("form") ?? "",
        form.Where(field => field.Key.StartsWith("a.", StringComparison.Ordinal) && field.Key.Length <= 62).Take(SetLevels.AtMost)
            .ToDictionary(field => field.Key[2..], field => Words(field.Value), StringComparer.Ordinal),
        form.Field("emergency") is { } emergency && !string.IsNullOrWhiteSpace(emergency) ? Words(emergency) : null);

    private static string Words(string? typed) => (typed ?? "").ReplaceLineEndings("\n").Trim();

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
