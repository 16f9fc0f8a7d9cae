using System.Net.Security;
using System.Text;

namespace Lotse.Adapters.MailServer.Door;

/// <summary>One connection, from greeting to goodbye: SMTP (RFC 5321) or LMTP (RFC 2033), commands only.
/// The mail itself comes in by <see cref="MailSessionData"/>.</summary>
internal sealed class MailSession(MailProtocol protocol, MailWire wire, MailDoor door, MailDoorOptions options, MailSessionData data)
{
    private readonly MailTransaction _mail = new();
    private bool _greeted;
    private bool _encrypted;
    private int _idleCommands;
    private int _errors;
    private int _waiting;
    private int _stopping;

    /// <summary>Ends the session as soon as no mail is under way.</summary>
    public void Stop()
    {
        Interlocked.Exchange(ref _stopping, 1);
        if (Interlocked.CompareExchange(ref _waiting, 0, 0) == 1) wire.Interrupt();
    }

    /// <returns>The last words, empty where none are due.</returns>
    public async Task<ReadOnlyMemory<byte>> RunAsync(CancellationToken abort)
    {
        wire.Reply(Encoding.ASCII.GetBytes($"220 {options.HostName} {(protocol == MailProtocol.Lmtp ? "LMTP" : "ESMTP")} Lotse\r\n"));
        try
        {
            while (true)
            {
                var end = await NextLineAsync();
                if (end == LineEnd.Closed) return default;
                if (end == LineEnd.TooLong) return Replies.LineTooLong.ToArray();
                if (await HandleAsync(wire.Line, abort) is { } lastWords) return lastWords;
                if (_idleCommands > options.MaxIdleCommands) return Replies.TooManyCommands.ToArray();
                if (_errors > options.MaxErrors) return Replies.TooManyErrors.ToArray();
            }
        }
        catch (OperationCanceledException)
        {
            return (_stopping == 1 || abort.IsCancellationRequested ? Replies.Stopping : Replies.TimedOut).ToArray();
        }
    }

    private async ValueTask<LineEnd> NextLineAsync()
    {
        // The order matters: first say that we wait, then look whether we should stop; Stop() does it the other way round.
        if (!_mail.IsOpen) Interlocked.Exchange(ref _waiting, 1);
        if (!_mail.IsOpen && Interlocked.CompareExchange(ref _stopping, 0, 0) == 1) throw new OperationCanceledException();
        wire.WaitAtMost(options.CommandTimeout);
        var end = await wire.ReadLineAsync(options.MaxLineBytes);
        wire.WaitNoMore();
        Interlocked.Exchange(ref _waiting, 0);
        return end;
    }

    /// <returns>The last words where the session ends with this command, else null.</returns>
    private async ValueTask<ReadOnlyMemory<byte>?> HandleAsync(ReadOnlyMemory<byte> line, CancellationToken abort)
    {
        var space = line.Span.IndexOf((byte)' ');
        var verb = space < 0 ? line : line[..space];
        var argument = space < 0 ? default : line[(space + 1)..].Trim((byte)' ');
        _idleCommands++;
        if (Is(verb, "RCPT"u8)) await RecipientAsync(argument, abort);
        else if (Is(verb, "DATA"u8)) return await DataAsync(argument, abort);
        else if (Is(verb, "QUIT"u8)) return Replies.Bye.ToArray();
        else if (Is(verb, "STARTTLS"u8)) return await StartTlsAsync(argument);
        else Answer(Simple(verb.Span, argument.Span));
        return null;
    }

    private static bool Is(ReadOnlyMemory<byte> verb, ReadOnlySpan<byte> name) => Ascii.EqualsIgnoreCase(verb.Span, name);

    private ReadOnlySpan<byte> Simple(ReadOnlySpan<byte> verb, ReadOnlySpan<byte> argument)
    {
        if (Ascii.EqualsIgnoreCase(verb, "MAIL"u8)) return _greeted ? _mail.Begin(argument, options.MaxMailBytes) : Replies.HelloFirst;
        if (Ascii.EqualsIgnoreCase(verb, "LHLO"u8)) return protocol == MailProtocol.Lmtp ? Greet(argument, extended: true) : Replies.NotLhloHere;
        if (Ascii.EqualsIgnoreCase(verb, "EHLO"u8)) return protocol == MailProtocol.Smtp ? Greet(argument, extended: true) : Replies.NotEhloHere;
        if (Ascii.EqualsIgnoreCase(verb, "HELO"u8)) return protocol == MailProtocol.Smtp ? Greet(argument, extended: false) : Replies.NotEhloHere;
        if (Ascii.EqualsIgnoreCase(verb, "RSET"u8)) return Reset();
        if (Ascii.EqualsIgnoreCase(verb, "NOOP"u8)) return Replies.Ok;
        if (Ascii.EqualsIgnoreCase(verb, "VRFY"u8)) return Replies.Vrfy;
        if (Ascii.EqualsIgnoreCase(verb, "HELP"u8)) return Replies.Help;
        if (Ascii.EqualsIgnoreCase(verb, "EXPN"u8) || Ascii.EqualsIgnoreCase(verb, "AUTH"u8)) return Replies.NotOffered;
        return Replies.Unknown;
    }

