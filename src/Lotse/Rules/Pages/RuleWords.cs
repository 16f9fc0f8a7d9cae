using Lotse.Domain.Replies.Macros;
using Lotse.Domain.Rules;
using Lotse.Rules.Running;
using Lotse.Rules.Webhooks;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Language;

namespace Lotse.Rules.Pages;

/// <summary>Rules and webhooks in words. Written out, so that every key is found by a search.</summary>
internal static class RuleWords
{
    public static string Moment(Texts t, RuleMoments moment) => moment switch
    {
        RuleMoments.TicketOpened => t["rule.when.ticketOpened"],
        RuleMoments.CustomerWrote => t["rule.when.customerWrote"],
        RuleMoments.ReplySent => t["rule.when.replySent"],
        RuleMoments.StateChanged => t["rule.when.stateChanged"],
        RuleMoments.Assigned => t["rule.when.assigned"],
        RuleMoments.LevelChanged => t["rule.when.levelChanged"],
        RuleMoments.TagsChanged => t["rule.when.tagsChanged"],
        _ => t["rule.when.noteWritten"],
    };

    public static string When(Texts t, RuleMoments moments, RuleSince? since, int hours) => since switch
    {
        RuleSince.LastChange => t.Count("rule.hoursSinceChange", hours),
        RuleSince.Opened => t.Count("rule.hoursSinceOpened", hours),
        _ => string.Join(", ", MomentOf.All.Where(moment => moments.HasFlag(moment)).Select(moment => Moment(t, moment))),
    };

    public static string Outcome(Texts t, RuleOutcome outcome) => outcome switch
    {
        RuleOutcome.Ran => t["rule.outcome.ran"],
        RuleOutcome.Refused => t["rule.outcome.refused"],
        RuleOutcome.TooDeep => t["rule.outcome.tooDeep"],
        _ => t["rule.outcome.tooOften"],
    };

    /// <summary>Why it ran, or what stood in the way.</summary>
    public static string Why(Texts t, LoggedRun run) => run switch
    {
        { Outcome: RuleOutcome.Refused, Why: RunRules.Failed } => t["rule.failed"],
        { Outcome: RuleOutcome.Refused } => Forms.Say(t, new Domain.Refusal(run.Why)).Text,
        _ => run.Why.Length > 0 ? run.Why : t["rule.always"],
    };

    public static Refusal Of(Texts t, Domain.Refusal refusal) => new(refusal.About, refusal.Code switch
    {
        WriteRule.NameMissing or MacroSteps.NameMissing or KeepWebhooks.NameMissing => t["macro.refused.name"],
        WriteRule.NameTooLong or MacroSteps.NameTooLong or KeepWebhooks.NameTooLong => t["macro.refused.nameTooLong"],
        WriteRule.NeverAsked => t["rule.refused.neverAsked"],
        WriteRule.HoursUnfit => t["rule.refused.hours"],
        WriteRule.ConditionTooLong => t["rule.refused.conditionTooLong"],
        WriteRule.ConditionUnread => t["rule.refused.conditionUnread"],
        WriteRule.NobodyIsMe => t["rule.refused.nobodyIsMe"],
        MacroSteps.DoesNothing => t["rule.refused.nothing"],
        MacroSteps.NoSuchVariable => t["macro.refused.variable"],
        MacroSteps.TextTooLong => t["macro.refused.text"],
        MacroSteps.SnoozeUnfit => t["macro.refused.snooze"],
        KeepRules.NotForThisCommunity or KeepWebhooks.NotForThisCommunity => t["rule.refused.community"],
        KeepRules.NoSuchWebhook => t["rule.refused.webhook"],
        KeepRules.TooMany or KeepWebhooks.TooMany => t["rule.refused.tooMany"],
        KeepRules.NobodyThere => t["rule.refused.nobodyThere"],
        KeepWebhooks.UrlUnfit => t["webhook.refused.url"],
        "no-such-team" => t["rule.refused.team"],
        Tickets.Refusals.ChangedMeanwhile => t["refused.changedSince"],
        "no-such-category" => t["refused.noSuchCategory"],
        _ => t["refused.other"],
    });

    /// <summary>How it stands with a telling.</summary>
    public static string Step(Texts t, WebhookStep step) => step switch
    {
        WebhookStep.Waiting => t["webhook.step.waiting"],
        WebhookStep.Done => t["webhook.step.done"],
        _ => t["webhook.step.givenUp"],
    };

    public static string Trouble(Texts t, string trouble) => trouble switch
    {
        "private-address" => t["webhook.trouble.privateAddress"],
        "port-not-allowed" => t["webhook.trouble.port"],
        "too-slow" => t["webhook.trouble.tooSlow"],
        "switched-off" => t["webhook.trouble.switchedOff"],
        _ => t["webhook.trouble.unreachable"],
    };
}
