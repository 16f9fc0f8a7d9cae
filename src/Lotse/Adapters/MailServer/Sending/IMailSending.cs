namespace Lotse.Adapters.MailServer.Sending;

/// <summary>A way out for mail: an SMTP server, or a folder where none is set.</summary>
public interface IMailSending
{
    /// <summary>For the pages: where outgoing mail goes. Holds no secret.</summary>
    string Destination { get; }

    /// <summary>Hands one mail to the next server. Expected trouble is in the answer; may be called many at a time.</summary>
    /// <param name="mime">The whole mail, seekable; read from its start. The caller disposes it.</param>
    /// <param name="envelopeSender">Where bounces go; empty for the null sender.</param>
    /// <param name="recipients">At least one.</param>
    /// <exception cref="OperationCanceledException">Only when the caller's own token was cancelled.</exception>
    Task<SendingResult> SendAsync(Stream mime, string envelopeSender, IReadOnlyList<string> recipients, CancellationToken cancel);

    /// <summary>Nothing more comes for now: lets connections go. Sending again opens new ones.</summary>
    Task EndBatchAsync();
}

public enum RecipientOutcome
{
    Sent,

    /// <summary>Refused for now (4xx): try again later, and count it.</summary>
    TempFailed,

    /// <summary>Refused for good (5xx), or not an address at all.</summary>
    Failed,
}

/// <param name="Code">SMTP reply code (RFC 5321 section 4.2); null where no server was asked.</param>
/// <param name="Enhanced">As in 5.1.1 (RFC 3463); null where the server gave none.</param>
/// <param name="Text">The server's words, in one line of at most 500 characters; may name addresses, so not for logs.</param>
public sealed record RecipientResult(string Address, RecipientOutcome Outcome, int? Code, string? Enhanced, string Text);

/// <summary>Trouble with the way out itself. It says nothing about the mail: everything waits, and no try is counted.</summary>
public enum SendingTrouble
{
    /// <summary>Connection refused, no such host, network away.</summary>
    Unreachable,
    TimedOut,

    /// <summary>No encryption where it is asked for, or a certificate that cannot be trusted.</summary>
    Tls,

    /// <summary>User or password refused, or sign-in missing.</summary>
    SignIn,

    /// <summary>The server does not take the access token.</summary>
    TokenNotTaken,

    /// <summary>There is no access token: see <see cref="Tokens.TokenTrouble"/> for this and those that follow.</summary>
    TokenClient,
    TokenGrant,
    TokenConsent,
    TokenEndpointAway,
    TokenNotUnderstood,

    /// <summary>The server sends everybody away for now (421).</summary>
    Busy,

    /// <summary>The connection broke, or what came back was no SMTP.</summary>
    ConnectionLost,

    /// <summary>The folder for outgoing mail cannot be written.</summary>
    FolderUnwritable,
}

/// <param name="Trouble">Null where the way out was open; then <paramref name="Recipients"/> has one entry for each recipient, else none.</param>
/// <param name="Text">What the trouble was, for administrators; empty without trouble.</param>
/// <param name="MayHaveArrived">The trouble came after the server had been given text of the mail: it may have it, though it never said so.</param>
public sealed record SendingResult(SendingTrouble? Trouble, string Text, bool MayHaveArrived, IReadOnlyList<RecipientResult> Recipients)
{
    public static SendingResult Waits(SendingTrouble trouble, string text, bool mayHaveArrived = false) => new(trouble, text, mayHaveArrived, []);

    public static SendingResult Done(IReadOnlyList<RecipientResult> recipients) => new(null, "", false, recipients);
}
