using Lotse.Domain.Intake;
using Lotse.Ui.Language;

namespace Lotse.Tickets.Reading;

/// <summary>Why the desk did not answer by itself, in words. Written out, so that every key is found by a search.</summary>
public static class NoAnswerText
{
    public static string Of(Texts t, WhyNoAnswer why) => why switch
    {
        WhyNoAnswer.NullSender => t["noAnswer.nullSender"],
        WhyNoAnswer.AutoSubmitted => t["noAnswer.autoSubmitted"],
        WhyNoAnswer.Precedence => t["noAnswer.precedence"],
        WhyNoAnswer.List => t["noAnswer.list"],
        WhyNoAnswer.ResponseSuppress => t["noAnswer.responseSuppress"],
        WhyNoAnswer.Loop => t["noAnswer.loop"],
        WhyNoAnswer.NoSender => t["noAnswer.noSender"],
        WhyNoAnswer.Daemon => t["noAnswer.daemon"],
        WhyNoAnswer.OwnAddress => t["noAnswer.ownAddress"],
        WhyNoAnswer.OwnMail => t["noAnswer.ownMail"],
        WhyNoAnswer.Imported => t["noAnswer.imported"],
        WhyNoAnswer.Forwarded => t["noAnswer.forwarded"],
        WhyNoAnswer.Complained => t["noAnswer.complained"],
        WhyNoAnswer.AddressCap => t["noAnswer.addressCap"],
        WhyNoAnswer.SubjectCap => t["noAnswer.subjectCap"],
        WhyNoAnswer.DeskCap => t["noAnswer.deskCap"],
        WhyNoAnswer.Old => t["noAnswer.old"],
        _ => t["noAnswer.notAPerson"],
    };
}
