namespace Lotse.Domain.Intake.Mail.Quotes;

public sealed record MailTextParts(string Visible, string Quoted, string Signature);

public static class SplitMailText
{
    public static MailTextParts Split(string text, int quoteAt) => new(text.Trim(), "", "");
}
