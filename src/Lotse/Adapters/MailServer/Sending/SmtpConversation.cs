using MailKit.Net.Smtp;
using MimeKit;

namespace Lotse.Adapters.MailServer.Sending;

/// <summary>One connection to the SMTP server that remembers what was said about each recipient instead of giving up at the first refusal.</summary>
internal sealed class SmtpConversation : SmtpClient, MailKit.ITransferProgress
{
    private readonly Dictionary<MailboxAddress, ServerReply> _replies = new(ReferenceEqualityComparer.Instance);

    public int MailsSent { get; set; }
    public DateTimeOffset LastUsed { get; set; }

    /// <summary>Whether the server has been given text of the current mail.</summary>
    public bool TextIsOut { get; private set; }

    /// <summary>Whether the server has answered anything to the current mail.</summary>
    public bool HasAnswered { get; private set; }

    public ServerReply? ReplyTo(MailboxAddress recipient) => _replies.TryGetValue(recipient, out var reply) ? reply : null;

    public void BeginMail()
    {
        _replies.Clear();
        TextIsOut = HasAnswered = false;
    }

    public void Report(long bytesTransferred, long totalSize) => TextIsOut = true;

    public void Report(long bytesTransferred) => TextIsOut = true;

    protected override void OnSenderAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response)
    {
        HasAnswered = true;
        base.OnSenderAccepted(message, mailbox, response);
    }

    protected override void OnRecipientAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response) =>
        _replies[mailbox] = new ServerReply((int)response.StatusCode, response.Response);

    protected override void OnRecipientNotAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response) =>
        _replies[mailbox] = new ServerReply((int)response.StatusCode, response.Response);

    protected override void OnNoRecipientsAccepted(MimeMessage message)
    {
        // The replies are kept; MailKit then throws and resets the transaction.
    }
}
