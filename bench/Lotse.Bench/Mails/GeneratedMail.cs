namespace Lotse.Bench.Mails;

/// <param name="Number">From 1, in order of arrival.</param>
/// <param name="MessageId">Without brackets.</param>
/// <param name="Parent">Message-ID of the mail it answers, which must be delivered before; null where it opens a conversation.</param>
/// <param name="Wire">As it goes over the wire: CRLF line ends, not dot-stuffed.</param>
internal sealed record GeneratedMail(int Number, string MessageId, string? Parent, string Sender, string Subject, bool HasFile, byte[] Wire)
{
    /// <summary>Stands once in the mail's text, and in no other mail, not even as a quote: by it a mail is found again in the desk's tickets.</summary>
    public string Mark => MarkOf(Number);

    public static string MarkOf(int number) => $"Zeichen{number:0000000}";
}
