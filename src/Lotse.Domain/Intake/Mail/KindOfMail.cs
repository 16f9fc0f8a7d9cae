using Lotse.Domain.Intake.Mail.Bounces;

namespace Lotse.Domain.Intake.Mail;

/// <param name="NoAnswer">Why no machine may answer it; null where one may.</param>
/// <param name="OriginalMessageId">Of the mail that a report is about.</param>
/// <param name="OriginalReplyTo">Where answers to that mail go, as its own header says.</param>
public sealed record MailVerdict(
    MailKind Kind, WhyNoAnswer? NoAnswer, IReadOnlyList<DeliveryStatus> Dsn, string? OriginalMessageId = null, string? OriginalReplyTo = null)
{
    public bool SuppressAutoResponse => NoAnswer is not null;
}

/// <summary>What kind of mail it is: written by a person, by a list, or by a machine, and then by which sort of machine.</summary>
/// <remarks>What a standard declares (reports of RFC 3464, 5965, 8098; RFC 3834; RFC 2919) comes first, words come last.</remarks>
public static class KindOfMail
{
    public static MailVerdict Tell(MailSigns signs)
    {
        if (signs.FeedbackReport is not null || signs.ReportType == "feedback-report" || IsUnsubscribe(signs)) return Machine(MailKind.FeedbackReport, signs);
        if (signs.DeliveryStatus is not null || (signs.ReportType == "delivery-status" && signs.Disposition is null)) return Bounced(signs);
        if (signs.Disposition is { } disposition) return Receipt(disposition, signs);
        if (signs.ReportType == "disposition-notification") return Machine(MailKind.ReadReceipt, signs);
        if (signs.Calendar is { Method: not (null or "PUBLISH") }) return Machine(MailKind.Calendar, signs);
        if (LooksBounced.ByWords(signs)) return Bounced(signs);
        if (AutoReply.IsIt(signs)) return Machine(MailKind.AutoReply, signs);
        if (AnswerForbidden.IsList(signs) || AnswerForbidden.IsBulk(signs)) return Machine(MailKind.List, signs);
        return new MailVerdict(MailKind.Human, AnswerForbidden.By(signs, MailKind.Human), []);
    }

    private static MailVerdict Machine(MailKind kind, MailSigns signs)
    {
        var why = AnswerForbidden.By(signs, kind) ?? WhyNoAnswer.NotAPerson;
        if (kind is MailKind.AutoReply or MailKind.Calendar or MailKind.List) return new MailVerdict(kind, why, []);
        var original = OriginalMail.Of(signs);
        return new MailVerdict(kind, why, [], original.Id, original.ReplyTo);
    }

    private static MailVerdict Bounced(MailSigns signs)
    {
        var reports = ReadBounce.Read(signs.DeliveryStatus, signs.Text, signs.Notice, signs.Header("X-Failed-Recipients"));
        var kind = reports.Any(r => r.Hard || r.Action is not ("delayed" or "delivered" or "relayed" or "expanded")) ? MailKind.Bounce
            : reports.Any(r => r.Action == "delayed") ? MailKind.Delayed : MailKind.ReadReceipt;
        return Machine(kind, signs) with { Dsn = reports };
    }

    private static MailVerdict Receipt(string disposition, MailSigns signs)
    {
        var id = ReportFields.Groups(disposition).Select(g => g["Original-Message-ID"]).FirstOrDefault(i => !string.IsNullOrWhiteSpace(i));
        var receipt = Machine(MailKind.ReadReceipt, signs);
        return id is null ? receipt : receipt with { OriginalMessageId = id.Trim('<', '>', ' ') };
    }

    /// <summary>What a mail program sends to a List-Unsubscribe address at the press of a button: a wish of the reader, not a question.</summary>
    private static bool IsUnsubscribe(MailSigns signs) =>
        signs.Subject.Equals("unsubscribe", StringComparison.OrdinalIgnoreCase)
        && signs.Text.AsSpan().TrimStart().StartsWith("Apple Mail sent this email to unsubscribe", StringComparison.OrdinalIgnoreCase);
}
