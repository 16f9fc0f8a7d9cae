using Lotse.Domain.Replies;
using Lotse.Ui.Language;

namespace Lotse.Tickets.Reading;

/// <summary>Why a mail came back, in words. Written out, so that every key is found by a search.</summary>
public static class BounceReasonText
{
    /// <param name="kept">A reason as of BounceReason, or a mail server's own words, which stay as they are.</param>
    public static string Of(Texts t, string kept) => OfAddress(t, kept) ?? OfSender(t, kept) ?? OfTransport(t, kept) ?? OfOurs(t, kept) ?? kept;

    private static string? OfAddress(Texts t, string reason) => reason switch
    {
        "userunknown" => t["bounce.userunknown"],
        "hostunknown" => t["bounce.hostunknown"],
        "hasmoved" => t["bounce.hasmoved"],
        "notaccept" => t["bounce.notaccept"],
        "mailboxfull" => t["bounce.mailboxfull"],
        "suspend" => t["bounce.suspended"],
        "mesgtoobig" or "exceedlimit" => t["bounce.tooBig"],
        _ => null,
    };

    private static string? OfSender(Texts t, string reason) => reason switch
    {
        "spamdetected" or "virusdetected" => t["bounce.spam"],
        "blocked" or "requireptr" => t["bounce.blocked"],
        "authfailure" => t["bounce.authentication"],
        "norelaying" => t["bounce.relay"],
        "policyviolation" or "securityerror" or "filtered" => t["bounce.policy"],
        "contenterror" or "notcompliantrfc" or "syntaxerror" => t["bounce.content"],
        "rejected" => t["bounce.rejected"],
        "complaint" => t["bounce.complaint"],
        _ => null,
    };

    /// <summary>It has not left at all.</summary>
    private static string? OfOurs(Texts t, string reason) => reason switch
    {
        DeliveryOutcome.FilesAway => t["bounce.filesAway"],
        DeliveryOutcome.FileMissing => t["bounce.fileMissing"],
        DeliveryOutcome.NotMadeYet => t["bounce.notMadeYet"],
        DeliveryOutcome.NotMade => t["bounce.notMade"],
        _ => null,
    };

    private static string? OfTransport(Texts t, string reason) => reason switch
    {
        "speeding" or "toomanyconn" => t["bounce.busy"],
        "expired" => t["bounce.expired"],
        "networkerror" => t["bounce.network"],
        "systemerror" or "systemfull" or "mailererror" => t["bounce.system"],
        "onhold" or "undefined" => t["bounce.undefined"],
        _ => null,
    };
}
