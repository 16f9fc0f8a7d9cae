using Lotse.Domain.Intake.Spam;
using Lotse.Ui.Language;

namespace Lotse.Tickets.Spam;

/// <summary>What speaks for spam, or against it, in words.</summary>
internal static class SpamReasonText
{
    public static string Of(Texts t, SpamReason reason) => reason.Code switch
    {
        ScoreSpam.Filter => t["spam.because.filter", ("words", reason.Words)],
        ScoreSpam.NotFromThere => t["spam.because.notFromThere", ("domain", reason.Words)],
        ScoreSpam.AnswersElsewhere => t["spam.because.answersElsewhere", ("domain", reason.Words)],
        ScoreSpam.Words => t["spam.because.words", ("words", reason.Words)],
        ScoreSpam.Sender => t["spam.because.sender"],
        ScoreSpam.NoSpamBefore => t["spam.because.noSpamBefore"],
        ScoreSpam.Known => t["spam.because.known"],
        _ => reason.Code,
    };
}
