namespace Lotse.Domain.Intake.Mail;

/// <summary>Finds which of our mails a report is about.</summary>
internal static class OriginalMail
{
    /// <summary>Its id, and where its answers go: some servers give our mail an id of their own, and the other still stands in its header.</summary>
    public static (string? Id, string? ReplyTo) Of(MailSigns signs)
    {
        var (id, replyTo) = (signs.Returned?.MessageId, signs.Returned?.ReplyTo is [var first, ..] ? first.Address : null);
        if (signs.ReturnedHeaders is { } headers) (id, replyTo) = (id ?? Id("Message-ID:", headers), replyTo ?? Id("Reply-To:", headers));
        if (id is null || replyTo is null)
        {
            var copy = signs.Text.AsSpan(signs.Notice.Length);
            (id, replyTo) = (id ?? Id("Message-ID:", copy), replyTo ?? Id("Reply-To:", copy));
        }
        return (id ?? Header(signs, "In-Reply-To") ?? Header(signs, "References"), replyTo);
    }

    private static string? Header(MailSigns signs, string name) => signs.Header(name) is { } value ? Id(value) : null;

    private static string? Id(string name, ReadOnlySpan<char> headers)
    {
        foreach (var line in headers.EnumerateLines())
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
