using Lotse.Domain.Intake;
using Lotse.Domain.Intake.Mail;

namespace Lotse.Domain.Replies.Automatic;

/// <summary>A mail that has opened a ticket and may be acknowledged.</summary>
/// <param name="Forbidden">What its own headers say against an answer.</param>
/// <param name="Sender">Whom the acknowledgement would go to.</param>
/// <param name="EnvelopeSender">Empty for the null sender; null where the door knows of no envelope.</param>
/// <param name="Imported">It was written before it came here.</param>
/// <param name="FromUs">The sender is one of our mailboxes.</param>
/// <param name="NamesOurs">It carries or answers a Message-ID of ours.</param>
/// <param name="Complained">The sender has called mail of ours unwanted.</param>
/// <param name="Old">See <see cref="AcknowledgeMail.IsOld"/>.</param>
public sealed record AskingMail(MailKind Kind, WhyNoAnswer? Forbidden, string Sender, string? EnvelopeSender, bool Imported, bool FromUs, bool NamesOurs, bool Complained = false, bool Old = false);

/// <summary>Whether a mail that has opened a ticket is acknowledged.</summary>
public static class AcknowledgeMail
{
    private static readonly TimeSpan Lain = TimeSpan.FromDays(1);

    /// <summary>Whether a mail lay too long for an answer by a machine. Its own date is of no account: senders' clocks are wrong, and their mails new all the same.</summary>
    /// <param name="received">When the first server of ours got it.</param>
    /// <param name="taken">When the desk took it over from there.</param>
    public static bool IsOld(DateTimeOffset received, DateTimeOffset taken) => taken - received > Lain;

    /// <returns>Null to send it; else the first thing that speaks against it.</returns>
    public static WhyNoAnswer? WhyNot(AskingMail mail, AutomaticCounts sent, AutomaticCaps caps) => WhyNot(mail)
        ?? (sent.OfDesk >= caps.OfDesk ? WhyNoAnswer.DeskCap
            : sent.OfSubject >= caps.OfSubject ? WhyNoAnswer.SubjectCap
            : sent.ToAddress >= caps.ToAddress ? WhyNoAnswer.AddressCap
            : null);

    /// <summary>What speaks for good against any answer by a machine, at whatever time.</summary>
    public static WhyNoAnswer? ForGood(MailKind kind, WhyNoAnswer? forbidden, string sender, string? envelopeSender, bool imported, bool old)
    {
        if (imported) return WhyNoAnswer.Imported;
        if (old) return WhyNoAnswer.Old;
        if (envelopeSender is { Length: 0 } or "<>") return WhyNoAnswer.NullSender;
        if (forbidden is not null) return forbidden;
        if (kind != MailKind.Human) return WhyNoAnswer.NotAPerson;
        if (!MailAddresses.LooksRight(sender)) return WhyNoAnswer.NoSender;
        return AnswerForbidden.IsUnread(sender) ? WhyNoAnswer.Daemon : null;
    }

    private static WhyNoAnswer? WhyNot(AskingMail mail)
    {
        if (ForGood(mail.Kind, mail.Forbidden, mail.Sender, mail.EnvelopeSender, mail.Imported, mail.Old) is { } why) return why;
        if (mail.FromUs) return WhyNoAnswer.OwnAddress;
        if (mail.Complained) return WhyNoAnswer.Complained;
        return mail.NamesOurs ? WhyNoAnswer.OwnMail : null;
    }
}
