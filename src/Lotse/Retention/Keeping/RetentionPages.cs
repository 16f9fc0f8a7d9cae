using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Web;
using Lotse.Domain.Retention;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Language;
using Lotse.Ui.Layout;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Retention.Keeping;

/// <summary>The doors for leads to what their communities delete, anonymise and archive.</summary>
public static class RetentionPages
{
    private const string Tag = "tag:";

    public static void MapKeepingRetention(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(Addresses.Retention, ListAsync);
        pages.MapGet("/retention/{community:long}", ShowAsync);
        pages.MapPost("/retention/{community:long}", SaveAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext http, Signed signed, DeskDatabase database, DeskNames names, DeskViews desks, CancellationToken cancel)
    {
        if (signed.Acting.Role < Role.Lead) return TypedResults.NotFound();
        var known = await names.NowAsync(cancel);
        var kept = (await database.RetentionPlans.ToListAsync(cancel)).ToDictionary(row => row.CommunityId, row => RetentionPlan.Read(row.Plan).Rules.Count);
        var view = new RetentionsView([.. known.Communities.Where(c => signed.Acting.Sees(c.Key)).OrderBy(c => c.Value, StringComparer.CurrentCulture).Select(c => (new Named(Text(c.Key), c.Value), kept.GetValueOrDefault(c.Key)))]);
        return Forms.Page<RetentionsPage>(StatusCodes.Status200OK, ("Desk", await desks.ForAsync(http, cancel)), ("View", view));
    }

    private static async Task<IResult> ShowAsync(long community, HttpContext http, Signed signed, KeepRetention keep, DeskDatabase database, DeskNames names, DeskViews desks, CancellationToken cancel)
    {
        var answer = await keep.ReadAsync(signed.Acting, community, cancel);
        return answer.Value is { } kept ? await PageAsync(http, desks, await ViewAsync(community, kept, database, names, cancel), StatusCodes.Status200OK, cancel) : TypedResults.NotFound();
    }

    private static async Task<IResult> SaveAsync(
        long community, HttpContext http, Signed signed, KeepRetention keep, DeskDatabase database, DeskNames names, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var wanted = Typed(form);
        var preview = await keep.PreviewAsync(signed.Acting, community, wanted, cancel);
        if (preview.Refusal == Tickets.Refusals.NotFound || preview.Refusal?.Code == Tickets.Refusals.LeadsOnly) return TypedResults.NotFound();
        var refusal = preview.Refusal;
        var save = form.Field("action") == "save";
        if (refusal is null && save) refusal = wanted.Rules.Any(rule => rule.Act != RetentionAct.Archive) && form.Field("sure") is null ? new Domain.Refusal("retention-not-sure") : (await keep.RunAsync(signed.Acting, community, wanted, cancel)).Refusal;
        if (refusal is null && save)
        {
            JustSaid.Say(http, Said.Saved);
            return Answers.SeeOther(Addresses.RetentionOf(Text(community)));
        }
        var view = await ViewAsync(community, wanted, database, names, cancel);
        if (preview.Value is { } due) view = view with { Rules = [.. view.Rules.Select((rule, at) => at < due.Count ? rule with { Due = due[at] } : rule)] };
        if (refusal is not null) view = view with { Refusals = [new Ui.Refusal(null, Say(viewing.T, refusal))] };
        return await PageAsync(http, desks, view, refusal is null ? StatusCodes.Status200OK : Forms.StatusOf(refusal), cancel);
    }

    /// <summary>A rule without months is none.</summary>
    private static WantedRetention Typed(IFormCollection form)
    {
        var rules = new List<WantedRule>();
        for (var at = 0; at <= RetentionPlan.RulesAtMost; at++)
        {
            if (form.Field($"months-{at}") is not { } months) continue;
            var what = form.Field($"what-{at}") ?? "done";
            rules.Add(new WantedRule(int.TryParse(months, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0, what.StartsWith(Tag, StringComparison.Ordinal) ? what[Tag.Length..] : null, what == "spam", Enum.TryParse<RetentionAct>(form.Field($"act-{at}"), ignoreCase: true, out var act) && Enum.IsDefined(act) ? act : RetentionAct.Delete));
        }
        var seen = long.TryParse(form.Field("version"), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : (long?)null;
        return new WantedRetention(rules, (form.Field("holds") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), seen);
    }

    private static async Task<RetentionView> ViewAsync(long community, WantedRetention wanted, DeskDatabase database, DeskNames names, CancellationToken cancel)
    {
        var tags = await database.Tags.Where(t => t.CommunityId == community && t.AliasOfId == null).OrderBy(t => t.Name).Select(t => t.Name).Take(500).ToListAsync(cancel);
        List<RuleTyped> rules = [.. wanted.Rules.Select(rule => new RuleTyped(rule.Months == 0 ? "" : Text(rule.Months), rule.Tag is { } tag ? Tag + tag : rule.Spam ? "spam" : "done", rule.Act))];
        if (rules.Count < RetentionPlan.RulesAtMost) rules.Add(new RuleTyped("", "done", RetentionAct.Archive));
        return new RetentionView(Text(community), (await names.NowAsync(cancel)).Community(community), rules, wanted.Holds, tags, wanted.Version is { } version ? Text(version) : null, []);
    }

    private static async Task<IResult> PageAsync(HttpContext http, DeskViews desks, RetentionView view, int status, CancellationToken cancel) =>
        Forms.Page<RetentionPage>(status, ("Desk", await desks.ForAsync(http, cancel)), ("View", view));

    private static string Say(Texts t, Domain.Refusal refusal) => refusal.Code switch
    {
        RetentionPlan.Months => t["retention.refused.months"],
        RetentionPlan.OnlyDeleted => t["retention.refused.spam"],
        RetentionPlan.Twice => t["retention.refused.twice"],
        RetentionPlan.TooMany => t["retention.refused.tooMany"],
        KeepRetention.NoSuchTag => t["retention.refused.tag", ("tag", refusal.About)],
        Tickets.Refusals.ChangedMeanwhile => t["refused.changedSince"],
        _ => t["retention.refused.sure"],
    };

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