    private ReadOnlySpan<byte> Reset()
    {
        _mail.Clear();
        return Replies.Ok;
    }

    private ReadOnlySpan<byte> Greet(ReadOnlySpan<byte> name, bool extended)
    {
        if (name.IsEmpty) return Replies.NameMissing;
        _mail.Clear();
        _greeted = true;
        if (!extended) return Encoding.ASCII.GetBytes($"250 {options.HostName}\r\n");
        var tls = options.Certificate is not null && !_encrypted ? "250-STARTTLS\r\n" : "";
        return Encoding.ASCII.GetBytes(
            $"250-{options.HostName}\r\n{tls}250-PIPELINING\r\n250-SIZE {options.MaxMailBytes}\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 ENHANCEDSTATUSCODES\r\n");
    }

    private async ValueTask RecipientAsync(ReadOnlyMemory<byte> argument, CancellationToken abort)
    {
        if (!_mail.IsOpen)
            Answer(Replies.MailFirst);
        else if (EnvelopePath.Read(argument.Span, "TO:"u8) is not { Address.Length: > 0 } path)
            Answer(Replies.BadRecipient);
        else if (path.Parameters.Length > 0)
            Answer(Replies.UnknownParameter);
        else if (_mail.Recipients.Count >= options.MaxRecipients)
            Answer(Replies.TooManyRecipients);
        else
            Answer(await door.FindRecipient(path.Address, abort), path.Address);
    }

    private void Answer(RecipientAnswer answer, string address)
    {
        if (answer == RecipientAnswer.Known)
        {
            _mail.Add(address);
            _idleCommands--;
        }
        Answer(answer switch
        {
            RecipientAnswer.Known => Replies.RecipientOk,
            RecipientAnswer.StoreUnavailable => Replies.StoreUnavailable,
            _ => Replies.UnknownRecipient,
        });
    }

    private void Answer(ReadOnlySpan<byte> reply)
    {
        // 550 is no error of the client's: a relay may well ask for addresses that were closed.
        if (reply.StartsWith("50"u8) || reply.StartsWith("555"u8)) _errors++;
        wire.Reply(reply);
    }

    private async ValueTask<ReadOnlyMemory<byte>?> DataAsync(ReadOnlyMemory<byte> argument, CancellationToken abort)
    {
        if (!_mail.IsOpen || _mail.Recipients.Count == 0 || argument.Length > 0)
        {
            Answer(argument.Length > 0 ? Replies.NoParameters : _mail.IsOpen ? Replies.RecipientFirst : Replies.MailFirst);
            return null;
        }
        var outcome = await data.TakeAsync(protocol, wire, _mail, abort);
        if (outcome == DataOutcome.Closed) return ReadOnlyMemory<byte>.Empty;
        if (outcome == DataOutcome.EndlessMail) return Replies.TooLarge.ToArray();
        var answer = DataAnswer(outcome);
        // RFC 2033 section 4.2: one answer for each accepted RCPT. They share one fate here, as they share one stored mail.
        var answers = protocol == MailProtocol.Lmtp ? _mail.Recipients.Count : 1;
        for (var i = 0; i < answers; i++) wire.Reply(answer.Span);
        if (outcome == DataOutcome.Durable) _idleCommands = 0;
        _mail.Clear();
        return null;
    }

    private static ReadOnlyMemory<byte> DataAnswer(DataOutcome outcome) => (outcome switch
    {
        DataOutcome.Durable => Replies.Durable,
        DataOutcome.TooLarge => Replies.TooLarge,
        DataOutcome.SpoolFull => Replies.SpoolFull,
        _ => Replies.StoreUnavailable,
    }).ToArray();

    private async ValueTask<ReadOnlyMemory<byte>?> StartTlsAsync(ReadOnlyMemory<byte> argument)
    {
        if (options.Certificate is not { } certificate || _encrypted || argument.Length > 0)
        {
            Answer(argument.Length > 0 ? Replies.NoParameters : _encrypted ? Replies.TlsAlready : Replies.NotOffered);
            return null;
        }
        wire.Reply(Replies.ReadyForTls);
        wire.WaitAtMost(options.CommandTimeout);
        await wire.SwitchAsync(async (clear, deadline) =>
        {
            var secure = new SslStream(clear);
            await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, deadline);
            return secure;
        });
        // RFC 3207 section 4.2: everything said before TLS is forgotten.
        _mail.Clear();
        _greeted = false;
        _encrypted = true;
        return null;
    }
}
