using Lotse.Ui.Language;

namespace Lotse.Tickets.Pages;

/// <summary>What stands in the way of work on whole tickets, in words.</summary>
internal static class WorkRefusals
{
    public static string? Of(Texts t, Domain.Refusal refusal) => refusal.Code switch
    {
        "value-missing" => t["refused.valueMissing", ("name", refusal.About)],
        "support-group-missing" => t["refused.supportGroup"],
        "level-does-not-write" => t["refused.levelDoesNotWrite"],
        "merge-into-higher" => t["refused.mergeIntoHigher"],
        "no-such-ticket" => t["refused.noSuchTicket"],
        "merge-into-itself" => t["refused.mergeIntoItself"],
        "merge-other-community" => t["refused.mergeOtherCommunity"],
        "merged-already" => t["refused.mergedAlready"],
        "ticket-is-spam" => t["refused.ticketIsSpam"],
        "not-merged" => t["refused.notMerged"],
        "tag-exists" => t["refused.tagExists", ("name", refusal.About)],
        "no-such-tag" => t["refused.noSuchTag", ("name", refusal.About)],
        "tag-into-itself" => t["refused.tagIntoItself"],
        "tag-name-empty" => t["refused.tagNameEmpty"],
        "redact-nothing" => t["refused.redactNothing"],
        "redact-not-there" => t["refused.redactNotThere", ("words", refusal.About)],
        "redact-on-its-way" => t["refused.redactOnItsWay"],
        "redact-not-sure" => t["refused.redactNotSure"],
        "split-not-incoming" => t["refused.splitNotIncoming"],
        "split-nothing-left" => t["refused.splitNothingLeft"],
        "link-to-itself" => t["refused.linkToItself"],
        "link-other-community" => t["refused.linkOtherCommunity"],
        "move-has-parts" => t["refused.moveHasParts"],
        "move-same-community" => t["refused.moveSameCommunity"],
        "no-such-category" => t["refused.noSuchCategory"],
        "no-such-team" => t["refused.noSuchTeam"],
        "not-found" => t["refused.ticketGone"],
        "forbidden" => t["refused.forbidden"],
        "state-not-by-hand" => t["refused.stateNew"],
        "bulk-nothing-chosen" => t["refused.bulkNothing"],
        "bulk-nothing-to-do" => t["refused.bulkNoStep"],
        "bulk-too-many" => t["refused.bulkTooMany"],
        "bulk-changed-since" => t["refused.bulkChanged"],
        "other-people" => t["refused.otherPeople"],
        _ => null,
    };
}
