using System.Globalization;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Web;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Language;
using Lotse.Ui.Layout;

namespace Lotse.Tickets.Drafts;

/// <summary>What the script hears when it has saved.</summary>
/// <param name="Id">Empty where nothing is left of the draft.</param>
public sealed record SavedDraftJson(string Id, int Version);

/// <summary>Somebody has changed the draft since; nothing was saved.</summary>
/// <param name="Notice">For whoever writes.</param>
public sealed record NewerDraftJson(string Id, int Version, string Text, string Html, string Notice);

/// <summary>Where the composer keeps what is typed, and how it once was.</summary>
public static class DraftPages
{
    public static void MapDrafts(this IEndpointRouteBuilder pages)
    {
        pages.MapPost("/tickets/{number:long}/drafts", SaveAsync);
        pages.MapGet("/tickets/{number:long}/drafts/{id:long}/versions", VersionsAsync);
        pages.MapPost("/tickets/{number:long}/drafts/{id:long}/versions", RestoreAsync);
    }

    private static async Task<IResult> SaveAsync(long number, HttpContext http, Signed signed, SaveDraft save, DeskNames names, Viewing viewing, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var answer = await save.RunAsync(signed.Acting, number, Written(form), cancel);
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        if (answer.Refusal is { } refusal) return TypedResults.UnprocessableEntity(new DraftRefusalJson(refusal.Code, Forms.Say(viewing.T, refusal).Text));
        var saved = answer.Value!;
        if (saved.Newer is not { } newer) return TypedResults.Ok(new SavedDraftJson(saved.Id == 0 ? "" : Text(saved.Id), saved.Version));
        var who = (await names.NowAsync(cancel)).Agent(newer.AgentId) ?? "";
        var notice = viewing.T["compose.draft.changed", ("name", who), ("time", viewing.Moments.Exact(newer.UpdatedAt))];
        return TypedResults.Conflict(new NewerDraftJson(Text(newer.Id), newer.Version, newer.Text, newer.Html, notice));
    }

    private static WrittenDraft Written(IFormCollection form) => new(
        form.Field("kind") == "note" ? DraftKind.Note : DraftKind.Reply,
        form["text"].ToString().ReplaceLineEndings("\n"), form.Field("html") ?? "", form.Field("to") ?? "", form.Field("cc") ?? "",
        Number(form.Field("lastSeen")), form.Field("draft") is { } id ? Number(id) : null, (int)Math.Min(int.MaxValue, Number(form.Field("version"))),
        form.Field("shared") switch { "1" => true, "0" => false, _ => null });

    private static async Task<IResult> VersionsAsync(long number, long id, HttpContext http, Signed signed, RestoreDraft drafts, DeskViews desks, DeskNames names, CancellationToken cancel)
    {
        if (await drafts.FindAsync(signed.Acting, number, id, cancel) is not { } found) return TypedResults.NotFound();
        var known = await names.NowAsync(cancel);
        var view = new DraftVersionsView(Text(number), Text(id), [.. found.Earlier.Select(v => new EarlierWords(v.Version, known.Agent(v.AgentId) ?? "", v.At, v.Text))]);
        return Forms.Page<DraftVersionsPage>(StatusCodes.Status200OK, ("Desk", await desks.ForAsync(http, cancel)), ("View", view));
    }

    private static async Task<IResult> RestoreAsync(long number, long id, HttpContext http, Signed signed, RestoreDraft drafts, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        if (!await drafts.RunAsync(signed.Acting, number, id, (int)Math.Min(int.MaxValue, Number(form.Field("version"))), cancel)) return TypedResults.NotFound();
        JustSaid.Say(http, Said.DraftRestored);
        return Answers.SeeOther($"{Addresses.Ticket(Text(number))}?draft={Text(id)}");
    }

    private static long Number(string? typed) => long.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
