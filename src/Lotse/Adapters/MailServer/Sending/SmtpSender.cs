using System.Net.Security;
using System.Net.Sockets;
using Lotse.Adapters.Tokens;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Lotse.Adapters.MailServer.Sending;

/// <summary>Hands mail to an SMTP server (RFC 5321, submission RFC 6409) over one connection that serves many mails, one after the other.</summary>
public sealed class SmtpSender(SmtpServerOptions options, TimeProvider time) : IMailSending, IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private SmtpConversation? _open;

    public string Destination => options.Address;

    public async Task<SendingResult> SendAsync(Stream mime, string envelopeSender, IReadOnlyList<string> recipients, CancellationToken cancel)
    {
        var (mailboxes, refused) = Read(recipients);
        if (mailboxes.Count == 0) return SendingResult.Done(refused);
        mime.Position = 0;
        using var message = await MimeMessage.LoadAsync(ParserOptions.Default, mime, persistent: true, cancel);
        await _turn.WaitAsync(cancel);
        try
        {
            var result = await SendInTurnAsync(message, new MailboxAddress("", envelopeSender), mailboxes, cancel);
            return result.Trouble is null ? SendingResult.Done([.. result.Recipients, .. refused]) : result;
        }
        finally
        {
            _turn.Release();
        }
    }

    public async Task EndBatchAsync()
    {
        await _turn.WaitAsync();
        try
        {
            await HangUpAsync(politely: true);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await EndBatchAsync();
        _turn.Dispose();
    }

    private async Task<SendingResult> SendInTurnAsync(MimeMessage message, MailboxAddress sender, List<MailboxAddress> recipients, CancellationToken cancel)
    {
        while (true)
        {
            var reused = await ReuseAsync();
            var result = await TryAsync(message, sender, recipients, cancel);
            // The server had hung up while the connection lay idle: it knows nothing of this mail, so a fresh connection may try.
            if (reused && result.Trouble is SendingTrouble.ConnectionLost && _open is { HasAnswered: false, TextIsOut: false })
            {
                await HangUpAsync(politely: false);
                continue;
            }
            if (result.Trouble is not null) await HangUpAsync(politely: false);
            return result;
        }
    }

    private async Task<bool> ReuseAsync()
    {
        if (_open is null) return false;
        var stale = !_open.IsConnected || _open.MailsSent >= options.MailsPerConnection || time.GetUtcNow() - _open.LastUsed > options.IdleTimeout;
        if (stale) await HangUpAsync(politely: true);
        return !stale;
    }

    private async Task<SendingResult> TryAsync(MimeMessage message, MailboxAddress sender, List<MailboxAddress> recipients, CancellationToken cancel)
    {
        using var deadline = new CancellationTokenSource(_open is null ? options.ConnectTimeout : options.SendTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancel);
        try
        {
            if (_open is null)
            {
                _open = new SmtpConversation { LocalDomain = options.HostName };
                await ConnectAsync(_open, either.Token);
                deadline.CancelAfter(options.SendTimeout);
            }
            _open.BeginMail();
            var last = await TransmitAsync(_open, message, sender, recipients, either.Token);
            _open.MailsSent++;
            _open.LastUsed = time.GetUtcNow();
            return last;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return Waits(SendingTrouble.TimedOut, "The SMTP server did not answer in time.");
        }
        catch (OperationCanceledException)
        {
            await HangUpAsync(politely: false);
            throw;
        }
        catch (Exception trouble) when (Classify(trouble) is { } kind)
        {
            return Waits(kind, TroubleText.Of(trouble));
        }
    }

    private SendingResult Waits(SendingTrouble trouble, string text) => SendingResult.Waits(trouble, text, _open?.TextIsOut ?? false);

    private static async Task<SendingResult> TransmitAsync(SmtpConversation server, MimeMessage message, MailboxAddress sender, List<MailboxAddress> recipients, CancellationToken cancel)
    {
        ServerReply whole;
        try
        {
            whole = new ServerReply(250, await server.SendAsync(FormatOptions.Default, message, sender, recipients, cancel, server));
        }
        catch (SmtpCommandException refused)
        {
            whole = new ServerReply((int)refused.StatusCode, refused.Message);
        }
        catch (NotSupportedException impossible)
        {
            // The address or the text needs an extension that the server lacks (RFC 6531 section 3.5).
            whole = new ServerReply(550, "5.6.7 " + impossible.Message);
        }
        if (whole.Code is 421 or 530 or 535) return SendingResult.Waits(whole.Code == 421 ? SendingTrouble.Busy : SendingTrouble.SignIn, whole.Text);
        var replies = recipients.Select(recipient => server.ReplyTo(recipient) is { Code: not (>= 200 and < 300) } own ? (recipient, own) : (recipient, whole)).ToList();
        if (replies.Exists(reply => reply.Item2.Code == 421)) return SendingResult.Waits(SendingTrouble.Busy, "The SMTP server sends us away for now.");
        return SendingResult.Done([.. replies.Select(reply => reply.Item2.About(reply.recipient.Address))]);
    }

    private async Task ConnectAsync(SmtpConversation server, CancellationToken cancel)
    {
        server.Timeout = (int)options.SendTimeout.TotalMilliseconds;
        // Revocation lists are often out of reach from a desk's network; expiry, name and issuer are always checked.
        server.CheckCertificateRevocation = false;
        server.ServerCertificateValidationCallback = (_, _, _, errors) => errors == SslPolicyErrors.None || !MustProveItself;
        await server.ConnectAsync(options.Host, options.Port, options.Tls switch
        {
            SmtpTls.Implicit => SecureSocketOptions.SslOnConnect,
            SmtpTls.Required => SecureSocketOptions.StartTls,
            SmtpTls.Off => SecureSocketOptions.None,
            _ => SecureSocketOptions.StartTlsWhenAvailable,
        }, cancel);
        if (options.User is not { } user) return;
        if (!server.IsSecure && !options.IsLoopback) throw new AuthenticationException("The server offers no TLS, and the password is not sent without.");
        if (!server.Capabilities.HasFlag(SmtpCapabilities.Authentication)) throw new AuthenticationException("The server offers no sign-in.");
        if (options.AccessToken is { } token) await SignInByTokenAsync(server, user, token, cancel);
        // One mechanism and one try: MailKit would try them all, and providers count each as a wrong password.
        else if (server.AuthenticationMechanisms.Contains("PLAIN")) await server.AuthenticateAsync(new SaslMechanismPlain(user, options.Password ?? ""), cancel);
        else await server.AuthenticateAsync(user, options.Password ?? "", cancel);
    }

    /// <summary>Encryption that was not asked for is better than none even with a certificate nobody can check (RFC 7435);
    /// on this machine itself nobody stands in between.</summary>
    private bool MustProveItself => !options.IsLoopback && (options.Tls is SmtpTls.Implicit or SmtpTls.Required || options.User is not null);

    private static async Task SignInByTokenAsync(SmtpConversation server, string user, Func<bool, CancellationToken, ValueTask<string>> token, CancellationToken cancel)
    {
        try
        {
            await server.AuthenticateAsync(TokenSignIn.By(user, await token(false, cancel), server.AuthenticationMechanisms), cancel);
        }
        catch (AuthenticationException)
        {
            await server.AuthenticateAsync(TokenSignIn.By(user, await token(true, cancel), server.AuthenticationMechanisms), cancel);
        }
    }

    private SendingTrouble? Classify(Exception trouble) => trouble switch
    {
        TokenRefused refused => refused.Trouble switch
        {
            TokenTrouble.Client => SendingTrouble.TokenClient,
            TokenTrouble.Grant => SendingTrouble.TokenGrant,
            TokenTrouble.Consent => SendingTrouble.TokenConsent,
            TokenTrouble.EndpointAway => SendingTrouble.TokenEndpointAway,
            _ => SendingTrouble.TokenNotUnderstood,
        },
        AuthenticationException when options.AccessToken is not null => SendingTrouble.TokenNotTaken,
        SslHandshakeException => SendingTrouble.Tls,
        AuthenticationException or ServiceNotAuthenticatedException => SendingTrouble.SignIn,
        NotSupportedException => SendingTrouble.Tls,
        SocketException or { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } => SendingTrouble.Unreachable,
        SmtpCommandException { StatusCode: SmtpStatusCode.ServiceNotAvailable } => SendingTrouble.Busy,
        TimeoutException => SendingTrouble.TimedOut,
        SmtpCommandException or ProtocolException or ServiceNotConnectedException or IOException => SendingTrouble.ConnectionLost,
        _ => null,
    };

    private static (List<MailboxAddress> Mailboxes, List<RecipientResult> Refused) Read(IReadOnlyList<string> recipients)
    {
        var mailboxes = new List<MailboxAddress>();
        var refused = new List<RecipientResult>();
        foreach (var address in recipients.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (MailboxAddress.TryParse(address, out var mailbox) && mailbox.Address == address && address.Contains('@')) mailboxes.Add(mailbox);
            else refused.Add(new RecipientResult(address, RecipientOutcome.Failed, null, "5.1.3", "This is not an address."));
        }
        return (mailboxes, refused);
    }

    private async Task HangUpAsync(bool politely)
    {
        if (_open is not { } server) return;
        _open = null;
        using (server)
        {
            if (!politely || !server.IsConnected) return;
            using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(2), time);
            try
            {
                await server.DisconnectAsync(quit: true, soon.Token);
            }
            catch (Exception gone) when (gone is IOException or OperationCanceledException or ProtocolException or SocketException)
            {
                // Goodbye was a courtesy.
            }
        }
    }
}
