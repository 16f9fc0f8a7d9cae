using Lotse.Domain.Replies;
using Lotse.Domain.Replies.Macros;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Language;

namespace Lotse.Replies.Macros;

/// <summary>What stands in the way of a macro, in words.</summary>
internal static class MacroWords
{
    public static Refusal Of(Texts t, Domain.Refusal refusal) => new(refusal.About, refusal.Code switch
    {
        MacroSteps.NameMissing => t["macro.refused.name"],
        MacroSteps.NameTooLong => t["macro.refused.nameTooLong"],
        MacroSteps.DoesNothing => t["macro.refused.nothing"],
        MacroSteps.NoSuchVariable => t["macro.refused.variable"],
        MacroSteps.TextTooLong => t["macro.refused.text"],
        MacroSteps.SnoozeUnfit => t["macro.refused.snooze"],
        "no-such-category" => t["refused.noSuchCategory"],
        Tickets.Refusals.ChangedMeanwhile => t["refused.changedSince"],
        KeepMacros.TooMany => t["macro.refused.tooMany"],
        _ => t["refused.other"],
    });

    /// <summary>Which step, and why; and that nothing has happened.</summary>
    public static Refusal Of(Texts t, MacroOutcome outcome)
    {
        var step = outcome.Step switch { "reply" => t["macro.step.reply"], "note" => t["macro.step.note"], _ => t["macro.step.change"] };
        var why = outcome.Refusal!.Code switch
        {
            WriteReply.NewerMessage => t["macro.refused.newer"],
            "no-such-team" => t["macro.refused.team"],
            _ => Forms.Say(t, outcome.Refusal).Text,
        };
        return new Refusal(null, t["macro.refused", ("name", outcome.Name), ("step", step), ("why", why)]);
    }
}
