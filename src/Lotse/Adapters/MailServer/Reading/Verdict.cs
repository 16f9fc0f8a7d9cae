using Lotse.Adapters.MailServer.Reading.Headers;
using Lotse.Domain.Intake;
using Lotse.Domain.Intake.Mail;
using Lotse.Adapters.MailServer.Reading.Parts;

namespace Lotse.Adapters.MailServer.Reading;

/// <summary>Hands the rules what they ask about a mail.</summary>
internal static class Verdict
{
    public static MailVerdict Of(MailTree tree, string subject, IReadOnlyList<MailName> from, string text, string visible, CalendarEntry? calendar,
        IReadOnlyList<ReadMail> nested)
    {
        var fields = new FirstFields(tree.Message.Headers);
        var type = tree.Message.Body?.ContentType;
        return KindOfMail.Tell(new MailSigns
        {
            Header = field => fields.Find(field) is { } header ? HeaderFacts.Plain(header) : null,
            Subject = subject,
            From = from is [var first, ..] ? first : null,
            Text = text,
            Visible = visible,
            ContentType = type?.MimeType.ToLowerInvariant() ?? "",
            ReportType = type?.Parameters["report-type"]?.ToLowerInvariant() ?? "",
            DeliveryStatus = Report(tree, "delivery-status", "global-delivery-status"),
            FeedbackReport = Report(tree, "feedback-report"),
            Disposition = Report(tree, "disposition-notification", "global-disposition-notification"),
            ReturnedHeaders = Report(tree, "rfc822-headers", "global-headers"),
            Calendar = calendar,
            Returned = nested is [var mail, ..] ? mail : null,
        });
    }

    private static string? Report(MailTree tree, params ReadOnlySpan<string> kinds)
    {
        foreach (var kind in kinds) if (tree.Reports.TryGetValue(kind, out var text)) return text;
        return null;
    }
}
