using System.Globalization;
using Lotse.Adapters.Web;
using Lotse.Rules.Trying;
using Lotse.Rules.Webhooks;
using Lotse.Tickets;
using Lotse.Tickets.Macros;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Layout;

namespace Lotse.Rules.Pages;

/// <summary>The doors for people to rules: making them, their order, what they did, and what they would do.</summary>
public static class RulePages
{
    /// <summary>Tickets that a trial looks at, unless more are asked for; and that it shows.</summary>
    private const int Newest = 100, Shown = 50;

    public static void MapRulePages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup(Addresses.Rules).ExcludeFromDescription();
        pages.MapGet("", async (HttpContext http, Signed signed, RuleViews views, CancellationToken cancel) => RuleAccess.MayLook(signed.Acting) ? await views.ListAsync(http, signed, cancel) : TypedResults.StatusCode(StatusCodes.Status403Forbidden));
        pages.MapGet("/new", async (HttpContext http, Signed signed, RuleViews views, CancellationToken cancel) =>
            RuleAccess.MayLook(signed.Acting) ? await views.ShowAsync(http, signed, new RuleForm { When = ["ticketOpened"] }, null, null, cancel) : TypedResults.StatusCode(StatusCodes.Status403Forbidden));
        pages.MapGet("/{id:long}", ShowAsync);
        pages.MapPost("", (HttpContext http, Signed signed, KeepRules rules, RuleViews views, Viewing viewing, CancellationToken cancel) => SaveAsync(null, http, signed, rules, views, viewing, cancel));
        pages.MapPost("/{id:long}", (long id, HttpContext http, Signed signed, KeepRules rules, RuleViews views, Viewing viewing, CancellationToken cancel) => SaveAsync(id, http, signed, rules, views, viewing, cancel));
        pages.MapPost("/{id:long}/removal", async (long id, HttpContext http, Signed signed, KeepRules rules, CancellationToken cancel) => Done(http, await rules.RemoveAsync(signed.Acting, id, cancel)));
        pages.MapPost("/{id:long}/position", async (long id, HttpContext http, Signed signed, KeepRules rules, CancellationToken cancel) => Done(http, await rules.RaiseAsync(signed.Acting, id, cancel)));
        pages.MapPost("/{id:long}/resumption", async (long id, HttpContext http, Signed signed, KeepRules rules, CancellationToken cancel) =>
            Done(http, (await rules.ResumeAsync(signed.Acting, id, cancel)).Refusal is null));
        pages.MapGet("/{id:long}/trial", TryAsync);
        routes.MapWebhookPages();
    }

    private static async Task<IResult> ShowAsync(long id, HttpContext http, Signed signed, KeepRules rules, RuleViews views, CancellationToken cancel, string? after = null) =>
        await rules.ReadAsync(signed.Acting, id, cancel) is { } row ? await views.ShowAsync(http, signed, RuleViews.Of(row), row, after, cancel) : TypedResults.NotFound();

    private static async Task<IResult> SaveAsync(long? id, HttpContext http, Signed signed, KeepRules rules, RuleViews views, Viewing viewing, CancellationToken cancel)
    {
        var typed = RuleViews.Typed(await http.Request.ReadFormAsync(cancel), id?.ToString(CultureInfo.InvariantCulture));
        var answer = await rules.SaveAsync(signed.Acting, id, RuleViews.Wish(typed, signed.Preferences.TimeZone), cancel);
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        if (answer.Refusal == Refusals.Forbidden) return TypedResults.StatusCode(StatusCodes.Status403Forbidden);
        if (answer.Refusal is not { } refusal) return Done(http, true);
        var row = id is { } known ? await rules.ReadAsync(signed.Acting, known, cancel) : null;
        return await views.ShowAsync(http, signed, typed with { Refusals = [RuleWords.Of(viewing.T, refusal)] }, row, null, cancel, Forms.StatusOf(refusal));
    }

    private static async Task<IResult> TryAsync(long id, HttpContext http, Signed signed, KeepRules rules, TryRule trial, DeskViews desks, DeskNames names, CancellationToken cancel, int newest = Newest)
    {
        if (await rules.ReadAsync(signed.Acting, id, cancel) is not { } row || KnownRules.Of(row) is not { } rule) return TypedResults.NotFound();
        newest = Math.Clamp(newest, 1, TryRule.AtMost);
        var tried = await trial.RunAsync(signed.Acting, rule, newest, cancel);
        var lines = tried.ToLookup(one => one.Match.Fits, one => new TrialLine(one.Ticket.Number.ToString(CultureInfo.InvariantCulture), one.Ticket.Subject, (Ui.TicketState)(int)one.Ticket.State, one.Match.Because, one.Changes));
        var view = new TrialView(MacroItems.Of(id, row.Name, rule.Steps, await names.NowAsync(cancel)), row.Condition, newest, tried.Count, lines[true].Count(), [.. lines[true].Take(Shown)], [.. lines[false].Take(Shown)]);
        return Forms.Page<TrialPage>(StatusCodes.Status200OK, ("Desk", await desks.ForAsync(http, cancel)), ("View", view));
    }

    private static IResult Done(HttpContext http, bool there)
    {
        if (!there) return TypedResults.NotFound();
        JustSaid.Say(http, Said.Saved);
        return Answers.SeeOther(Addresses.Rules);
    }
}
