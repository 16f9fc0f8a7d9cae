namespace Lotse.Ui.Language;

/// <summary>What to say where a known fault, or word to its customers, is refused.</summary>
public static class ProblemText
{
    /// <returns>Null for a code of somebody else.</returns>
    public static string? Of(Texts t, string code, string? about) => code switch
    {
        "problem-not-yours" => t["refused.problemNotYours"],
        "problem-title-missing" => t["refused.problemTitle"],
        "problem-words-too-long" => t["refused.problemTooLong"],
        "problem-owner-unfit" => t["refused.assignee"],
        "problem-state-not-so" => t["refused.problemState"],
        "problem-solved-already" => t["refused.problemSolved"],
        "problem-not-solved" => t["refused.problemNotSolved"],
        "problem-other-community" => t["refused.problemOtherCommunity"],
        "problem-in-another" => t["refused.problemInAnother"],
        "problem-full" => t["refused.problemFull"],
        "problem-not-in-it" => t["refused.problemNotInIt"],
        "problem-tickets-unfit" => t["refused.noSuchTicket"],
        "inform-too-long" => t["refused.informTooLong"],
        "inform-no-such-variable" => t["refused.informVariable"],
        "inform-words-missing" => about == "english" ? t["refused.informNoEnglish"] : t["refused.informNoGerman"],
        "inform-value-missing" => t["refused.informValue", ("name", about)],
        "inform-nothing-written" => t["refused.nothingWritten"],
        "inform-under-way" => t["refused.informUnderWay"],
        "inform-same-words" => t["refused.informSameWords"],
        "inform-nobody-there" => t["refused.informNobody"],
        "inform-left-problem" => t["refused.informLeft"],
        "inform-ticket-done" => t["refused.informDone"],
        "newer-message" => t["refused.informNewer"],
        _ => null,
    };

    /// <summary>The field that a refusal is about; null where it is about the form as a whole, or somebody else's.</summary>
    public static string? FieldOf(string code, string? about) => about switch
    {
        "title" or "product" or "german" or "english" when code.StartsWith("problem-", StringComparison.Ordinal) || code.StartsWith("inform-", StringComparison.Ordinal) => about,
        "tickets" => "numbers",
        _ => null,
    };
}
