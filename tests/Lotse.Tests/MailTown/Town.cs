using System.Net;
using Lotse.Adapters.MailServer.Imap;
using Lotse.Tests.Adapters.Tokens;
using MailKit.Net.Smtp;
using MimeKit;
using Xunit;

namespace Lotse.Tests.MailTown;

[CollectionDefinition(Name)]
public sealed class TownCollection : ICollectionFixture<Town>
{
    /// <summary>Tests in this collection share one town and run one after the other.</summary>
    public const string Name = "mail town";
}

/// <summary>A small closed world of mail: a real Postfix and a real Dovecot from throw-away folders on free loopback ports.</summary>
/// <remarks>Everybody at kunde.example and postfach.example has a mailbox, except those whose name starts with "no"; those whose name starts
/// with "busy" are refused for now. Mail to lotse.example goes to <see cref="DeskLmtp"/> by LMTP, where a test may let a desk listen. Everything
/// else bounces at once. Sign-in: the address and <see cref="Password"/>, or a token that <see cref="Tokens"/> has given for it. Nothing leaves the machine.</remarks>
public sealed class Town : IAsyncLifetime
{
    public const string Password = "town";

    private readonly string? _missing = TownNeeds.FirstMissing();
    private readonly TownPlaces _places = TownPlaces.Reserve();
    private readonly List<Daemon> _daemons = [];
    private TownPlaces? _bearer;

    /// <summary>The relay: STARTTLS is offered, sign-in is possible but not asked for.</summary>
    public string SmtpUri => $"smtp://127.0.0.1:{_places.Smtp}";

    /// <summary>The same with TLS from the first byte, and sign-in.</summary>
    public string SmtpsUri(string user) => $"smtps://{Uri.EscapeDataString(user)}:{Password}@127.0.0.1:{_places.Smtps}";

    /// <summary>The relay where it offers sign-in by OAUTHBEARER (RFC 7628) and by nothing else.</summary>
    public string BearerSmtpUri => $"smtp://127.0.0.1:{_places.BearerSmtp}";

    /// <summary>Where the relay delivers mail to lotse.example. It tries again after two to four seconds while nobody listens.</summary>
    public IPEndPoint DeskLmtp => new(IPAddress.Loopback, _places.DeskLmtp);

    /// <summary>Gives out access tokens, and tells the servers which are good.</summary>
    public FakeTokenEndpoint Tokens { get; private set; } = null!;

    /// <summary>What both servers have written so far; for messages of failed tests.</summary>
    public string Log => string.Join('\n', _daemons.Select(daemon => daemon.Log));

    /// <summary>Call first in every test: skips it by the name of what is not installed.</summary>
    public void SkipIfMissing() => Assert.SkipWhen(_missing is not null, $"Mail town: {_missing}");

    public TownMailbox MailboxOf(string address) => new(this, address);

    public ImapMailboxOptions ImapOptions(string address) => new(address, "127.0.0.1", _places.Imap, ImapTls.None, address) { Secret = Password };

    /// <summary>A second Dovecot over the same mailboxes, which offers OAUTHBEARER and nothing else.</summary>
    /// <returns>Its port.</returns>
    public async Task<int> BearerImapAsync()
    {
        if (_bearer is null) _daemons.Add(await TownDovecot.StartAsync(_bearer = _places.AtOtherPorts(), Tokens.IntrospectionUri, "bearer", "oauthbearer"));
        return _bearer.Imap;
    }

    public ImapMailboxOptions ImapsOptions(string address) => new(address, "127.0.0.1", _places.Imaps, ImapTls.Tls, address) { Secret = Password };

    /// <summary>Somebody writes a plain mail, handing it to the relay.</summary>
    /// <returns>Its Message-ID, without brackets.</returns>
    public async Task<string> SendAsync(string from, string to, string subject, string text = "Hallo!", Action<MimeMessage>? change = null)
    {
        using var message = new MimeMessage();
        message.From.Add(MailboxAddress.Parse(from));
        message.To.Add(MailboxAddress.Parse(to));
        message.Subject = subject;
        message.Body = new TextPart("plain") { Text = text };
        change?.Invoke(message);
        await SendAsync(message, MailboxAddress.Parse(from).Address, to);
        return message.MessageId ?? "";
    }

    /// <summary>Hands a mail to the relay with the given envelope.</summary>
    public async Task SendAsync(MimeMessage message, string envelopeSender, params string[] recipients)
    {
        using var relay = new SmtpClient();
        await relay.ConnectAsync("127.0.0.1", _places.Smtp, MailKit.Security.SecureSocketOptions.None);
        await relay.SendAsync(message, new MailboxAddress("", envelopeSender), recipients.Select(MailboxAddress.Parse));
        await relay.DisconnectAsync(quit: true);
    }

    public async ValueTask InitializeAsync()
    {
        if (_missing is not null) return;
        try
        {
            await _places.PrepareAsync();
            Tokens = await FakeTokenEndpoint.StartAsync();
            _daemons.Add(await TownDovecot.StartAsync(_places, Tokens.IntrospectionUri));
            _daemons.Add(await TownPostfix.StartAsync(_places));
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_daemons.Select(daemon => daemon.StopAsync()));
        if (_missing is null) await Tokens.DisposeAsync();
        _places.Remove();
    }
}
