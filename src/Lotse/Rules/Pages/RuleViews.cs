using System.Globalization;
using Lotse.Adapters.Database.Rows.Automation;
using Lotse.Adapters.Web;
using Lotse.Domain.Replies.Macros;
using Lotse.Domain.Rules;
using Lotse.Domain.Tickets;
using Lotse.Rules.Webhooks;
using Lotse.Tickets.Macros;
using Lotse.Tickets.Pages;
using Lotse.Ui;

namespace Lotse.Rules.Pages;

/// <summary>The pages of rules, as one person may see and change them.</summary>
public sealed class RuleViews(KeepRules rules, KeepWebhooks webhooks, RuleLog log, DeskViews desks, DeskNames names)
{
    private const int RunsAtOnce = 30;

    public async Task<IResult> ListAsync(HttpContext http, Signed signed, CancellationToken cancel)
    {
        var known = await names.NowAsync(cancel);
        var hooks = (await webhooks.ListAsync(signed.Acting, cancel)).ToDictionary(w => w.Id, w => w.Name);
        var rows = (await rules.ListAsync(signed.Acting, cancel)).Select((row, place) => new RuleLine(
            MacroItems.Of(row.Id, row.Name, MacroSteps.Read(row.Steps) ?? new TicketSteps(), known), row.Moments, row.Since, row.Hours, row.Condition,
            row.WebhookId is { } hook ? hooks.GetValueOrDefault(hook, "?") : null, row.CommunityId is { } community ? known.Community(community) : null,
            row.Enabled, row.PausedAt is not null, RuleAccess.MayChange(signed.Acting, row.CommunityId), place == 0));
        return Forms.Page<RulesPage>(StatusCodes.Status200OK, ("Desk", await desks.ForAsync(http, cancel)), ("View", new RulesView([.. rows])));
    }

    public async Task<IResult> ShowAsync(HttpContext http, Signed signed, RuleForm form, RuleRow? row, string? after, CancellationToken cancel, int status = StatusCodes.Status200OK)
    {
        var known = await names.NowAsync(cancel);
        var runs = row is null ? [] : await log.RunAsync(signed.Acting, row.Id, ReadStepsForm.Id(after), RunsAtOnce, cancel);
        var view = new RuleView
        {
            Form = form,
            Communities = Communities(signed, known),
            Agents = [.. known.Agents.Values.Where(a => a.Active && (signed.Acting.SeesAll || a.Communities.Any(signed.Acting.Sees))).OrderBy(a => a.Name, StringComparer.CurrentCulture).Select(a => new Named(Text(a.Id), a.Name))],
            Categories = CategoryPick.For(signed.Acting, known),
            Teams = [.. known.TeamsFor(signed.Acting).Select(team => new Named(Text(team.Key), team.Value))],
            Webhooks = [.. (await webhooks.ListAsync(signed.Acting, cancel)).Select(w => new Named(Text(w.Id), w.Name))],
            Variables = MacroSteps.Variables,
            ReadOnly = row is not null && !RuleAccess.MayChange(signed.Acting, row.CommunityId),
            PausedAt = row?.PausedAt,
            Runs = runs,
            Next = runs.Count == RunsAtOnce ? Text(runs[^1].Id) : null,
        };
        return Forms.Page<RulePage>(status, ("Desk", await desks.ForAsync(http, cancel)), ("View", view));
    }

    /// <summary>Those that the person may make rules and webhooks for.</summary>
    internal static IReadOnlyList<Named> Communities(Signed signed, NamesNow known) =>
        [.. known.Communities.Where(c => RuleAccess.MayChange(signed.Acting, c.Key)).Select(c => new Named(Text(c.Key), c.Value)).OrderBy(c => c.Name, StringComparer.CurrentCulture)];

    public static RuleForm Of(RuleRow row) => ReadStepsForm.Of(MacroSteps.Read(row.Steps) ?? new TicketSteps(), new RuleForm
    {
        Id = Text(row.Id), Version = KeepRules.VersionOf(row), Name = row.Name, Community = row.CommunityId is { } community ? Text(community) : null, Enabled = row.Enabled,
        When = [.. MomentOf.All.Where(moment => row.Moments.HasFlag(moment)).Select(TellWebhooks.NameOf)], Since = row.Since?.ToString(),
        Hours = row.Hours > 0 ? row.Hours.ToString(CultureInfo.InvariantCulture) : null, Condition = row.Condition, Webhook = row.WebhookId is { } hook ? Text(hook) : null, StopAfter = row.StopAfter,
    });

    public static RuleForm Typed(IFormCollection form, string? id) => ReadStepsForm.Typed(form, new RuleForm
    {
        Id = id, Version = form.Field("version"), Name = form.Field("name"), Community = form.Field("community"), Enabled = form.Field("enabled") is not null, When = [.. form["when"].OfType<string>()], Since = form.Field("since"),
        Hours = form.Field("hours"), Condition = form.Field("condition"), Webhook = form.Field("webhook"), StopAfter = form.Field("stopAfter") is not null,
    });

    public static RuleWish Wish(RuleForm typed, string zone) => new(
        new WriteRule(typed.Name, RulesApi.MomentsOf(typed.When) ?? RuleMoments.None, Enum.TryParse<RuleSince>(typed.Since, ignoreCase: true, out var since) ? since : null,
            int.TryParse(typed.Hours, NumberStyles.None, CultureInfo.InvariantCulture, out var hours) ? hours : 0, typed.Condition, ReadStepsForm.Steps(typed), ReadStepsForm.Id(typed.Webhook), typed.StopAfter),
        ReadStepsForm.Id(typed.Community), typed.Enabled, zone, typed.Version);

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
