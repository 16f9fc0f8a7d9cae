using Lotse.Domain.Intake.Mail.Bounces;

namespace Lotse.Domain.Intake.Mail;

/// <summary>Finds which of our mails a report is about.</summary>
internal static class OriginalMail
{
    public static string? IdOf(MailSigns signs) =>
        signs.Returned?.MessageId ?? Id("Message-ID:", signs.ReturnedHeaders ?? "") ?? Id("Message-ID:", Copy(signs.Text)) ?? Header(signs, "In-Reply-To") ?? Header(signs, "References");

    /// <summary>Some servers give our mail an id of their own; where its answers go still stands in its header.</summary>
    public static string? ReplyToOf(MailSigns signs) =>
        (signs.Returned?.ReplyTo is [var first, ..] ? first.Address : null) ?? Id("Reply-To:", signs.ReturnedHeaders ?? "") ?? Id("Reply-To:", Copy(signs.Text));

    private static string Copy(string text) => text[BouncedText.WithoutCopy(text).Length..];

    private static string? Header(MailSigns signs, string name) => signs.Header(name) is { } value ? Id(value) : null;

    private static string? Id(string name, string headers)
    {
        foreach (var line in headers.AsSpan().EnumerateLines())
        {
            var field = line.TrimStart("> \t");
            if (field.StartsWith(name, StringComparison.OrdinalIgnoreCase)) return Id(field[name.Length..].ToString());
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
