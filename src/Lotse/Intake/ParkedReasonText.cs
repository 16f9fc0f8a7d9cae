using Lotse.Ui.Language;

namespace Lotse.Intake;

public static class ParkedReasonText
{
    public static string Of(Texts t, ParkedReason reason) => reason switch
    {
        ParkedReason.Unreadable => t["parked.unreadable"],
        ParkedReason.TooDeep => t["parked.tooDeep"],
        ParkedReason.TookTooLong => t["parked.tookTooLong"],
        ParkedReason.NoMailbox => t["parked.noMailbox"],
        ParkedReason.Loop => t["parked.loop"],
        ParkedReason.ReportOfNothing => t["parked.reportOfNothing"],
        ParkedReason.AnswersANotice => t["parked.answersANotice"],
        ParkedReason.Empty => t["parked.empty"],
        ParkedReason.KeptDamaged => t["parked.keptDamaged"],
        _ => t["parked.other"],
    };
}
