using System.Text.Json;

namespace Lotse.Domain.Intake.Mail.Bounces;

/// <summary>Bounces that Amazon's mail service reports as JSON by way of its notification service.</summary>
internal static class NotificationJson
{
    public static IReadOnlyList<DeliveryStatus>? Read(string text)
    {
        var start = text.IndexOf("{\"notificationType\"", StringComparison.Ordinal);
        if (start < 0) return null;
        try
        {
            var reader = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(text[start..].Replace("\n", "", StringComparison.Ordinal)));
            using var document = JsonDocument.ParseValue(ref reader);
            return Recipients(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static List<DeliveryStatus> Recipients(JsonElement root)
    {
        var found = new List<DeliveryStatus>();
        if (root.TryGetProperty("bounce", out var bounce) && bounce.TryGetProperty("bouncedRecipients", out var bounced))
        {
            foreach (var one in bounced.EnumerateArray())
            {
                var said = ReportFields.Untyped(Text(one, "diagnosticCode"));
                var answer = SmtpAnswer.In(said);
                var status = answer.Status ?? (Text(one, "status") is { Length: > 0 } s ? s : null);
                var reason = BounceReason.Of(said, status, answer.Code, SmtpStep.Rcpt);
                found.Add(new DeliveryStatus(Text(one, "emailAddress"), "failed", status, answer.Code, reason, BounceReason.IsHard(reason)));
            }
        }
        if (root.TryGetProperty("delivery", out var delivery) && delivery.TryGetProperty("recipients", out var delivered))
        {
            var said = Text(delivery, "smtpResponse");
            var at = said.IndexOf("2.", StringComparison.Ordinal);
            var length = at < 0 ? 0 : SmtpAnswer.StatusLength(said.AsSpan(at));
            foreach (var one in delivered.EnumerateArray())
            {
                found.Add(new DeliveryStatus(one.GetString() ?? "", "delivered", length > 0 ? said.Substring(at, length) : null, "250", "delivered", false));
            }
        }
        return found;
    }

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
