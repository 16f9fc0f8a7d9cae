using Lotse.Domain.Levels;
using Lotse.Levels.Escalating;
using Lotse.Levels.Keeping;
using Lotse.Ui;
using Lotse.Ui.Language;

namespace Lotse.Levels;

/// <summary>What stands in the way between levels, in words.</summary>
internal static class LevelRefusals
{
    /// <param name="form">Whose questions a refusal may be about.</param>
    public static Refusal Say(Texts t, Domain.Refusal refusal, HandOverForm? form = null, string language = "de") => new(FieldOf(refusal),
        refusal.Code == Escalate.AnswerMissing && form?.Questions.FirstOrDefault(question => question.Key == refusal.About) is { } question
            ? t["refused.answerMissing", ("question", question.Words.In(language))] : Words(t, refusal));

    public static string Words(Texts t, Domain.Refusal refusal) => refusal.Code switch
    {
        Escalate.TicketDone => t["refused.ticketDone"],
        Escalate.AlreadyHandedUp => t["refused.alreadyHandedUp"],
        Escalate.NoLevelAbove => t["refused.noLevelAbove"],
        Escalate.NotUpwards => t["refused.notUpwards"],
        Escalate.IsConsulted => t["refused.levelIsConsulted"],
        Escalate.NoSuchReason => t["refused.reasonMissing"],
        Escalate.TriedMissing => t["refused.triedMissing"],
        Escalate.NoSuchForm => t["refused.formMissing"],
        Escalate.AnswerMissing => t["escalate.missing"],
        Escalate.AnswerTooLong => t["refused.answerTooLong"],
        Standing.NotOfThisLevel => t["refused.notOfThisLevel"],
        AcceptHandOver.NothingToAccept => t["refused.nothingToAccept"],
        ReturnTicket.NotHandedUp => t["refused.notHandedUp"],
        AnswerNextTime.NotSolved => t["refused.nextTimeNotSolved"],
        AnswerNextTime.NothingAsked => t["refused.nextTimeNotAsked"],
        ReturnTicket.NextTimeMissing => t["refused.nextTimeMissing"],
        ReturnTicket.WordsMissing => t["refused.nothingWritten"],
        Consult.NobodyAsked => t["refused.nobodyAsked"],
        Consult.NoSuchLevel => t["refused.noSuchLevel"],
        Consult.AskedOneself => t["refused.askedOneself"],
        Consult.NoSuchAgent => t["refused.assignee"],
        SayInConsultation.Closed => t["refused.consultationClosed"],
        EscalateTicket.NoSuchFile => t["refused.noSuchFile"],
        EscalateTicket.NoSuchTicket => t["refused.noSuchTicket"],
        SetLevels.OnceEach or SetLevels.NoLevel => t["refused.noLevelInUse"],
        SetLevels.FirstMustWrite => t["refused.lowestMustWrite"],
        SetLevels.HoursNotRight => t["refused.hoursNotRight"],
        SetLevels.NoReasons => t["refused.noReasons"],
        SetLevels.KeysNotRight => t["refused.keysNotRight"],
        Tickets.Refusals.LeadsOnly => t["refused.leadsOnly"],
        Tickets.Refusals.ChangedMeanwhile => t["refused.changedSince"],
        _ => t["refused.other"],
    };

    public static string Urgency(Texts t, string urgency) => urgency switch
    {
        HandOverForm.ShowStopper => t["urgency.showStopper"],
        "limited" => t["urgency.limited"],
        _ => t["urgency.niceToHave"],
    };

    private static string? FieldOf(Domain.Refusal refusal) => refusal.Code switch
    {
        Escalate.NoSuchReason => "reason",
        Escalate.TriedMissing => "tried",
        Escalate.AnswerMissing or EscalateTicket.NoSuchFile or EscalateTicket.NoSuchTicket => null,
        ReturnTicket.WordsMissing => "text",
        ReturnTicket.NextTimeMissing => "nextTime",
        Consult.NobodyAsked or Consult.NoSuchLevel or Consult.AskedOneself or Consult.NoSuchAgent => "asked",
        _ => null,
    };
}
