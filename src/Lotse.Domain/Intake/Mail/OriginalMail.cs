using Lotse.Domain.Intake.Mail.Bounces;

namespace Lotse.Domain.Intake.Mail;

/// <summary>Finds which of our mails a report is about.</summary>
internal static class OriginalMail
{
    public static string? IdOf(MailSigns signs) =>
        signs.Returned?.MessageId ?? InText(signs.ReturnedHeaders ?? "") ?? InText(Copy(signs.Text)) ?? Header(signs, "In-Reply-To") ?? Header(signs, "References");

    private static string Copy(string text) => text[BouncedText.WithoutCopy(text).Length..];

    private static string? Header(MailSigns signs, string name) => signs.Header(name) is { } value ? Id(value) : null;

    private static string? InText(string headers)
    {
        foreach (var line in headers.AsSpan().EnumerateLines())
        {
            var field = line.TrimStart("> \t");
            if (field.StartsWith("Message-ID:", StringComparison.OrdinalIgnoreCase)) return Id(field[11..].ToString());
        }
        return null;
    }

    private static string? Id(string value)
    {
        var start = value.LastIndexOf('<');
        var id = (start < 0 ? value : value[(start + 1)..]).Split('>')[0].Trim();
        return id.Length == 0 ? null : id;
    }
}
