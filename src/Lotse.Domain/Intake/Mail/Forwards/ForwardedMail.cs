using Lotse.Domain.Intake.Mail.Quotes;

namespace Lotse.Domain.Intake.Mail.Forwards;

public enum ForwardedAs
{
    /// <summary>Its text stands in the mail, below a copy of its header.</summary>
    Text = 0,

    /// <summary>The whole mail is attached (message/rfc822).</summary>
    Attachment = 1,
}

/// <summary>The mail inside a forwarded one, and what whoever forwarded it wrote above. All of it is only what the forwarded text says.</summary>
/// <param name="Date">Null where the copy of the header does not say, or in a way that nobody understands.</param>
/// <param name="MessageId">Null where nobody knows.</param>
/// <param name="OwnWords">Empty where nothing was written above.</param>
public sealed record ForwardedMail(
    ForwardedAs How, MailName From, string Subject, DateTimeOffset? Date, string Text, MailTextParts Parts, string? MessageId, string OwnWords, IReadOnlyList<MailPart> Files)
{
    /// <summary>The subject says that the mail is forwarded, and a person sent it: worth a second look.</summary>
    public static bool MayBe(ReadMail mail) => mail is { Kind: MailKind.Human, From.Count: 1, OriginalSender: null } && SubjectMarks.IsForward(mail.Subject);

    /// <summary>The mail inside; null where there is none, or where it names nobody by address.</summary>
    /// <param name="attached">The one mail that is attached, read as a whole; null where there is none or more than one.</param>
    public static ForwardedMail? In(ReadMail mail, ReadMail? attached)
    {
        if (!MayBe(mail)) return null;
        if (ForwardedText.Find(mail.Text) is { } inside) return OfText(mail, inside);
        return attached is { From: [var from, ..] } && MailAddresses.LooksRight(from.Address) ? OfAttached(mail, attached, from) : null;
    }

    private static ForwardedMail OfText(ReadMail mail, ForwardedText inside) => new(
        ForwardedAs.Text, inside.From, SubjectOf(inside.Subject, mail), ForwardedDate.Read(inside.Date, mail.Date?.Offset ?? TimeSpan.Zero), inside.Body,
        SplitMailText.Split(inside.Body), mail.References is [.., var last] ? last : null, SplitMailText.Split(inside.OwnWords).Visible.Trim(), []);

    private static ForwardedMail OfAttached(ReadMail mail, ReadMail attached, MailName from) => new(
        ForwardedAs.Attachment, from, SubjectOf(attached.Subject, mail), attached.Date, attached.Text, new MailTextParts(attached.Visible, attached.Quoted, attached.Signature),
        attached.MessageId, mail.Visible.Trim(), [.. attached.Attachments.Select(file => file with { Inline = false })]);

    private static string SubjectOf(string original, ReadMail mail) => SubjectMarks.Bare(original) is { Length: > 0 } bare ? bare : SubjectMarks.Bare(mail.Subject);
}
