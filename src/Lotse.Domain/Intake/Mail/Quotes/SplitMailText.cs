namespace Lotse.Domain.Intake.Mail.Quotes;

/// <summary>A mail text in three: the new words, what was quoted, and the signature with the line that announces it.</summary>
public sealed record MailTextParts(string Visible, string Quoted, string Signature);

/// <summary>Parts what a person wrote from what a mail program added. One pass over the lines; when in doubt a line stays visible.</summary>
public static class SplitMailText
{
    /// <param name="text">With LF line ends.</param>
    /// <param name="quoteAt">Where the sender's mail program itself marked the beginning of the quote, as an index; -1 where it did not.</param>
    /// <param name="isForward">The subject says that the mail is forwarded: then what follows the header block is the message.</param>
    public static MailTextParts Split(string text, int quoteAt = -1, bool isForward = false)
    {
        if (text.AsSpan().Trim().Length == 0) return new MailTextParts("", "", "");
        var pass = new SplitPass(text, quoteAt, isForward);
        pass.Run();
        var visible = pass.Visible;
        // Nobody may see an empty mail that is not empty: better the quote than nothing.
        return visible.AsSpan().Trim().Length > 0 ? new MailTextParts(visible, pass.Quoted, pass.Signature)
            : new MailTextParts(text.Trim(), pass.Quoted, "");
    }
}
