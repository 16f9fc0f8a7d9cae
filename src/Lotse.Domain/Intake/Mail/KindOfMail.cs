using Lotse.Domain.Intake.Mail.Bounces;

namespace Lotse.Domain.Intake.Mail;

public sealed record MailVerdict(MailKind Kind, bool SuppressAutoResponse, IReadOnlyList<DeliveryStatus> Dsn, string? OriginalMessageId);

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
        if (IsList(signs)) return new MailVerdict(MailKind.List, true, [], null);
        return new MailVerdict(MailKind.Human, MustNotAnswer(signs), [], null);
    }

    private static MailVerdict Machine(MailKind kind, MailSigns signs) =>
        new(kind, true, [], kind is MailKind.AutoReply or MailKind.Calendar ? null : OriginalMail.IdOf(signs));

    private static MailVerdict Bounced(MailSigns signs)
    {
        var reports = ReadBounce.Read(signs.DeliveryStatus, signs.Text, signs.Header("X-Failed-Recipients"));
        var kind = reports.Any(r => r.Hard || r.Action is not ("delayed" or "delivered" or "relayed" or "expanded")) ? MailKind.Bounce
            : reports.Any(r => r.Action == "delayed") ? MailKind.Delayed : MailKind.ReadReceipt;
        return new MailVerdict(kind, true, reports, OriginalMail.IdOf(signs));
    }

    private static MailVerdict Receipt(string disposition, MailSigns signs)
    {
        var id = ReportFields.Groups(disposition).Select(g => g["Original-Message-ID"]).FirstOrDefault(i => !string.IsNullOrWhiteSpace(i));
        return new MailVerdict(MailKind.ReadReceipt, true, [], id?.Trim('<', '>', ' ') ?? OriginalMail.IdOf(signs));
    }

    /// <summary>What a mail program sends to a List-Unsubscribe address at the press of a button: a wish of the reader, not a question.</summary>
    private static bool IsUnsubscribe(MailSigns signs) =>
        signs.Subject.Equals("unsubscribe", StringComparison.OrdinalIgnoreCase)
        && signs.Text.AsSpan().TrimStart().StartsWith("Apple Mail sent this email to unsubscribe", StringComparison.OrdinalIgnoreCase);

    private static bool IsList(MailSigns signs) =>
        signs.Header("List-Id") is not null || signs.Header("List-Post") is not null || signs.Header("List-Unsubscribe") is not null
        || signs.Header("Mailing-List") is not null || signs.Header("X-Mailing-List") is not null
        || signs.Header("Precedence")?.Trim().ToLowerInvariant() is "list" or "bulk" or "junk";

    /// <summary>A person wrote it, but it asks that no machine answers, or an answer would reach nobody.</summary>
    private static bool MustNotAnswer(MailSigns signs)
    {
        if (signs.Header("Return-Path")?.Trim() is "<>") return true;
        if (signs.Header("X-Loop")?.Trim().ToLowerInvariant() is "yes" or "true") return true;
        var suppress = signs.Header("X-Auto-Response-Suppress") ?? "";
        if (suppress.Contains("All", StringComparison.OrdinalIgnoreCase) || suppress.Contains("AutoReply", StringComparison.OrdinalIgnoreCase)
            || suppress.Contains("OOF", StringComparison.OrdinalIgnoreCase)) return true;
        var local = signs.From?.Address.Split('@')[0].ToLowerInvariant() ?? "";
        return signs.From is null || LooksBounced.IsDaemon(signs) || local is "noreply" or "no-reply" or "no_reply" or "donotreply" or "do-not-reply";
    }
}
