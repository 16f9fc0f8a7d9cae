namespace Lotse.Domain.Intake.Mail.Quotes;

/// <summary>A mail text in three: the new words, what was quoted, and the signature with the line that announces it.</summary>
public sealed record MailTextParts(string Visible, string Quoted, string Signature);

/// <summary>Parts what a person wrote from what a mail program added. One pass over the lines; when in doubt a line stays visible.</summary>
public static class SplitMailText
{
    /// <summary>Characters that are looked at line by line. What a person writes is shorter; of a log below it the rest goes where its beginning went.</summary>
    private const int Longest = 300_000;

    /// <param name="text">With LF line ends.</param>
    /// <param name="quoteAt">Where the sender's mail program itself marked the beginning of the quote, as an index; -1 where it did not.</param>
    /// <param name="isForward">The subject says that the mail is forwarded: then what follows the header block is the message.</param>
    public static MailTextParts Split(string text, int quoteAt = -1, bool isForward = false)
    {
        if (text.AsSpan().Trim().Length == 0) return new MailTextParts("", "", "");
        var cut = text.Length <= Longest ? text.Length : text.LastIndexOf('\n', Longest) is > 0 and var line ? line : Longest;
        var pass = new SplitPass(cut == text.Length ? text : text[..cut], quoteAt, isForward);
        pass.Run();
        var (visible, quoted, rest) = (pass.Visible, pass.Quoted, text[cut..].TrimEnd());
        // Nobody may see an empty mail that is not empty: better the quote than nothing.
        if (visible.AsSpan().Trim().Length == 0) return new MailTextParts(text.Trim(), quoted, "");
        return quoted.Length > 0 ? new MailTextParts(visible, quoted + rest, pass.Signature) : new MailTextParts(visible + rest, quoted, pass.Signature);
    }
}
