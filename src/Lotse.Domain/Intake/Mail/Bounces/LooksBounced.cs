using System.Buffers;
using System.Text;

namespace Lotse.Domain.Intake.Mail.Bounces;

/// <summary>Tells a bounce without a machine-readable part from mail of people. A person who forwards or quotes a bounce stays a person.</summary>
public static class LooksBounced
{
    private static readonly string[] Daemons =
    [
        "mailer-daemon", "mailerdaemon", "mail-daemon", "maildaemon", "postmaster", "post_master", "poostmaster", "mail.delivery.system", "bounce-notification",
    ];

    private static readonly string[] SubjectWords =
    [
        "undeliver", "delivery status", "returned mail", "mail delivery failed", "delivery failure", "failure notice", "mail system error", "delivery has failed",
        "delivery failed", "failed delivery", "unzustellbar", "nicht zugestellt", "delivery notification", "mail failure", "delivery report",
        "blocked by our bulk email filter", "could not send message", "message delayed", "error sending your mail", "delayed mail", "mail delivery",
        "message delivery has failed", "не доставлено", "недоставленн", "nondeliverable", "non remis", "no se ha podido entregar", "mancata consegna",
        "warning: message", "notice: mail delivery status", "returned to sender", "email delivery error", "loop alert", "not member", "not delivered",
        "zustellung", "wurde nicht übermittelt", "échec", "rückläufer",
    ];

    private static readonly SearchValues<string> Subjects = SearchValues.Create(SubjectWords, StringComparison.OrdinalIgnoreCase);

    /// <summary>Apart from the others: one letter that is not ASCII makes the search for all of them many times dearer.</summary>
    private static readonly SearchValues<string> AsciiSubjects = SearchValues.Create([.. SubjectWords.Where(word => Ascii.IsValid(word))], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> Bodies = SearchValues.Create(
    [
        "could not be delivered", "wasn't able to deliver", "delivery to the following recipient", "unable to deliver", "did not reach the following recipient",
        "was not delivered to", "rejected by a remote mail server", "error delivering your mail", "following addresses had", "an error has occurred while attempting",
        "could not be reached", "delivery has failed to", "did not reach some or all", "not a member of this mailing list", "exceeds allowed size",
        "transcript of session follows", "had delivery problems", "failure reasons", "had trouble delivering", "incorrectly constructed",
        "the user(s) account is", "failed to deliver", "konnte nicht zugestellt werden", "nicht zugestellt werden", "permanent fatal errors",
        "message has been rejected", "your message was not delivered", "this message was created automatically by mail delivery", "server message",
        "duplicated message-id", "groups.google.com/support", "delivery failed", "no such user", "user unknown", "mailbox full", "mailbox is full",
        "delivery errors", "not deliver", "undeliverable",
    ], StringComparison.OrdinalIgnoreCase);

    public static bool ByWords(MailSigns signs)
    {
        if (signs.Header("X-Failed-Recipients") is { Length: > 0 }) return true;
        if (signs.Text.StartsWith("{\"notificationType\"", StringComparison.Ordinal)) return true;
        var daemon = IsDaemon(signs);
        var subject = Any(Ascii.IsValid(signs.Subject) ? AsciiSubjects : Subjects, signs.Subject);
        if (daemon && subject) return true;
        var unanswerable = signs.From is null || signs.Header("Return-Path")?.Trim() is "<>" || IsAutomatic(signs);
        if (!daemon && !unanswerable) return false;
        var start = signs.Text.Length > 4000 ? signs.Text[..4000] : signs.Text;
        var body = Any(Bodies, start);
        if (daemon && (body || signs.Returned is not null)) return true;
        return unanswerable && body && (subject || start.Contains("Could not be delivered to: <", StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsAutomatic(MailSigns signs) =>
        signs.Header("Auto-Submitted") is { } value && !value.TrimStart().StartsWith("no", StringComparison.OrdinalIgnoreCase)
        || signs.From is { } from && from.Address.StartsWith("no-reply@", StringComparison.OrdinalIgnoreCase)
        || signs.Header("X-MLServer") is not null || signs.Header("X-ML-Name") is not null;

    public static bool IsDaemon(MailSigns signs)
    {
        if (signs.From is not { } from) return false;
        var local = from.Address.Split('@')[0];
        foreach (var daemon in Daemons) if (local.Equals(daemon, StringComparison.OrdinalIgnoreCase)) return true;
        return from.Name.Contains("mail delivery s", StringComparison.OrdinalIgnoreCase) || from.Name.Contains("mailer-daemon", StringComparison.OrdinalIgnoreCase)
            || from.Name.Contains("mailer daemon", StringComparison.OrdinalIgnoreCase);
    }

    private static bool Any(SearchValues<string> phrases, string text) => text.AsSpan().ContainsAny(phrases);
}
