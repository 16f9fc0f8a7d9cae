using Lotse.Adapters.MailServer.Imap;
using Lotse.Intake.Mail.Fetching;
using Lotse.Ui.Language;

namespace Lotse.Intake;

/// <summary>What to say about trouble with a mailbox. Written out, so that every key is found by a search.</summary>
public static class MailboxTroubleText
{
    /// <param name="kept">As the mailbox's row keeps it: a code as of MailboxTrouble, a colon, the server's words; and a line for each <see cref="LeftBehindNote"/>.</param>
    public static string Of(Texts t, Moments moments, string kept) => string.Join(' ', kept.Split('\n').Select(line => LeftBehindNote.Read(line) is { } left ? Of(t, moments, left) : Of(t, line)));

    /// <summary>Whether it is about nothing but mails that were left behind: there is nothing to be tried again soon.</summary>
    public static bool IsLeftBehind(string kept) => Array.TrueForAll(kept.Split('\n'), LeftBehindNote.IsOne);

    private static string Of(Texts t, Moments moments, LeftBehindNote left)
    {
        var sizes = string.Join(", ", left.Bytes.Select(moments.Size)) + (left.Bytes.Count < left.Count ? ", …" : "");
        return left.Reason == LeftBehindReason.TooLarge
            ? t.Count("imap.leftTooLarge", left.Count, ("sizes", sizes), ("time", moments.Exact(left.Since)))
            : t.Count("imap.leftUnreadable", left.Count, ("sizes", sizes), ("time", moments.Exact(left.Since)));
    }

    private static string Of(Texts t, string kept)
    {
        var (code, detail) = kept.Split(':', 2) is [var before, var after] ? (before, after.Trim()) : (kept, "");
        return Known(t, code) is { } words ? $"{words} {detail}".TrimEnd() : kept;
    }

    private static string? Known(Texts t, string code) => code switch
    {
        "Options" => t["imap.options"],
        "Unreachable" => t["imap.unreachable"],
        "TimedOut" => t["imap.timedOut"],
        "Tls" => t["imap.tls"],
        "SignIn" => t["imap.signIn"],
        "TokenNotTaken" => t["imap.tokenNotTaken"],
        "TokenClient" => t["token.client"],
        "TokenGrant" => t["token.grant"],
        "TokenConsent" => t["token.consent"],
        "TokenEndpointAway" => t["token.endpointAway"],
        "TokenNotUnderstood" => t["token.notUnderstood"],
        "Folder" => t["imap.folder"],
        "ConnectionLost" => t["imap.connectionLost"],
        "StoreUnavailable" => t["imap.store"],
        "MailRefused" => t["imap.mailRefused"],
        "Busy" => t["smtp.busy"],
        "FolderUnwritable" => t["smtp.folderUnwritable"],
        "AfterTaking" => t["imap.afterTaking"],
        _ => null,
    };
}
