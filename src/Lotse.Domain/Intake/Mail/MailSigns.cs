using Lotse.Domain.Intake.Mail.Bounces;

namespace Lotse.Domain.Intake.Mail;

/// <summary>What the rules may ask about a mail.</summary>
public sealed record MailSigns
{
    /// <summary>The first header field of a name, unfolded, or null.</summary>
    public required Func<string, string?> Header { get; init; }

    public required string Subject { get; init; }
    public MailName? From { get; init; }
    public required string Text { get; init; }
    public required string Visible { get; init; }

    /// <summary>The text without the copy of a returned mail below it; looked for once, by whoever asks first.</summary>
    public string Notice => field ??= BouncedText.WithoutCopy(Text);

    /// <summary>Of the outermost part, lower case.</summary>
    public string ContentType { get; init; } = "";

    public string ReportType { get; init; } = "";

    /// <summary>The text of a message/delivery-status part (RFC 3464).</summary>
    public string? DeliveryStatus { get; init; }

    /// <summary>The text of a message/feedback-report part (RFC 5965).</summary>
    public string? FeedbackReport { get; init; }

    /// <summary>The text of a message/disposition-notification part (RFC 8098).</summary>
    public string? Disposition { get; init; }

    /// <summary>The header of a returned mail, as text.</summary>
    public string? ReturnedHeaders { get; init; }

    public CalendarEntry? Calendar { get; init; }

    /// <summary>The first mail attached to this one.</summary>
    public ReadMail? Returned { get; init; }
}
